// SPDX-License-Identifier: Apache-2.0
//! A mailbox of two million, and idle actors.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use kameo::prelude::*;
use support::{
    Report, Start, Tally, answers, check, resident_bytes, scaled, settle, sum_below, workers,
};
use tokio::sync::oneshot;

use crate::system::{Num, System, tell};

// ---- mbox

#[derive(Actor)]
struct Held(Tally);
struct Hold(Report, oneshot::Receiver<()>);

impl Message<Hold> for Held {
    type Reply = ();

    async fn handle(&mut self, Hold(inside, gate): Hold, _: &mut Context<Self, ()>) {
        let _ = inside.send(0);
        let _ = gate.await;
    }
}

impl Message<Num> for Held {
    type Reply = ();

    async fn handle(&mut self, Num(v): Num, _: &mut Context<Self, ()>) {
        self.0.add(v);
    }
}

pub fn mailbox() {
    let n = scaled(2_000_000);
    let system = System::start(workers());
    let (report, done) = answers();
    let (gate, closed) = oneshot::channel();
    let held = system.spawn(Held(Tally::new(n, &report)));
    tell(&held, Hold(report, closed));
    done.take();

    let start = Start::now();
    (0..n).for_each(|v| tell(&held, Num(v)));
    start.end().report("mbox_enqueue", n, "msg/s");
    let start = Start::now();
    let _ = gate.send(());
    done.expect("mbox", 1, sum_below(n));
    start.end().report("mbox_drain", n, "msg/s");
}

// ---- idle_mem

static HANDLED: AtomicU64 = AtomicU64::new(0);

#[derive(Actor)]
struct Idle(u64);

impl Message<Num> for Idle {
    type Reply = ();

    async fn handle(&mut self, Num(v): Num, _: &mut Context<Self, ()>) {
        self.0 += v;
        HANDLED.fetch_add(self.0, Ordering::Relaxed);
    }
}

/// Starts `n` actors, each of which handles a message.
fn idle_actors(system: &System, n: u64) -> Vec<ActorRef<Idle>> {
    let before = HANDLED.load(Ordering::Relaxed);
    let mut actors = Vec::with_capacity(n as usize);
    for _ in 0..n {
        let actor = system.spawn(Idle(1));
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
