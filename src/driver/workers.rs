//! Documents side by side, one a thread.
//!
//! Typst parts its own work among the threads of the pool it runs in. In a pool that is shared
//! a thread that waits for such a part begins another document meanwhile, and one more in that,
//! and all of them lie in memory half done. So every thread here has a pool of its own.

use std::sync::{Mutex, PoisonError};

use rayon::ThreadPoolBuilder;

/// The stack of a thread that prints, in bytes: layout of nested content needs more than a
/// thread usually has. It is reserved, not used.
const STACK: usize = 64 * 1024 * 1024;

/// Does `work` for each item, on as many threads as the pool around has; the results are in
/// the order of the items.
pub(super) fn each<T: Send, R: Send>(
    items: Vec<T>,
    work: impl Fn(T) -> R + Sync,
) -> Vec<R> {
    let threads = rayon::current_num_threads().min(items.len());
    let queue = Mutex::new(items.into_iter().enumerate());
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
    let done = Mutex::new(Vec::new());
    let one_by_one = || {
        while let Some((number, item)) = next() {
            let result = work(item);
            done.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push((number, result));
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                match ThreadPoolBuilder::new().num_threads(1).stack_size(STACK).build() {
                    Ok(pool) => pool.install(one_by_one),
                    Err(_) => one_by_one(),
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(number, _)| *number);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::each;

    #[test]
    fn results_are_in_order() {
        let items: Vec<usize> = (0..100).collect();
        let doubled: Vec<usize> = items.iter().map(|item| item * 2).collect();
        assert_eq!(each(items, |item| item * 2), doubled);
        assert!(each(Vec::<u8>::new(), |item| item).is_empty());
    }
}
