// SPDX-License-Identifier: Apache-2.0
//! Work in handlers, and large messages.

use actix::prelude::*;
use support::{BLOCKS_ON_THE_WAY, Report, Span, Start, Tally, answers, settle};

use crate::system::{Num, Threads};

// ---- work64

struct Worker {
    count: u64,
    n: u64,
    report: Report,
}

impl Actor for Worker {
    type Context = Context<Self>;
}

impl Handler<Num> for Worker {
    type Result = ();

    fn handle(&mut self, Num(v): Num, context: &mut Context<Self>) {
        let a = support::work(v);
        self.count += 1;
        if self.count < self.n {
            context.notify(Num(a));
        } else {
            let _ = self.report.send(a);
        }
    }
}

pub fn work64(threads: &Threads, row: &str, n: u64) -> Span {
    const ACTORS: u64 = 64;
    let (report, done) = answers();
    let all: Vec<_> = (0..ACTORS as usize)
        .map(|place| threads.spawn(place, Worker { count: 0, n, report: report.clone() }))
        .collect();
    settle();
    let start = Start::now();
    all.iter().for_each(|worker| worker.do_send(Num(1)));
    let last: Vec<_> = (0..ACTORS).map(|_| done.take()).collect();
    let span = start.end();
    let expected = support::worked(n);
    last.iter().for_each(|&a| support::check(row, a, expected));
    span
}

// ---- payload64k

struct Summer {
    answers_to: Addr<Sender>,
}

#[derive(Message)]
#[rtype(result = "()")]
struct Block(Vec<u8>);

impl Actor for Summer {
    type Context = Context<Self>;
}

impl Handler<Block> for Summer {
    type Result = ();

    fn handle(&mut self, Block(bytes): Block, _: &mut Context<Self>) {
        self.answers_to.do_send(Answer(support::sum_of_block(&bytes)));
    }
}

struct Sender {
    to: Option<Addr<Summer>>,
    sent: u64,
    n: u64,
    answers: Tally,
}

#[derive(Message)]
#[rtype(result = "()")]
struct Begin(Addr<Summer>);

#[derive(Message)]
#[rtype(result = "()")]
struct Answer(u64);

impl Actor for Sender {
    type Context = Context<Self>;
}

impl Sender {
    fn send(&mut self) {
        match &self.to {
            Some(to) if self.sent < self.n => {
                to.do_send(Block(support::block_of(self.sent)));
                self.sent += 1;
            }
            // Nothing more to send: what nothing refers to ends.
            _ => self.to = None,
        }
    }
}

impl Handler<Begin> for Sender {
    type Result = ();

    fn handle(&mut self, Begin(to): Begin, _: &mut Context<Self>) {
        self.to = Some(to);
        (0..BLOCKS_ON_THE_WAY).for_each(|_| self.send());
    }
}

impl Handler<Answer> for Sender {
    type Result = ();

    fn handle(&mut self, Answer(sum): Answer, _: &mut Context<Self>) {
        self.answers.add(sum);
        self.send();
    }
}

pub fn payload64k(threads: &Threads, row: &str, n: u64) -> Span {
    let (report, done) = answers();
    let answers = Tally::new(n, &report);
    let sender = threads.spawn(0, Sender { to: None, sent: 0, n, answers });
    let summer = threads.spawn(1, Summer { answers_to: sender.clone() });
    settle();
    let start = Start::now();
    sender.do_send(Begin(summer));
    done.expect(row, 1, support::sum_of_blocks(n));
    start.end()
}
