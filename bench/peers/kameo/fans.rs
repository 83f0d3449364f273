// SPDX-License-Identifier: Apache-2.0
//! Many to one, one to many, and from the main thread.

use kameo::prelude::*;
use support::{Span, Start, Tally, answers, settle, sum_below};

use crate::system::{Num, System, tell};

#[derive(Actor)]
struct Counter(Tally);

impl Message<Num> for Counter {
    type Reply = ();

    async fn handle(&mut self, Num(v): Num, _: &mut Context<Self, ()>) {
        self.0.add(v);
    }
}

#[derive(Actor)]
struct Producer {
    to: Vec<ActorRef<Counter>>,
    next: u64,
    n: u64,
    turn: u64,
}
struct Go;

impl Message<Go> for Producer {
    type Reply = ();

    async fn handle(&mut self, _: Go, ctx: &mut Context<Self, ()>) {
        let end = self.n.min(self.next + self.turn);
        for v in self.next..end {
            self.to.iter().for_each(|to| tell(to, Num(v)));
        }
        self.next = end;
        if end < self.n {
            tell(ctx.actor_ref(), Go);
        }
    }
}

pub fn round(system: &System, row: &str, producers: u64, counters: u64, turn: u64, n: u64) -> Span {
    let (report, done) = answers();
    let to: Vec<_> =
        (0..counters).map(|_| system.spawn(Counter(Tally::new(n * producers, &report)))).collect();
    let from: Vec<_> = (0..producers)
        .map(|_| system.spawn(Producer { to: to.clone(), next: 0, n, turn }))
        .collect();
    settle();
    let start = Start::now();
    from.iter().for_each(|producer| tell(producer, Go));
    done.expect(row, counters, producers * sum_below(n));
    let span = start.end();
    system.stop(&from);
    system.stop(&to);
    span
}

pub fn from_outside(system: &System, row: &str, n: u64) -> Span {
    let (report, done) = answers();
    let counter = system.spawn(Counter(Tally::new(n, &report)));
    settle();
    let start = Start::now();
    (0..n).for_each(|v| tell(&counter, Num(v)));
    done.expect(row, 1, sum_below(n));
    let span = start.end();
    system.stop(&[counter]);
    span
}
