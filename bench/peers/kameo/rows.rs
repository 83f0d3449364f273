// SPDX-License-Identifier: Apache-2.0
//! The rows of ../README.md with kameo.

mod asks;
mod blocked;
mod fans;
mod latency;
mod load;
mod memory;
mod pingpong;
mod ring;
mod spawn;
mod system;

use support::Row;

const ROWS: &[Row] = &[
    ("pingpong1", || pingpong::pingpong("pingpong1", 1, 4_000_000)),
    ("pingpong64", || pingpong::pingpong("pingpong64", 64, 200_000)),
    ("fanin1", || fans::fanin("fanin1", 1, 20_000_000)),
    ("fanin4", || fans::fanin("fanin4", 4, 4_000_000)),
    ("fanin64", || fans::fanin("fanin64", 64, 250_000)),
    ("tell_ext", fans::from_outside),
    ("fanout256", fans::fanout),
    ("ring1000", ring::ring),
    ("spawn", spawn::spawn),
    ("ask_in", || asks::inside("ask_in", 1, 4_000_000)),
    ("ask_in64", || asks::inside("ask_in64", 64, 100_000)),
    ("ask_ext", asks::from_outside),
    ("work64", load::work64),
    ("payload64k", load::payload64k),
    ("blocked", blocked::blocked),
    ("mbox", memory::mailbox),
    ("lat_burst", latency::bursts),
    ("lat_load", latency::loads),
    ("idle_mem", memory::idle),
];

fn main() {
    support::run("kameo", ROWS);
}
