// SPDX-License-Identifier: Apache-2.0
//! Actors whose handlers block while two others play ping-pong.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use actix::prelude::*;
use support::{Start, System as _, Tally, answers, result, settle, workers};

use crate::pingpong;
use crate::system::{Num, Threads};

const BLOCKS: u64 = 25;

/// A sync actor: it has a thread of its own, as actix has it for handlers that block.
struct Blocker {
    blocks: Tally,
}

#[derive(Message)]
#[rtype(result = "()")]
struct Block;

impl Actor for Blocker {
    type Context = SyncContext<Self>;
}

impl Handler<Block> for Blocker {
    type Result = ();

    fn handle(&mut self, _: Block, _: &mut SyncContext<Self>) {
        std::thread::sleep(Duration::from_millis(10));
        self.blocks.add(1);
    }
}

pub fn blocked() {
    let threads = Threads::start(workers());
    let (report, done) = answers();
    let (score, scores) = answers();
    let last = Arc::new(AtomicU64::new(u64::MAX));
    let first = pingpong::pair(&threads, 0, &last, &score);
    let blockers: Vec<_> = (0..2 * workers())
        .map(|_| report.clone())
        .map(|report| {
            SyncArbiter::start(1, move || Blocker { blocks: Tally::new(BLOCKS, &report) })
        })
        .collect();
    settle();

    let start = Start::now();
    for blocker in &blockers {
        (0..BLOCKS).for_each(|_| blocker.do_send(Block));
    }
    first.do_send(Num(1));
    // The main thread's loop hands the messages of sync actors to their threads.
    let count = blockers.len() as u64;
    let ended = threads.main.runtime().tokio_runtime().spawn_blocking(move || {
        done.expect("blocked", count, BLOCKS);
    });
    if threads.main.block_on(ended).is_err() {
        support::fail("blocked: nobody waited for the end");
    }
    let time = start.end();
    last.store(0, Ordering::Relaxed);
    let got = scores.take();
    start.end().report("blocked_pingpong", got / 2, "rt/s");
    result("blocked_time", time.seconds * 1e3, "ms");
}
