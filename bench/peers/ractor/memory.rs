// SPDX-License-Identifier: Apache-2.0
//! An actor that is held while its mailbox fills, and idle actors.

use ractor::{Actor, ActorProcessingErr, ActorRef};
use support::{Kept, Report, Tally};
use tokio::sync::oneshot;

use crate::system::{Num, System, tell};

struct Held;
enum HeldMessage {
    Hold(Report, oneshot::Receiver<()>),
    Num(u64),
}

impl Actor for Held {
    type Msg = HeldMessage;
    type State = Tally;
    type Arguments = Tally;

    async fn pre_start(
        &self,
        _: ActorRef<HeldMessage>,
        tally: Tally,
    ) -> Result<Tally, ActorProcessingErr> {
        Ok(tally)
    }

    async fn handle(
        &self,
        _: ActorRef<HeldMessage>,
        message: HeldMessage,
        tally: &mut Tally,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            HeldMessage::Num(v) => tally.add(v),
            HeldMessage::Hold(inside, gate) => {
                inside.send(0)?;
                gate.await?;
            }
        }
        Ok(())
    }
}

pub fn held(
    system: &System,
    tally: Tally,
    inside: Report,
) -> (impl Fn(u64) + use<>, impl FnOnce() + use<>) {
    let (gate, closed) = oneshot::channel();
    let held = system.spawn(Held, tally);
    tell(&held, HeldMessage::Hold(inside, closed));
    let let_go = || {
        let _ = gate.send(());
    };
    (move |v| tell(&held, HeldMessage::Num(v)), let_go)
}

struct Idle;

impl Actor for Idle {
    type Msg = Num;
    type State = Kept;
    type Arguments = Kept;

    async fn pre_start(&self, _: ActorRef<Num>, kept: Kept) -> Result<Kept, ActorProcessingErr> {
        Ok(kept)
    }

    async fn handle(
        &self,
        _: ActorRef<Num>,
        Num(v): Num,
        kept: &mut Kept,
    ) -> Result<(), ActorProcessingErr> {
        kept.add(v);
        Ok(())
    }
}

pub fn idle(system: &System, _: usize, state: Kept) -> ActorRef<Num> {
    let actor = system.spawn(Idle, state);
    tell(&actor, Num(1));
    actor
}
