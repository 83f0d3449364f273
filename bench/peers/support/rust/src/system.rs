// SPDX-License-Identifier: Apache-2.0
//! The environment's variables, clocks, memory, and how a program fails.

use std::str::FromStr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

fn variable<T: FromStr>(name: &str, otherwise: T) -> T {
    match std::env::var(name) {
        Ok(text) => text.parse().unwrap_or_else(|_| fail(&format!("{name} is no number: {text}"))),
        Err(_) => otherwise,
    }
}

/// Threads that run actors.
pub fn workers() -> usize {
    variable("WORKERS", 2usize).max(1)
}

/// How long the counted round lasts at least.
pub fn seconds() -> f64 {
    variable("BENCH_SECONDS", 0.5)
}

/// The sizes of the rows about memory.
pub fn scaled(n: u64) -> u64 {
    ((n as f64 * variable("BENCH_SCALE", 1.0)) as u64).max(1)
}

pub fn now_ns() -> u64 {
    static FIRST: OnceLock<Instant> = OnceLock::new();
    FIRST.get_or_init(Instant::now).elapsed().as_nanos() as u64
}

/// Processor time of the whole process, in seconds.
pub(crate) fn cpu_seconds() -> f64 {
    let mut used = std::mem::MaybeUninit::<libc::rusage>::zeroed();
    // SAFETY: getrusage fills the structure it is given.
    let used = unsafe {
        libc::getrusage(libc::RUSAGE_SELF, used.as_mut_ptr());
        used.assume_init()
    };
    let of = |t: libc::timeval| t.tv_sec as f64 + t.tv_usec as f64 * 1e-6;
    of(used.ru_utime) + of(used.ru_stime)
}

pub fn resident_bytes() -> u64 {
    let text = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = text.split(' ').nth(1).and_then(|pages| pages.parse::<u64>().ok());
    // SAFETY: sysconf has no preconditions.
    let page = unsafe { libc::sysconf(libc::_SC_PAGESIZE) } as u64;
    pages.unwrap_or_else(|| fail("no /proc/self/statm")) * page
}

/// Time for new actors to start and for the threads to fall asleep.
pub fn settle() {
    std::thread::sleep(Duration::from_millis(20));
}

pub fn fail(what: &str) -> ! {
    eprintln!("bench: {what}");
    std::process::exit(1);
}

pub fn check(what: &str, got: u64, expected: u64) {
    if got != expected {
        fail(&format!("{what}: {got} instead of {expected}"));
    }
}

static DEADLINE: AtomicU64 = AtomicU64::new(u64::MAX);

/// From now on the program has another minute.
pub(crate) fn another_minute() {
    DEADLINE.store(now_ns() + 60_000_000_000, Ordering::Relaxed);
}

/// Ends the program when its minute is over.
pub(crate) fn watch() {
    another_minute();
    std::thread::spawn(|| {
        loop {
            std::thread::sleep(Duration::from_millis(250));
            if now_ns() > DEADLINE.load(Ordering::Relaxed) {
                fail("not done within a minute");
            }
        }
    });
}
