// SPDX-License-Identifier: Apache-2.0
//! The runtime, and what every row does with actors.

use kameo::prelude::*;
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
    pub fn spawn<A: Actor<Args = A>>(&self, actor: A) -> ActorRef<A> {
        let _inside = self.0.enter();
        A::spawn_with_mailbox(actor, mailbox::unbounded())
    }

    pub fn stop<A: Actor>(&self, actors: &[ActorRef<A>]) {
        for actor in actors {
            let _ = self.0.block_on(actor.stop_gracefully());
        }
    }
}

pub fn tell<A: Message<M>, M: Send + 'static>(to: &ActorRef<A>, message: M) {
    if to.tell(message).try_send().is_err() {
        support::fail("an actor is gone");
    }
}
