// SPDX-License-Identifier: Apache-2.0
//! A number goes round.

use kameo::prelude::*;
use support::{Report, Span, Start, answers, settle};

use crate::system::{Num, System, tell};

#[derive(Actor)]
struct Link {
    next: Option<ActorRef<Link>>,
    place: u64,
    report: Report,
}
struct Next(ActorRef<Link>);

impl Message<Num> for Link {
    type Reply = ();

    async fn handle(&mut self, Num(v): Num, _: &mut Context<Self, ()>) {
        if v > 0 {
            tell(self.next.as_ref().expect("a next link"), Num(v - 1));
        } else {
            let _ = self.report.send(self.place);
        }
    }
}

impl Message<Next> for Link {
    type Reply = ();

    async fn handle(&mut self, Next(link): Next, _: &mut Context<Self, ()>) {
        self.next = Some(link);
    }
}

pub fn round(system: &System, row: &str, n: u64) -> Span {
    const LINKS: u64 = 1000;
    let (report, done) = answers();
    let links: Vec<_> = (0..LINKS)
        .map(|place| system.spawn(Link { next: None, place, report: report.clone() }))
        .collect();
    for (link, next) in links.iter().zip(links.iter().cycle().skip(1)) {
        tell(link, Next(next.clone()));
    }
    settle();
    let start = Start::now();
    tell(&links[0], Num(n));
    done.expect(row, 1, n % LINKS);
    let span = start.end();
    system.stop(&links);
    span
}
