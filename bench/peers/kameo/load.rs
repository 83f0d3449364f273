// SPDX-License-Identifier: Apache-2.0
//! Work in handlers, and large messages.

use kameo::prelude::*;
use support::{BLOCKS_ON_THE_WAY, Report, Span, Start, Tally, answers, settle};

use crate::system::{Num, System, tell};

// ---- work64

#[derive(Actor)]
struct Worker {
    count: u64,
    n: u64,
    report: Report,
}

impl Message<Num> for Worker {
    type Reply = ();

    async fn handle(&mut self, Num(v): Num, ctx: &mut Context<Self, ()>) {
        let a = support::work(v);
        self.count += 1;
        if self.count < self.n {
            tell(ctx.actor_ref(), Num(a));
        } else {
            let _ = self.report.send(a);
        }
    }
}

pub fn work64(system: &System, row: &str, n: u64) -> Span {
    const ACTORS: u64 = 64;
    let (report, done) = answers();
    let all: Vec<_> =
        (0..ACTORS).map(|_| system.spawn(Worker { count: 0, n, report: report.clone() })).collect();
    settle();
    let start = Start::now();
    all.iter().for_each(|worker| tell(worker, Num(1)));
    let last: Vec<_> = (0..ACTORS).map(|_| done.take()).collect();
    let span = start.end();
    let expected = support::worked(n);
    last.iter().for_each(|&a| support::check(row, a, expected));
    system.stop(&all);
    span
}

// ---- payload64k

#[derive(Actor)]
struct Summer;
struct Block(Vec<u8>, ActorRef<Sender>);

impl Message<Block> for Summer {
    type Reply = ();

    async fn handle(&mut self, Block(bytes, from): Block, _: &mut Context<Self, ()>) {
        tell(&from, Answer(support::sum_of_block(&bytes)));
    }
}

#[derive(Actor)]
struct Sender {
    to: ActorRef<Summer>,
    sent: u64,
    n: u64,
    answers: Tally,
}
struct Go;
struct Answer(u64);

impl Sender {
    fn send(&mut self, myself: &ActorRef<Self>) {
        if self.sent < self.n {
            tell(&self.to, Block(support::block_of(self.sent), myself.clone()));
            self.sent += 1;
        }
    }
}

impl Message<Go> for Sender {
    type Reply = ();

    async fn handle(&mut self, _: Go, ctx: &mut Context<Self, ()>) {
        (0..BLOCKS_ON_THE_WAY).for_each(|_| self.send(ctx.actor_ref()));
    }
}

impl Message<Answer> for Sender {
    type Reply = ();

    async fn handle(&mut self, Answer(sum): Answer, ctx: &mut Context<Self, ()>) {
        self.answers.add(sum);
        self.send(ctx.actor_ref());
    }
}

pub fn payload64k(system: &System, row: &str, n: u64) -> Span {
    let (report, done) = answers();
    let to = system.spawn(Summer);
    let sender = system.spawn(Sender { to, sent: 0, n, answers: Tally::new(n, &report) });
    settle();
    let start = Start::now();
    tell(&sender, Go);
    done.expect(row, 1, support::sum_of_blocks(n));
    let span = start.end();
    system.stop(&[sender]);
    span
}
