// SPDX-License-Identifier: Apache-2.0
//! Actors that live for one message.

use actix::prelude::*;
use support::{Span, Start, TURN, Tally, answers, settle, sum_below};

use crate::system::{Go, Num, Threads, again};

struct Child {
    parent: Addr<Spawner>,
}

impl Actor for Child {
    type Context = Context<Self>;
}

impl Handler<Num> for Child {
    type Result = ();

    fn handle(&mut self, Num(v): Num, context: &mut Context<Self>) {
        self.parent.do_send(Answer(v));
        context.stop();
    }
}

struct Spawner {
    next: u64,
    n: u64,
    answers: Tally,
}

#[derive(Message)]
#[rtype(result = "()")]
struct Answer(u64);

impl Actor for Spawner {
    type Context = Context<Self>;
}

impl Handler<Go> for Spawner {
    type Result = ();

    fn handle(&mut self, _: Go, context: &mut Context<Self>) {
        let end = self.n.min(self.next + TURN);
        for v in self.next..end {
            Child { parent: context.address() }.start().do_send(Num(v));
        }
        self.next = end;
        if end < self.n {
            again(context);
        }
    }
}

impl Handler<Answer> for Spawner {
    type Result = ();

    fn handle(&mut self, Answer(v): Answer, _: &mut Context<Self>) {
        self.answers.add(v);
    }
}

pub fn round(threads: &Threads, row: &str, n: u64) -> Span {
    let (report, done) = answers();
    let spawner = threads.spawn(0, Spawner { next: 0, n, answers: Tally::new(n, &report) });
    settle();
    let start = Start::now();
    spawner.do_send(Go);
    done.expect(row, 1, sum_below(n));
    start.end()
}
