// SPDX-License-Identifier: Apache-2.0
//! An actor that is held while its mailbox fills, and idle actors.

use kameo::prelude::*;
use support::{Kept, Report, Tally};
use tokio::sync::oneshot;

use crate::system::{Num, System, tell};

#[derive(Actor)]
struct Held(Tally);
struct Hold(Report, oneshot::Receiver<()>);

impl Message<Hold> for Held {
    type Reply = ();

    async fn handle(&mut self, Hold(inside, gate): Hold, _: &mut Context<Self, ()>) {
        let _ = inside.send(0);
        let _ = gate.await;
    }
}

impl Message<Num> for Held {
    type Reply = ();

    async fn handle(&mut self, Num(v): Num, _: &mut Context<Self, ()>) {
        self.0.add(v);
    }
}

pub fn held(
    system: &System,
    tally: Tally,
    inside: Report,
) -> (impl Fn(u64) + use<>, impl FnOnce() + use<>) {
    let (gate, closed) = oneshot::channel();
    let held = system.spawn(Held(tally));
    tell(&held, Hold(inside, closed));
    let let_go = || {
        let _ = gate.send(());
    };
    (move |v| tell(&held, Num(v)), let_go)
}

#[derive(Actor)]
pub struct Idle(Kept);

impl Message<Num> for Idle {
    type Reply = ();

    async fn handle(&mut self, Num(v): Num, _: &mut Context<Self, ()>) {
        self.0.add(v);
    }
}

pub fn idle(system: &System, _: usize, state: Kept) -> ActorRef<Idle> {
    let actor = system.spawn(Idle(state));
    tell(&actor, Num(1));
    actor
}
