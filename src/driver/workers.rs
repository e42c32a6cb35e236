//! Documents side by side, one a thread, and their files behind them.
//!
//! Typst parts its own work among the threads of the pool it runs in. In a pool that is shared
//! a thread that waits for such a part begins another document meanwhile, and one more in that,
//! and all of them lie in memory half done. So every thread here has a pool of its own.
//!
//! A file that has to be safe on the disk keeps its writer waiting as long as a document takes
//! to be laid out. So others write, among them the thread that waits for all; what several of
//! them wait for at once the file system does in one go.

use std::sync::mpsc::sync_channel;
use std::sync::{Mutex, PoisonError};

use rayon::ThreadPoolBuilder;

/// The stack of a thread that prints, in bytes: layout of nested content needs more than a
/// thread usually has. It is reserved, not used.
const STACK: usize = 64 * 1024 * 1024;

/// How many threads write. They wait for the disk, not for a processor.
const WRITERS: usize = 4;

/// How the items of [`each`] are worked on: made by a few, one after the other, and finished
/// behind their backs.
pub(super) struct Stages<B, W, F> {
    /// Makes what each thread has of its own.
    pub(super) begin: B,
    /// Needs a processor.
    pub(super) make: W,
    /// Needs the disk.
    pub(super) finish: F,
}

/// Takes each item through the stages, `jobs` at once, as many as there are cores unless given;
/// the results are in the order of the items.
pub(super) fn each<T: Send, S: Send, M: Send, R: Send>(
    items: Vec<T>,
    jobs: Option<usize>,
    stages: &Stages<
        impl Fn() -> S + Sync,
        impl Fn(&mut S, T) -> M + Sync,
        impl Fn(M) -> R + Sync,
    >,
) -> Vec<R> {
    let cores = rayon::current_num_threads();
    let threads = jobs.unwrap_or(cores).min(items.len());
    // A document that is alone has all cores.
    let own = cores.checked_div(threads).unwrap_or(1).max(1);
    // It does not grow step by step: with ten thousand results that would show.
    let done = Mutex::new(Vec::with_capacity(items.len()));
    let queue = Mutex::new(items.into_iter().enumerate());
    let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
    // Who makes waits when so many wait for the disk: else all of them would be in memory.
    let (made, to_finish) = sync_channel(WRITERS);
    let to_finish = Mutex::new(to_finish);
    let finish = || {
        let next = || to_finish.lock().unwrap_or_else(PoisonError::into_inner).recv();
        while let Ok((number, item)) = next() {
            let result = (stages.finish)(item);
            done.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push((number, result));
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let made = made.clone();
            let make = move || {
                let mut mine = (stages.begin)();
                while let Some((number, item)) = next() {
                    // There is always somebody to take it.
                    let _ = made.send((number, (stages.make)(&mut mine, item)));
                }
            };
            scope.spawn(move || {
                let pool = ThreadPoolBuilder::new().num_threads(own).stack_size(STACK);
                match pool.build() {
                    Ok(pool) => pool.install(make),
                    Err(_) => make(),
                }
            });
        }
        // The writers end when nobody makes any more.
        drop(made);
        for _ in 1..WRITERS.min(threads * 2) {
            scope.spawn(finish);
        }
        // The memory that a waiting thread holds ready is of no use to others.
        finish();
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(number, _)| *number);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::{Stages, each};

    #[test]
    fn results_are_in_order() {
        let items: Vec<usize> = (0..100).collect();
        let wanted: Vec<String> =
            items.iter().map(|item| format!("{}", item * 2)).collect();
        let stages = Stages {
            begin: || 2,
            make: |own: &mut usize, item: usize| item * *own,
            finish: |item: usize| item.to_string(),
        };
        for jobs in [None, Some(1), Some(3), Some(200)] {
            assert_eq!(each(items.clone(), jobs, &stages), wanted);
            assert!(each(Vec::new(), jobs, &stages).is_empty());
        }
    }
}
