// SPDX-License-Identifier: Apache-2.0
//! Asks: from actors, with a time-out; from the main thread.

use std::time::Duration;

use actix::prelude::*;
use support::{Report, Span, Start, answers, check, settle};

use crate::system::{Go, Threads};

const TIMEOUT: Duration = Duration::from_secs(5);

struct Echo;

#[derive(Message)]
#[rtype(result = "u64")]
struct Ask(u64);

impl Actor for Echo {
    type Context = Context<Self>;
}

impl Handler<Ask> for Echo {
    type Result = u64;

    fn handle(&mut self, Ask(v): Ask, _: &mut Context<Self>) -> u64 {
        v
    }
}

struct Asker {
    to: Addr<Echo>,
    n: u64,
    report: Report,
}

impl Actor for Asker {
    type Context = Context<Self>;
}

impl Handler<Go> for Asker {
    type Result = AtomicResponse<Self, ()>;

    fn handle(&mut self, _: Go, _: &mut Context<Self>) -> Self::Result {
        let (to, n, report) = (self.to.clone(), self.n, self.report.clone());
        let asks = async move {
            for v in 0..n {
                match to.send(Ask(v)).timeout(TIMEOUT).await {
                    Ok(reply) => check("reply", reply, v),
                    Err(error) => support::fail(&format!("ask {v}: {error}")),
                }
            }
            let _ = report.send(n);
        };
        AtomicResponse::new(Box::pin(asks.into_actor(self)))
    }
}

pub fn round(threads: &Threads, row: &str, pairs: u64, n: u64) -> Span {
    let (report, done) = answers();
    let askers: Vec<_> = (0..pairs as usize)
        .map(|place| {
            let to = threads.spawn(place, Echo);
            threads.spawn(place, Asker { to, n, report: report.clone() })
        })
        .collect();
    settle();
    let start = Start::now();
    askers.iter().for_each(|asker| asker.do_send(Go));
    done.expect(row, pairs, n);
    start.end()
}

pub fn from_outside(threads: &Threads, _: &str, n: u64) -> Span {
    let echo = threads.spawn(0, Echo);
    settle();
    let start = Start::now();
    threads.main.block_on(async {
        for v in 0..n {
            match echo.send(Ask(v)).await {
                Ok(reply) => check("reply", reply, v),
                Err(error) => support::fail(&format!("ask {v}: {error}")),
            }
        }
    });
    start.end()
}
