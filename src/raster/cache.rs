//! Pictures that were made smaller, kept for the next document: a logo is on all of them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::Target;

/// The most bytes that are kept.
const CAPACITY: usize = 64 << 20;

/// Whose picture it was, and how small it became.
type Key = (u128, Target);

/// What came of a picture; none if it stays as it is.
type Made = Option<Arc<[u8]>>;

/// Smaller pictures by what they were made of. What is made does not depend on what is kept.
#[derive(Debug, Default)]
pub struct Cache(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    made: HashMap<Key, Made>,
    bytes: usize,
}

impl Cache {
    /// The picture with this digest, made once.
    pub fn get(
        &self,
        digest: u128,
        target: Target,
        make: impl FnOnce() -> Option<Vec<u8>>,
    ) -> Made {
        let key = (digest, target);
        let known = self.kept().made.get(&key).cloned();
        if let Some(made) = known {
            return made;
        }
        let made: Made = make().map(Into::into);
        let mut kept = self.kept();
        kept.bytes += made.as_ref().map_or(0, |bytes| bytes.len());
        if kept.bytes > CAPACITY {
            *kept = Kept::default();
        }
        kept.made.insert(key, made.clone());
        made
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
