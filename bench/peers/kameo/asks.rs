// SPDX-License-Identifier: Apache-2.0
//! Asks: from actors, with a time-out; from the main thread.

use std::time::Duration;

use kameo::prelude::*;
use support::{Report, Span, Start, answers, check, settle};

use crate::system::{System, tell};

const TIMEOUT: Duration = Duration::from_secs(5);

#[derive(Actor)]
struct Echo;
struct Ask(u64);

impl Message<Ask> for Echo {
    type Reply = u64;

    async fn handle(&mut self, Ask(v): Ask, _: &mut Context<Self, u64>) -> u64 {
        v
    }
}

#[derive(Actor)]
struct Asker {
    to: ActorRef<Echo>,
    n: u64,
    report: Report,
}
struct Go;

impl Message<Go> for Asker {
    type Reply = ();

    async fn handle(&mut self, _: Go, _: &mut Context<Self, ()>) {
        for v in 0..self.n {
            match self.to.ask(Ask(v)).reply_timeout(TIMEOUT).send().await {
                Ok(reply) => check("reply", reply, v),
                Err(error) => support::fail(&format!("ask {v}: {error}")),
            }
        }
        let _ = self.report.send(self.n);
    }
}

pub fn round(system: &System, row: &str, pairs: u64, n: u64) -> Span {
    let (report, done) = answers();
    let askers: Vec<_> = (0..pairs)
        .map(|_| Asker { to: system.spawn(Echo), n, report: report.clone() })
        .map(|asker| system.spawn(asker))
        .collect();
    settle();
    let start = Start::now();
    askers.iter().for_each(|asker| tell(asker, Go));
    done.expect(row, pairs, n);
    let span = start.end();
    system.stop(&askers);
    span
}

pub fn from_outside(system: &System, _: &str, n: u64) -> Span {
    let echo = system.spawn(Echo);
    settle();
    let start = Start::now();
    for v in 0..n {
        match echo.ask(Ask(v)).blocking_send() {
            Ok(reply) => check("reply", reply, v),
            Err(error) => support::fail(&format!("ask {v}: {error}")),
        }
    }
    start.end()
}
