// SPDX-License-Identifier: Apache-2.0
//! A mailbox of two million, and idle actors.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::answers::{Report, Tally, answers};
use crate::figures::{Start, result};
use crate::system::{check, resident_bytes, scaled, settle, workers};
use crate::table::System;
use crate::work::sum_below;

/// `hold` makes an actor that tallies numbers, and that now waits in a handler, from which it has
/// reported. It returns how to send it a number, and how to let it go.
pub fn mailbox<S: System, F: Fn(u64), G: FnOnce()>(hold: impl FnOnce(&S, Tally, Report) -> (F, G)) {
    let n = scaled(2_000_000);
    let system = S::start(workers());
    let (report, done) = answers();
    let (send, let_go) = hold(&system, Tally::new(n, &report), report);
    done.take();

    let start = Start::now();
    (0..n).for_each(send);
    start.end().report("mbox_enqueue", n, "msg/s");
    let start = Start::now();
    let_go();
    done.expect("mbox", 1, sum_below(n));
    start.end().report("mbox_drain", n, "msg/s");
}

static HANDLED: AtomicU64 = AtomicU64::new(0);

/// The state of an idle actor.
pub struct Kept(u64);

impl Kept {
    #[inline]
    pub fn add(&mut self, v: u64) {
        self.0 += v;
        HANDLED.fetch_add(self.0, Ordering::Relaxed);
    }
}

/// Starts `n` actors, each of which handles a message.
fn idle_actors<S, A>(system: &S, n: u64, start: &impl Fn(&S, usize, Kept) -> A) -> Vec<A> {
    let before = HANDLED.load(Ordering::Relaxed);
    let mut actors = Vec::with_capacity(n as usize);
    for place in 0..n as usize {
        actors.push(start(system, place, Kept(1)));
    }
    while HANDLED.load(Ordering::Relaxed) - before < 2 * n {
        std::thread::sleep(Duration::from_millis(1));
    }
    settle();
    check("idle_mem", HANDLED.load(Ordering::Relaxed) - before, 2 * n);
    actors
}

/// `start` makes an actor and sends it a 1, which it adds.
pub fn idle<S: System, A>(start: impl Fn(&S, usize, Kept) -> A) {
    let n = scaled(100_000);
    let system = S::start(workers());
    let _first = idle_actors(&system, 1000, &start);
    let before = resident_bytes();
    let _actors = idle_actors(&system, n, &start);
    let grown = resident_bytes().saturating_sub(before);
    result("idle_mem", grown as f64 / n as f64, "B/actor");
}
