// SPDX-License-Identifier: Apache-2.0
//! Actors whose handlers block while two others play ping-pong.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use kameo::prelude::*;
use support::{Start, System as _, Tally, answers, result, settle, workers};

use crate::pingpong;
use crate::system::{Num, System, tell};

const BLOCKS: u64 = 25;

/// Runs in a thread of its own, as kameo has it for actors that block.
#[derive(Actor)]
struct Blocker {
    blocks: Tally,
}
struct Block;

impl Message<Block> for Blocker {
    type Reply = ();

    async fn handle(&mut self, _: Block, _: &mut Context<Self, ()>) {
        std::thread::sleep(Duration::from_millis(10));
        self.blocks.add(1);
    }
}

pub fn blocked() {
    let system = System::start(workers());
    let (report, done) = answers();
    let (score, scores) = answers();
    let last = Arc::new(AtomicU64::new(u64::MAX));
    let [first, _] = pingpong::pair(&system, &last, &score);
    let inside = system.0.enter();
    let blockers: Vec<_> = (0..2 * workers())
        .map(|_| Blocker { blocks: Tally::new(BLOCKS, &report) })
        .map(|blocker| Blocker::spawn_in_thread_with_mailbox(blocker, mailbox::unbounded()))
        .collect();
    drop(inside);
    settle();

    let start = Start::now();
    for blocker in &blockers {
        (0..BLOCKS).for_each(|_| tell(blocker, Block));
    }
    tell(&first, Num(1));
    done.expect("blocked", blockers.len() as u64, BLOCKS);
    let time = start.end();
    last.store(0, Ordering::Relaxed);
    let got = scores.take();
    start.end().report("blocked_pingpong", got / 2, "rt/s");
    result("blocked_time", time.seconds * 1e3, "ms");
}
