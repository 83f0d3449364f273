// SPDX-License-Identifier: Apache-2.0
//! Actors that live for one message.

use ractor::{Actor, ActorProcessingErr, ActorRef};
use support::{Span, Start, TURN, Tally, answers, settle, sum_below};

use crate::system::{Num, System, stop, tell};

struct Child;

impl Actor for Child {
    type Msg = Num;
    type State = ActorRef<Event>;
    type Arguments = ActorRef<Event>;

    async fn pre_start(
        &self,
        _: ActorRef<Num>,
        parent: ActorRef<Event>,
    ) -> Result<Self::State, ActorProcessingErr> {
        Ok(parent)
    }

    async fn handle(
        &self,
        myself: ActorRef<Num>,
        Num(v): Num,
        parent: &mut Self::State,
    ) -> Result<(), ActorProcessingErr> {
        tell(parent, Event::Answer(v));
        myself.stop(None);
        Ok(())
    }
}

struct Spawner {
    n: u64,
}
enum Event {
    Go,
    Answer(u64),
}
struct SpawnerState {
    next: u64,
    answers: Tally,
}

impl Actor for Spawner {
    type Msg = Event;
    type State = SpawnerState;
    type Arguments = Tally;

    async fn pre_start(
        &self,
        _: ActorRef<Event>,
        answers: Tally,
    ) -> Result<SpawnerState, ActorProcessingErr> {
        Ok(SpawnerState { next: 0, answers })
    }

    async fn handle(
        &self,
        myself: ActorRef<Event>,
        message: Event,
        state: &mut SpawnerState,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            Event::Answer(v) => state.answers.add(v),
            Event::Go => {
                let end = self.n.min(state.next + TURN);
                for v in state.next..end {
                    let (child, _) = Actor::spawn(None, Child, myself.clone()).await?;
                    tell(&child, Num(v));
                }
                state.next = end;
                if end < self.n {
                    tell(&myself, Event::Go);
                }
            }
        }
        Ok(())
    }
}

pub fn round(system: &System, row: &str, n: u64) -> Span {
    let (report, done) = answers();
    let spawner = system.spawn(Spawner { n }, Tally::new(n, &report));
    settle();
    let start = Start::now();
    tell(&spawner, Event::Go);
    done.expect(row, 1, sum_below(n));
    let span = start.end();
    stop(&[spawner]);
    span
}
