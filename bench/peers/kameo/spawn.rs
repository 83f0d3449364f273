// SPDX-License-Identifier: Apache-2.0
//! Actors that live for one message.

use kameo::prelude::*;
use support::{Span, Start, TURN, Tally, answers, settle, sum_below};

use crate::system::{Num, System, tell};

#[derive(Actor)]
struct Child {
    parent: ActorRef<Spawner>,
}

impl Message<Num> for Child {
    type Reply = ();

    async fn handle(&mut self, Num(v): Num, ctx: &mut Context<Self, ()>) {
        tell(&self.parent, Answer(v));
        ctx.stop();
    }
}

#[derive(Actor)]
struct Spawner {
    next: u64,
    n: u64,
    answers: Tally,
}
struct Go;
struct Answer(u64);

impl Message<Go> for Spawner {
    type Reply = ();

    async fn handle(&mut self, _: Go, ctx: &mut Context<Self, ()>) {
        let end = self.n.min(self.next + TURN);
        for v in self.next..end {
            let child = Child { parent: ctx.actor_ref().clone() };
            tell(&Child::spawn_with_mailbox(child, mailbox::unbounded()), Num(v));
        }
        self.next = end;
        if end < self.n {
            tell(ctx.actor_ref(), Go);
        }
    }
}

impl Message<Answer> for Spawner {
    type Reply = ();

    async fn handle(&mut self, Answer(v): Answer, _: &mut Context<Self, ()>) {
        self.answers.add(v);
    }
}

pub fn round(system: &System, row: &str, n: u64) -> Span {
    let (report, done) = answers();
    let spawner = system.spawn(Spawner { next: 0, n, answers: Tally::new(n, &report) });
    settle();
    let start = Start::now();
    tell(&spawner, Go);
    done.expect(row, 1, sum_below(n));
    let span = start.end();
    system.stop(&[spawner]);
    span
}
