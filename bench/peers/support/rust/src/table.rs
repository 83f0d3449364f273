// SPDX-License-Identifier: Apache-2.0
//! The rows of ../../../README.md, for a peer whose modules do the rounds.

use crate::figures::{Span, rate};
use crate::system::workers;

/// What a peer's actors run on.
pub trait System {
    fn start(threads: usize) -> Self;
}

/// Rounds that share one system; `round` gets the row's name and n.
pub fn rounds<S: System>(
    row: &str,
    unit: &str,
    limit: u64,
    units: u64,
    round: impl Fn(&S, &str, u64) -> Span,
) {
    let system = S::start(workers());
    rate(row, unit, limit, units, |n| round(&system, row, n));
}

/// `main`, which runs the rounds of the peer's modules.
#[macro_export]
macro_rules! rows {
    ($peer:literal) => {
        fn pingpong(row: &str, pairs: u64, limit: u64) {
            $crate::rounds(row, "rt/s", limit, pairs, |system, row, n| {
                pingpong::round(system, row, pairs, n)
            });
        }

        fn fan(row: &str, producers: u64, counters: u64, turn: u64, limit: u64) {
            $crate::rounds(row, "msg/s", limit, producers * counters, |system, row, n| {
                fans::round(system, row, producers, counters, turn, n)
            });
        }

        fn ask(row: &str, pairs: u64, limit: u64) {
            $crate::rounds(row, "asks/s", limit, pairs, |system, row, n| {
                asks::round(system, row, pairs, n)
            });
        }

        const ROWS: &[$crate::Row] = &[
            ("pingpong1", || pingpong("pingpong1", 1, 4_000_000)),
            ("pingpong64", || pingpong("pingpong64", 64, 200_000)),
            ("fanin1", || fan("fanin1", 1, 1, $crate::TURN, 20_000_000)),
            ("fanin4", || fan("fanin4", 4, 1, $crate::TURN, 4_000_000)),
            ("fanin64", || fan("fanin64", 64, 1, $crate::TURN, 250_000)),
            ("fanout256", || fan("fanout256", 1, 256, 2, 60_000)),
            ("tell_ext", || $crate::rounds("tell_ext", "msg/s", 8_000_000, 1, fans::from_outside)),
            ("ring1000", || $crate::rounds("ring1000", "hops/s", 10_000_000, 1, ring::round)),
            ("spawn", || $crate::rounds("spawn", "actors/s", 3_000_000, 1, spawn::round)),
            ("ask_in", || ask("ask_in", 1, 4_000_000)),
            ("ask_in64", || ask("ask_in64", 64, 100_000)),
            ("ask_ext", || $crate::rounds("ask_ext", "asks/s", 300_000, 1, asks::from_outside)),
            ("work64", || $crate::rounds("work64", "msg/s", 30_000, 64, load::work64)),
            ("payload64k", || $crate::rounds("payload64k", "msg/s", 200_000, 1, load::payload64k)),
            ("blocked", blocked::blocked),
            ("mbox", || $crate::mailbox(memory::held)),
            ("lat_burst", || $crate::bursts(latency::watch)),
            ("lat_load", || $crate::loads(latency::watch)),
            ("idle_mem", || $crate::idle(memory::idle)),
        ];

        fn main() {
            $crate::run($peer, ROWS);
        }
    };
}
