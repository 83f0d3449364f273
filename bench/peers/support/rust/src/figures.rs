// SPDX-License-Identifier: Apache-2.0
//! Rows, growing rounds, result lines.

use std::io::Write;
use std::sync::OnceLock;

use crate::system::{another_minute, cpu_seconds, fail, now_ns, seconds, watch};

pub type Row = (&'static str, fn());

static PEER: OnceLock<&str> = OnceLock::new();

/// Runs the rows that are the program's arguments.
pub fn run(peer: &'static str, rows: &[Row]) {
    let _ = PEER.set(peer);
    watch();
    for name in std::env::args().skip(1) {
        match rows.iter().find(|(row, _)| *row == name) {
            Some((_, work)) => work(),
            None => fail(&format!("no row {name}")),
        }
        another_minute();
    }
    // The system's threads may still hold actors of the last round.
    std::process::exit(0);
}

pub fn result(name: &str, value: f64, unit: &str) {
    let peer = PEER.get().unwrap_or(&"?");
    let digits = if value < 1000.0 { 6 } else { 0 };
    let line = format!("R\t{peer}\t{name}\t{value:.digits$}\t{unit}\n");
    let mut out = std::io::stdout().lock();
    if out.write_all(line.as_bytes()).and_then(|()| out.flush()).is_err() {
        fail("cannot write to the standard output");
    }
}

/// The beginning of a measured span.
pub struct Start {
    at: u64,
    cpu: f64,
}

/// What a measured span took.
pub struct Span {
    pub seconds: f64,
    cpu: f64,
}

impl Start {
    pub fn now() -> Self {
        let cpu = cpu_seconds();
        Start { at: now_ns(), cpu }
    }

    pub fn end(&self) -> Span {
        self.end_at(now_ns())
    }

    pub fn end_at(&self, at: u64) -> Span {
        let seconds = at.saturating_sub(self.at).max(1) as f64 * 1e-9;
        Span { seconds, cpu: cpu_seconds() - self.cpu }
    }
}

impl Span {
    /// Units a second, and the processor time of a million of them.
    pub fn report(&self, name: &str, units: u64, unit: &str) {
        result(name, units as f64 / self.seconds, unit);
        result(&format!("{name}_cpu"), self.cpu / units.max(1) as f64 * 1e6, "s/M");
    }
}

/// Rounds of 1,000, then of more, until one lasts long enough or `limit` is reached; `units` of
/// work for each of the `n`.
pub fn rate(row: &str, unit: &str, limit: u64, units: u64, mut round: impl FnMut(u64) -> Span) {
    let mut n = 1000.min(limit);
    loop {
        another_minute();
        let span = round(n);
        if span.seconds >= seconds() || n == limit {
            return span.report(row, n * units, unit);
        }
        let more = (1.2 * seconds() / span.seconds).clamp(2.0, 10.0);
        n = limit.min((n as f64 * more) as u64);
    }
}

/// The percentiles of the table, exact.
pub fn percentiles(row: &str, mut samples: Vec<u64>) {
    samples.sort_unstable();
    for (name, part) in [("p50", 0.5), ("p99", 0.99), ("p999", 0.999)] {
        let at = ((samples.len() as f64 * part) as usize).min(samples.len() - 1);
        result(&format!("{row}_{name}"), samples[at] as f64, "ns");
    }
}
