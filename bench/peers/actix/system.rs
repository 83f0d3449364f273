// SPDX-License-Identifier: Apache-2.0
//! The system: an arbiter, which is a thread with an event loop, for each worker. The main thread
//! runs no actors.

use actix::prelude::*;

/// A number; the message of most rows.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Num(pub u64);

/// Begin, or go on.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Go;

pub struct Threads {
    pub main: SystemRunner,
    arbiters: Vec<ArbiterHandle>,
}

impl support::System for Threads {
    fn start(threads: usize) -> Self {
        let main = System::new();
        let arbiters = (0..threads).map(|_| Arbiter::new().handle()).collect();
        Threads { main, arbiters }
    }
}

impl Threads {
    /// Starts an actor on the arbiter `place`, counted round.
    pub fn spawn<A>(&self, place: usize, actor: A) -> Addr<A>
    where
        A: Actor<Context = Context<A>> + Send,
    {
        A::start_in_arbiter(&self.arbiters[place % self.arbiters.len()], |_| actor)
    }
}

/// A message of an actor to itself that lets the other actors of its arbiter run before it comes;
/// `notify` would not.
pub fn again<A>(context: &Context<A>)
where
    A: Actor<Context = Context<A>> + Handler<Go>,
{
    let myself = context.address();
    actix::spawn(async move { myself.do_send(Go) });
}
