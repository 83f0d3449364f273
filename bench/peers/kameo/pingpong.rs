// SPDX-License-Identifier: Apache-2.0
//! Pairs that play ping-pong.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use kameo::prelude::*;
use support::{Report, Span, Start, answers, check, settle};

use crate::system::{Num, System, tell};

#[derive(Actor)]
pub struct Player {
    peer: Option<ActorRef<Player>>,
    got: u64,
    last: Arc<AtomicU64>,
    report: Report,
}
struct Meet(ActorRef<Player>);

impl Message<Num> for Player {
    type Reply = ();

    async fn handle(&mut self, Num(v): Num, _: &mut Context<Self, ()>) {
        self.got += 1;
        if v < self.last.load(Ordering::Relaxed) {
            tell(self.peer.as_ref().expect("a peer"), Num(v + 1));
        } else {
            check("pingpong", self.got, v.div_ceil(2));
            let _ = self.report.send(v);
        }
    }
}

impl Message<Meet> for Player {
    type Reply = ();

    async fn handle(&mut self, Meet(peer): Meet, _: &mut Context<Self, ()>) {
        self.peer = Some(peer);
    }
}

/// Two players who add 1 until they are at `last`, which is then reported; the first begins with 1.
pub fn pair(system: &System, last: &Arc<AtomicU64>, report: &Report) -> [ActorRef<Player>; 2] {
    let [a, b] = [(), ()].map(|()| {
        system.spawn(Player { peer: None, got: 0, last: last.clone(), report: report.clone() })
    });
    tell(&a, Meet(b.clone()));
    tell(&b, Meet(a.clone()));
    [a, b]
}

pub fn round(system: &System, row: &str, pairs: u64, n: u64) -> Span {
    let (report, done) = answers();
    let last = Arc::new(AtomicU64::new(2 * n));
    let all: Vec<_> = (0..pairs).map(|_| pair(system, &last, &report)).collect();
    settle();
    let start = Start::now();
    all.iter().for_each(|[first, _]| tell(first, Num(1)));
    done.expect(row, pairs, 2 * n);
    let span = start.end();
    all.iter().for_each(|players| system.stop(players));
    span
}
