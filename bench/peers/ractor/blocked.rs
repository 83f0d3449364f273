// SPDX-License-Identifier: Apache-2.0
//! Actors whose handlers block, and say so to the runtime, while two others play ping-pong.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use ractor::{Actor, ActorProcessingErr, ActorRef};
use support::{Start, System as _, Tally, answers, result, settle, workers};

use crate::pingpong::{self, Ball};
use crate::system::{System, tell};

const BLOCKS: u64 = 25;

struct Blocker;
struct Block;

impl Actor for Blocker {
    type Msg = Block;
    type State = Tally;
    type Arguments = Tally;

    async fn pre_start(
        &self,
        _: ActorRef<Block>,
        blocks: Tally,
    ) -> Result<Tally, ActorProcessingErr> {
        Ok(blocks)
    }

    async fn handle(
        &self,
        _: ActorRef<Block>,
        _: Block,
        blocks: &mut Tally,
    ) -> Result<(), ActorProcessingErr> {
        tokio::task::block_in_place(|| std::thread::sleep(Duration::from_millis(10)));
        blocks.add(1);
        Ok(())
    }
}

pub fn blocked() {
    let system = System::start(workers());
    let (report, done) = answers();
    let (score, scores) = answers();
    let last = Arc::new(AtomicU64::new(u64::MAX));
    let [first, _] = pingpong::pair(&system, &last, &score);
    let blockers: Vec<_> =
        (0..2 * workers()).map(|_| system.spawn(Blocker, Tally::new(BLOCKS, &report))).collect();
    settle();

    let start = Start::now();
    for blocker in &blockers {
        (0..BLOCKS).for_each(|_| tell(blocker, Block));
    }
    tell(&first, Ball::Num(1));
    done.expect("blocked", blockers.len() as u64, BLOCKS);
    let time = start.end();
    last.store(0, Ordering::Relaxed);
    let got = scores.take();
    start.end().report("blocked_pingpong", got / 2, "rt/s");
    result("blocked_time", time.seconds * 1e3, "ms");
}
