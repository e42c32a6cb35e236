//! SIGINT and SIGTERM end a build after the documents that are being made, and in any case
//! soon. What was made is kept, whatever happens.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM};

use crate::exit::Exit;
use crate::progress::Bar;

/// How long documents may take to be finished.
#[cfg(unix)]
const PATIENCE: std::time::Duration = std::time::Duration::from_millis(1500);

/// The signal that came; 0 as long as none has.
static CAME: AtomicI32 = AtomicI32::new(0);

/// Sets `stop` when a signal comes. A second one, or patience at its end, ends the program at
/// once, without its bar.
#[cfg(unix)]
pub(crate) fn watch(stop: &Arc<AtomicBool>, bar: Option<Bar>) {
    let stop = Arc::clone(stop);
    // Without it signals end the program at once, which harms nothing either.
    let signals = signal_hook::iterator::Signals::new([SIGINT, SIGTERM]);
    let Ok(mut signals) = signals else { return };
    std::thread::spawn(move || {
        for signal in signals.forever() {
            stop.store(true, Ordering::Relaxed);
            if CAME.swap(signal, Ordering::Relaxed) != 0 {
                leave(signal, bar.as_ref());
            }
            let bar = bar.clone();
            std::thread::spawn(move || {
                std::thread::sleep(PATIENCE);
                leave(signal, bar.as_ref());
            });
        }
    });
}

/// Elsewhere the system ends the program at once.
#[cfg(not(unix))]
pub(crate) fn watch(_: &Arc<AtomicBool>, _: Option<Bar>) {}

/// How the program ends if it was told to.
pub(crate) fn exit() -> Option<Exit> {
    match CAME.load(Ordering::Relaxed) {
        SIGINT => Some(Exit::Interrupted),
        SIGTERM => Some(Exit::Terminated),
        _ => None,
    }
}

#[cfg(unix)]
#[expect(clippy::exit, reason = "a document that runs away keeps nobody waiting")]
fn leave(signal: i32, bar: Option<&Bar>) -> ! {
    bar.inspect(|bar| bar.clear());
    std::process::exit(128 + signal)
}
