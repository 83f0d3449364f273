// SPDX-License-Identifier: Apache-2.0
//! An actor that is held while its mailbox fills, and idle actors.

use actix::prelude::*;
use support::{Answers, Kept, Report, Tally, answers};

use crate::system::{Num, Threads};

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

pub fn held(
    threads: &Threads,
    tally: Tally,
    inside: Report,
) -> (impl Fn(u64) + use<>, impl FnOnce() + use<>) {
    let (gate, closed) = answers();
    let held = threads.spawn(0, Held(tally));
    held.do_send(Hold(inside, closed));
    let let_go = move || {
        let _ = gate.send(0);
    };
    (move |v| held.do_send(Num(v)), let_go)
}

pub struct Idle(Kept);

impl Actor for Idle {
    type Context = Context<Self>;
}

impl Handler<Num> for Idle {
    type Result = ();

    fn handle(&mut self, Num(v): Num, _: &mut Context<Self>) {
        self.0.add(v);
    }
}

pub fn idle(threads: &Threads, place: usize, state: Kept) -> Addr<Idle> {
    let actor = threads.spawn(place, Idle(state));
    actor.do_send(Num(1));
    actor
}
