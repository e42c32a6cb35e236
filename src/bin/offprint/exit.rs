//! Exit codes. Scripts rely on them: they never change their meaning.

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    /// Everything is fine.
    Success = 0,
    /// A document has errors; the others are built.
    Document = 1,
    /// The command line or the configuration is wrong.
    Usage = 2,
    /// The system failed: disk, permission, a hook.
    System = 3,
    /// `check` found PDFs that are stale, missing or without a page.
    Stale = 4,
    /// Another build works in the same folder; try again (`EX_TEMPFAIL` of sysexits.h).
    Busy = 75,
    /// Stopped by SIGINT: 128 and the number of the signal, as shells have it.
    Interrupted = 130,
    /// Stopped by SIGTERM.
    Terminated = 143,
}
