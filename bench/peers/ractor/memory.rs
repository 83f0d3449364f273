// SPDX-License-Identifier: Apache-2.0
//! A mailbox of two million, and idle actors.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use ractor::{Actor, ActorProcessingErr, ActorRef};
use support::{
    Report, Start, Tally, answers, check, resident_bytes, scaled, settle, sum_below, workers,
};
use tokio::sync::oneshot;

use crate::system::{Num, System, tell};

// ---- mbox

struct Held;
enum HeldMessage {
    Hold(Report, oneshot::Receiver<()>),
    Num(u64),
}

impl Actor for Held {
    type Msg = HeldMessage;
    type State = Tally;
    type Arguments = Tally;

    async fn pre_start(
        &self,
        _: ActorRef<HeldMessage>,
        tally: Tally,
    ) -> Result<Tally, ActorProcessingErr> {
        Ok(tally)
    }

    async fn handle(
        &self,
        _: ActorRef<HeldMessage>,
        message: HeldMessage,
        tally: &mut Tally,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            HeldMessage::Num(v) => tally.add(v),
            HeldMessage::Hold(inside, gate) => {
                inside.send(0)?;
                gate.await?;
            }
        }
        Ok(())
    }
}

pub fn mailbox() {
    let n = scaled(2_000_000);
    let system = System::start(workers());
    let (report, done) = answers();
    let (gate, closed) = oneshot::channel();
    let held = system.spawn(Held, Tally::new(n, &report));
    tell(&held, HeldMessage::Hold(report, closed));
    done.take();

    let start = Start::now();
    (0..n).for_each(|v| tell(&held, HeldMessage::Num(v)));
    start.end().report("mbox_enqueue", n, "msg/s");
    let start = Start::now();
    let _ = gate.send(());
    done.expect("mbox", 1, sum_below(n));
    start.end().report("mbox_drain", n, "msg/s");
}

// ---- idle_mem

static HANDLED: AtomicU64 = AtomicU64::new(0);

struct Idle;

impl Actor for Idle {
    type Msg = Num;
    type State = u64;
    type Arguments = u64;

    async fn pre_start(&self, _: ActorRef<Num>, sum: u64) -> Result<u64, ActorProcessingErr> {
        Ok(sum)
    }

    async fn handle(
        &self,
        _: ActorRef<Num>,
        Num(v): Num,
        sum: &mut u64,
    ) -> Result<(), ActorProcessingErr> {
        *sum += v;
        HANDLED.fetch_add(*sum, Ordering::Relaxed);
        Ok(())
    }
}

/// Starts `n` actors, each of which handles a message.
fn idle_actors(system: &System, n: u64) -> Vec<ActorRef<Num>> {
    let before = HANDLED.load(Ordering::Relaxed);
    let mut actors = Vec::with_capacity(n as usize);
    for _ in 0..n {
        let actor = system.spawn(Idle, 1);
        tell(&actor, Num(1));
        actors.push(actor);
    }
    while HANDLED.load(Ordering::Relaxed) - before < 2 * n {
        std::thread::sleep(Duration::from_millis(1));
    }
    settle();
    check("idle_mem", HANDLED.load(Ordering::Relaxed) - before, 2 * n);
    actors
}

pub fn idle() {
    let n = scaled(100_000);
    let system = System::start(workers());
    let _first = idle_actors(&system, 1000);
    let before = resident_bytes();
    let _actors = idle_actors(&system, n);
    let grown = resident_bytes().saturating_sub(before);
    support::result("idle_mem", grown as f64 / n as f64, "B/actor");
}
