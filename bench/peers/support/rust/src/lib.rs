// SPDX-License-Identifier: Apache-2.0
//! What the programs of the Rust peers share: everything that is not the actor system. The
//! contract is ../../README.md.

mod answers;
mod figures;
mod latency;
mod memory;
mod system;
mod table;
mod work;

pub use answers::{Answers, Report, Tally, answers};
pub use figures::{Row, Span, Start, result, run};
pub use latency::{Recorder, bursts, loads};
pub use memory::{Kept, idle, mailbox};
pub use system::{check, fail, settle, workers};
pub use table::{System, rounds};
pub use work::{
    BLOCK_BYTES, BLOCKS_ON_THE_WAY, TURN, block_of, sum_below, sum_of_block, sum_of_blocks, work,
    worked,
};
