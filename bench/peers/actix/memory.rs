// SPDX-License-Identifier: Apache-2.0
//! A mailbox of two million, and idle actors.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use actix::prelude::*;
use support::{
    Answers, Report, Start, Tally, answers, check, resident_bytes, scaled, settle, sum_below,
    workers,
};

use crate::system::{Num, Threads};

// ---- mbox

struct Held(Tally);

#[derive(Message)]
#[rtype(result = "()")]
struct Hold(Report, Answers);

impl Actor for Held {
    type Context = Context<Self>;
}

impl Handler<Hold> for Held {
    type Result = ();

    fn handle(&mut self, Hold(inside, gate): Hold, _: &mut Context<Self>) {
        let _ = inside.send(0);
        gate.take();
    }
}

impl Handler<Num> for Held {
    type Result = ();

    fn handle(&mut self, Num(v): Num, _: &mut Context<Self>) {
        self.0.add(v);
    }
}

pub fn mailbox() {
    let n = scaled(2_000_000);
    let threads = Threads::start(workers());
    let (report, done) = answers();
    let (gate, closed) = answers();
    let held = threads.spawn(0, Held(Tally::new(n, &report)));
    held.do_send(Hold(report, closed));
    done.take();

    let start = Start::now();
    (0..n).for_each(|v| held.do_send(Num(v)));
    start.end().report("mbox_enqueue", n, "msg/s");
    let start = Start::now();
    let _ = gate.send(0);
    done.expect("mbox", 1, sum_below(n));
    start.end().report("mbox_drain", n, "msg/s");
}

// ---- idle_mem

static HANDLED: AtomicU64 = AtomicU64::new(0);

struct Idle(u64);

impl Actor for Idle {
    type Context = Context<Self>;
}

impl Handler<Num> for Idle {
    type Result = ();

    fn handle(&mut self, Num(v): Num, _: &mut Context<Self>) {
        self.0 += v;
        HANDLED.fetch_add(self.0, Ordering::Relaxed);
    }
}

/// Starts `n` actors, each of which handles a message.
fn idle_actors(threads: &Threads, n: u64) -> Vec<Addr<Idle>> {
    let before = HANDLED.load(Ordering::Relaxed);
    let mut actors = Vec::with_capacity(n as usize);
    for place in 0..n as usize {
        let actor = threads.spawn(place, Idle(1));
        actor.do_send(Num(1));
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
    let threads = Threads::start(workers());
    let _first = idle_actors(&threads, 1000);
    let before = resident_bytes();
    let _actors = idle_actors(&threads, n);
    let grown = resident_bytes().saturating_sub(before);
    support::result("idle_mem", grown as f64 / n as f64, "B/actor");
}
