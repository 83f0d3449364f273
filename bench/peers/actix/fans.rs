// SPDX-License-Identifier: Apache-2.0
//! Many to one, one to many, and from the main thread.

use actix::prelude::*;
use support::{Span, Start, Tally, answers, settle, sum_below};

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
pub fn round(
    threads: &Threads,
    row: &str,
    producers: u64,
    counters: u64,
    turn: u64,
    n: u64,
) -> Span {
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

pub fn from_outside(threads: &Threads, row: &str, n: u64) -> Span {
    let (report, done) = answers();
    let counter = threads.spawn(0, Counter(Tally::new(n, &report)));
    settle();
    let start = Start::now();
    (0..n).for_each(|v| counter.do_send(Num(v)));
    done.expect(row, 1, sum_below(n));
    start.end()
}
