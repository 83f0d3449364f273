// SPDX-License-Identifier: Apache-2.0
//! The runtime, and what every row does with actors.

use ractor::{Actor, ActorRef, Message};
use tokio::runtime::{Builder, Runtime};

/// A number; the message of most rows.
pub struct Num(pub u64);

pub struct System(pub Runtime);

impl support::System for System {
    fn start(threads: usize) -> Self {
        let runtime = Builder::new_multi_thread().worker_threads(threads).enable_time().build();
        System(runtime.expect("a runtime"))
    }
}

impl System {
    pub fn spawn<A: Actor>(&self, actor: A, arguments: A::Arguments) -> ActorRef<A::Msg> {
        self.0.block_on(Actor::spawn(None, actor, arguments)).expect("an actor").0
    }
}

pub fn tell<M: Message>(to: &ActorRef<M>, message: M) {
    if to.cast(message).is_err() {
        support::fail("an actor is gone");
    }
}

pub fn stop<M: Message>(actors: &[ActorRef<M>]) {
    for actor in actors {
        actor.stop(None);
    }
}
