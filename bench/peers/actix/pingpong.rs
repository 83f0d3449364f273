// SPDX-License-Identifier: Apache-2.0
//! Pairs that play ping-pong.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use actix::prelude::*;
use support::{Report, Span, Start, answers, check, settle};

use crate::system::{Num, Threads};

pub struct Player {
    peer: Option<Addr<Player>>,
    got: u64,
    last: Arc<AtomicU64>,
    report: Report,
}

#[derive(Message)]
#[rtype(result = "()")]
struct Meet(Addr<Player>);

impl Actor for Player {
    type Context = Context<Self>;
}

impl Handler<Num> for Player {
    type Result = ();

    fn handle(&mut self, Num(v): Num, _: &mut Context<Self>) {
        self.got += 1;
        if v < self.last.load(Ordering::Relaxed) {
            self.peer.as_ref().expect("a peer").do_send(Num(v + 1));
        } else {
            check("pingpong", self.got, v.div_ceil(2));
            let _ = self.report.send(v);
            // Actors end when nothing refers to them any more.
            self.peer = None;
        }
    }
}

impl Handler<Meet> for Player {
    type Result = ();

    fn handle(&mut self, Meet(peer): Meet, _: &mut Context<Self>) {
        self.peer = Some(peer);
    }
}

/// Two players on one arbiter who add 1 until they are at `last`, which is then reported; the
/// first begins with 1.
pub fn pair(
    threads: &Threads,
    place: usize,
    last: &Arc<AtomicU64>,
    report: &Report,
) -> Addr<Player> {
    let [a, b] = [(), ()].map(|()| {
        let player = Player { peer: None, got: 0, last: last.clone(), report: report.clone() };
        threads.spawn(place, player)
    });
    a.do_send(Meet(b.clone()));
    b.do_send(Meet(a.clone()));
    a
}

pub fn round(threads: &Threads, row: &str, pairs: u64, n: u64) -> Span {
    let (report, done) = answers();
    let last = Arc::new(AtomicU64::new(2 * n));
    let first: Vec<_> =
        (0..pairs as usize).map(|place| pair(threads, place, &last, &report)).collect();
    settle();
    let start = Start::now();
    first.iter().for_each(|a| a.do_send(Num(1)));
    done.expect(row, pairs, 2 * n);
    start.end()
}
