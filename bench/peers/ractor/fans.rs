// SPDX-License-Identifier: Apache-2.0
//! Many to one, one to many, and from the main thread.

use ractor::{Actor, ActorProcessingErr, ActorRef};
use support::{Span, Start, Tally, answers, settle, sum_below};

use crate::system::{Num, System, stop, tell};

struct Counter;

impl Actor for Counter {
    type Msg = Num;
    type State = Tally;
    type Arguments = Tally;

    async fn pre_start(&self, _: ActorRef<Num>, tally: Tally) -> Result<Tally, ActorProcessingErr> {
        Ok(tally)
    }

    async fn handle(
        &self,
        _: ActorRef<Num>,
        Num(v): Num,
        tally: &mut Tally,
    ) -> Result<(), ActorProcessingErr> {
        tally.add(v);
        Ok(())
    }
}

struct Go;
struct Producer {
    to: Vec<ActorRef<Num>>,
    n: u64,
    turn: u64,
}

impl Actor for Producer {
    type Msg = Go;
    type State = u64;
    type Arguments = ();

    async fn pre_start(&self, _: ActorRef<Go>, (): ()) -> Result<u64, ActorProcessingErr> {
        Ok(0)
    }

    async fn handle(
        &self,
        myself: ActorRef<Go>,
        _: Go,
        next: &mut u64,
    ) -> Result<(), ActorProcessingErr> {
        let end = self.n.min(*next + self.turn);
        for v in *next..end {
            self.to.iter().for_each(|to| tell(to, Num(v)));
        }
        *next = end;
        if end < self.n {
            tell(&myself, Go);
        }
        Ok(())
    }
}

pub fn round(system: &System, row: &str, producers: u64, counters: u64, turn: u64, n: u64) -> Span {
    let (report, done) = answers();
    let to: Vec<_> =
        (0..counters).map(|_| system.spawn(Counter, Tally::new(n * producers, &report))).collect();
    let from: Vec<_> =
        (0..producers).map(|_| system.spawn(Producer { to: to.clone(), n, turn }, ())).collect();
    settle();
    let start = Start::now();
    from.iter().for_each(|producer| tell(producer, Go));
    done.expect(row, counters, producers * sum_below(n));
    let span = start.end();
    stop(&from);
    stop(&to);
    span
}

pub fn from_outside(system: &System, row: &str, n: u64) -> Span {
    let (report, done) = answers();
    let counter = system.spawn(Counter, Tally::new(n, &report));
    settle();
    let start = Start::now();
    (0..n).for_each(|v| tell(&counter, Num(v)));
    done.expect(row, 1, sum_below(n));
    let span = start.end();
    stop(&[counter]);
    span
}
