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

/// Does `work` for each item, on all cores; the results are in the order of the items.
pub(super) fn each<T: Send, R: Send>(
    items: Vec<T>,
    work: impl Fn(T) -> R + Sync,
) -> Vec<R> {
    each_with(items, None, || (), |(), item| work(item))
}

/// Does `work` for each item, `jobs` at once, as many as there are cores unless given. Each
/// thread has something of its own that `begin` makes.
pub(super) fn each_with<T: Send, S: Send, R: Send>(
    items: Vec<T>,
    jobs: Option<usize>,
    begin: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, T) -> R + Sync,
) -> Vec<R> {
    let cores = rayon::current_num_threads();
    let threads = jobs.unwrap_or(cores).min(items.len());
    // A document that is alone has all cores.
    let own = cores.checked_div(threads).unwrap_or(1).max(1);
    let queue = Mutex::new(items.into_iter().enumerate());
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
    let done = Mutex::new(Vec::new());
    let one_by_one = || {
        let mut mine = begin();
        while let Some((number, item)) = next() {
            let result = work(&mut mine, item);
            done.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push((number, result));
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let pool = ThreadPoolBuilder::new().num_threads(own).stack_size(STACK);
                match pool.build() {
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
    use super::{each, each_with};

    #[test]
    fn results_are_in_order() {
        let items: Vec<usize> = (0..100).collect();
        let doubled: Vec<usize> = items.iter().map(|item| item * 2).collect();
        for jobs in [1, 3, 200] {
            let twice = |own: &mut usize, item| item * *own;
            let made = each_with(items.clone(), Some(jobs), || 2, twice);
            assert_eq!(made, doubled);
        }
        assert_eq!(each(items, |item| item * 2), doubled);
        assert!(each(Vec::<u8>::new(), |item| item).is_empty());
    }
}
