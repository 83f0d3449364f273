// SPDX-License-Identifier: Apache-2.0
//! Asks: from actors, with a time-out; from the main thread.

use ractor::{Actor, ActorProcessingErr, ActorRef, RpcReplyPort, call, call_t};
use support::{Report, Span, Start, answers, check, settle};

use crate::system::{System, stop, tell};

const TIMEOUT_MS: u64 = 5000;

struct Echo;
enum Question {
    Ask(u64, RpcReplyPort<u64>),
}

impl Actor for Echo {
    type Msg = Question;
    type State = ();
    type Arguments = ();

    async fn pre_start(&self, _: ActorRef<Question>, (): ()) -> Result<(), ActorProcessingErr> {
        Ok(())
    }

    async fn handle(
        &self,
        _: ActorRef<Question>,
        Question::Ask(v, reply): Question,
        (): &mut (),
    ) -> Result<(), ActorProcessingErr> {
        reply.send(v)?;
        Ok(())
    }
}

struct Asker {
    to: ActorRef<Question>,
    n: u64,
    report: Report,
}
struct Go;

impl Actor for Asker {
    type Msg = Go;
    type State = ();
    type Arguments = ();

    async fn pre_start(&self, _: ActorRef<Go>, (): ()) -> Result<(), ActorProcessingErr> {
        Ok(())
    }

    async fn handle(&self, _: ActorRef<Go>, _: Go, (): &mut ()) -> Result<(), ActorProcessingErr> {
        for v in 0..self.n {
            match call_t!(self.to, Question::Ask, TIMEOUT_MS, v) {
                Ok(reply) => check("reply", reply, v),
                Err(error) => support::fail(&format!("ask {v}: {error}")),
            }
        }
        self.report.send(self.n)?;
        Ok(())
    }
}

pub fn round(system: &System, row: &str, pairs: u64, n: u64) -> Span {
    let (report, done) = answers();
    let echos: Vec<_> = (0..pairs).map(|_| system.spawn(Echo, ())).collect();
    let askers: Vec<_> = echos
        .iter()
        .map(|to| Asker { to: to.clone(), n, report: report.clone() })
        .map(|asker| system.spawn(asker, ()))
        .collect();
    settle();
    let start = Start::now();
    askers.iter().for_each(|asker| tell(asker, Go));
    done.expect(row, pairs, n);
    let span = start.end();
    stop(&askers);
    stop(&echos);
    span
}

pub fn from_outside(system: &System, _: &str, n: u64) -> Span {
    let echo = system.spawn(Echo, ());
    settle();
    let start = Start::now();
    system.0.block_on(async {
        for v in 0..n {
            match call!(echo, Question::Ask, v) {
                Ok(reply) => check("reply", reply, v),
                Err(error) => support::fail(&format!("ask {v}: {error}")),
            }
        }
    });
    let span = start.end();
    stop(&[echo]);
    span
}
