// SPDX-License-Identifier: Apache-2.0
//! What the programs of the Rust peers share: everything that is not the actor system. The
//! contract is ../../README.md.

mod answers;
mod figures;
mod latency;
mod system;
mod work;

pub use answers::{Answers, Report, Tally, answers};
pub use figures::{Row, Span, Start, percentiles, rate, result, run};
pub use latency::{Recorder, bursts, loads};
pub use system::{check, fail, now_ns, resident_bytes, scaled, seconds, settle, workers};
pub use work::{
    BLOCK_BYTES, BLOCKS_ON_THE_WAY, TURN, block_of, sum_below, sum_of_block, sum_of_blocks, work,
    worked,
};
