// SPDX-License-Identifier: Apache-2.0
//! A number goes round.

use ractor::{Actor, ActorProcessingErr, ActorRef};
use support::{Report, Span, Start, answers, settle};

use crate::system::{System, stop, tell};

struct Link {
    place: u64,
    report: Report,
}
enum Hop {
    Next(ActorRef<Hop>),
    Num(u64),
}

impl Actor for Link {
    type Msg = Hop;
    type State = Option<ActorRef<Hop>>;
    type Arguments = ();

    async fn pre_start(&self, _: ActorRef<Hop>, (): ()) -> Result<Self::State, ActorProcessingErr> {
        Ok(None)
    }

    async fn handle(
        &self,
        _: ActorRef<Hop>,
        message: Hop,
        next: &mut Self::State,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            Hop::Num(0) => self.report.send(self.place)?,
            Hop::Num(v) => tell(next.as_ref().expect("a next link"), Hop::Num(v - 1)),
            Hop::Next(link) => *next = Some(link),
        }
        Ok(())
    }
}

pub fn round(system: &System, row: &str, n: u64) -> Span {
    const LINKS: u64 = 1000;
    let (report, done) = answers();
    let links: Vec<_> =
        (0..LINKS).map(|place| system.spawn(Link { place, report: report.clone() }, ())).collect();
    for (link, next) in links.iter().zip(links.iter().cycle().skip(1)) {
        tell(link, Hop::Next(next.clone()));
    }
    settle();
    let start = Start::now();
    tell(&links[0], Hop::Num(n));
    done.expect(row, 1, n % LINKS);
    let span = start.end();
    stop(&links);
    span
}
