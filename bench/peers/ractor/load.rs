// SPDX-License-Identifier: Apache-2.0
//! Work in handlers, and large messages.

use ractor::{Actor, ActorProcessingErr, ActorRef};
use support::{BLOCKS_ON_THE_WAY, Report, Span, Start, Tally, answers, settle};

use crate::system::{Num, System, stop, tell};

// ---- work64

struct Worker {
    n: u64,
    report: Report,
}

impl Actor for Worker {
    type Msg = Num;
    type State = u64;
    type Arguments = ();

    async fn pre_start(&self, _: ActorRef<Num>, (): ()) -> Result<u64, ActorProcessingErr> {
        Ok(0)
    }

    async fn handle(
        &self,
        myself: ActorRef<Num>,
        Num(v): Num,
        count: &mut u64,
    ) -> Result<(), ActorProcessingErr> {
        let a = support::work(v);
        *count += 1;
        if *count < self.n {
            tell(&myself, Num(a));
        } else {
            self.report.send(a)?;
        }
        Ok(())
    }
}

pub fn work64(system: &System, row: &str, n: u64) -> Span {
    const ACTORS: u64 = 64;
    let (report, done) = answers();
    let all: Vec<_> =
        (0..ACTORS).map(|_| system.spawn(Worker { n, report: report.clone() }, ())).collect();
    settle();
    let start = Start::now();
    all.iter().for_each(|worker| tell(worker, Num(1)));
    let last: Vec<_> = (0..ACTORS).map(|_| done.take()).collect();
    let span = start.end();
    let expected = support::worked(n);
    last.iter().for_each(|&a| support::check(row, a, expected));
    stop(&all);
    span
}

// ---- payload64k

struct Summer;
struct Block(Vec<u8>, ActorRef<Event>);

impl Actor for Summer {
    type Msg = Block;
    type State = ();
    type Arguments = ();

    async fn pre_start(&self, _: ActorRef<Block>, (): ()) -> Result<(), ActorProcessingErr> {
        Ok(())
    }

    async fn handle(
        &self,
        _: ActorRef<Block>,
        Block(bytes, from): Block,
        (): &mut (),
    ) -> Result<(), ActorProcessingErr> {
        tell(&from, Event::Answer(support::sum_of_block(&bytes)));
        Ok(())
    }
}

struct Sender {
    to: ActorRef<Block>,
    n: u64,
}
enum Event {
    Go,
    Answer(u64),
}
struct SenderState {
    sent: u64,
    answers: Tally,
}

impl Sender {
    fn send(&self, myself: &ActorRef<Event>, state: &mut SenderState) {
        if state.sent < self.n {
            tell(&self.to, Block(support::block_of(state.sent), myself.clone()));
            state.sent += 1;
        }
    }
}

impl Actor for Sender {
    type Msg = Event;
    type State = SenderState;
    type Arguments = Tally;

    async fn pre_start(
        &self,
        _: ActorRef<Event>,
        answers: Tally,
    ) -> Result<SenderState, ActorProcessingErr> {
        Ok(SenderState { sent: 0, answers })
    }

    async fn handle(
        &self,
        myself: ActorRef<Event>,
        message: Event,
        state: &mut SenderState,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            Event::Go => (0..BLOCKS_ON_THE_WAY).for_each(|_| self.send(&myself, state)),
            Event::Answer(sum) => {
                state.answers.add(sum);
                self.send(&myself, state);
            }
        }
        Ok(())
    }
}

pub fn payload64k(system: &System, row: &str, n: u64) -> Span {
    let (report, done) = answers();
    let summer = system.spawn(Summer, ());
    let sender = system.spawn(Sender { to: summer.clone(), n }, Tally::new(n, &report));
    settle();
    let start = Start::now();
    tell(&sender, Event::Go);
    done.expect(row, 1, support::sum_of_blocks(n));
    let span = start.end();
    stop(&[sender]);
    stop(&[summer]);
    span
}
