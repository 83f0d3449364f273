// SPDX-License-Identifier: Apache-2.0
//! Many to one, one to many, and from the main thread.

use actix::prelude::*;
use support::{Span, Start, TURN, Tally, answers, rate, settle, sum_below, workers};

use crate::system::{Go, Num, Threads, again};

struct Counter(Tally);

impl Actor for Counter {
    type Context = Context<Self>;
}

impl Handler<Num> for Counter {
    type Result = ();

    fn handle(&mut self, Num(v): Num, _: &mut Context<Self>) {
        self.0.add(v);
    }
}

struct Producer {
    to: Vec<Addr<Counter>>,
    next: u64,
    n: u64,
    turn: u64,
}

impl Actor for Producer {
    type Context = Context<Self>;
}

impl Handler<Go> for Producer {
    type Result = ();

    fn handle(&mut self, _: Go, context: &mut Context<Self>) {
        let end = self.n.min(self.next + self.turn);
        for v in self.next..end {
            self.to.iter().for_each(|to| to.do_send(Num(v)));
        }
        self.next = end;
        if end < self.n {
            again(context);
        }
    }
}

/// All on one arbiter: a message to another thread costs more than the thread brings.
fn fan(threads: &Threads, row: &str, producers: u64, counters: u64, turn: u64, n: u64) -> Span {
    let (report, done) = answers();
    let to: Vec<_> = (0..counters)
        .map(|_| threads.spawn(0, Counter(Tally::new(n * producers, &report))))
        .collect();
    let from: Vec<_> = (0..producers)
        .map(|_| threads.spawn(0, Producer { to: to.clone(), next: 0, n, turn }))
        .collect();
    settle();
    let start = Start::now();
    from.iter().for_each(|producer| producer.do_send(Go));
    done.expect(row, counters, producers * sum_below(n));
    start.end()
}

pub fn fanin(row: &str, producers: u64, limit: u64) {
    let threads = Threads::start(workers());
    rate(row, "msg/s", limit, producers, |n| fan(&threads, row, producers, 1, TURN, n));
}

pub fn fanout() {
    let threads = Threads::start(workers());
    rate("fanout256", "msg/s", 60_000, 256, |n| fan(&threads, "fanout256", 1, 256, 2, n));
}

pub fn from_outside() {
    let threads = Threads::start(workers());
    rate("tell_ext", "msg/s", 8_000_000, 1, |n| {
        let (report, done) = answers();
        let counter = threads.spawn(0, Counter(Tally::new(n, &report)));
        settle();
        let start = Start::now();
        (0..n).for_each(|v| counter.do_send(Num(v)));
        done.expect("tell_ext", 1, sum_below(n));
        start.end()
    });
}
