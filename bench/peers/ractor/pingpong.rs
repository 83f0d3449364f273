// SPDX-License-Identifier: Apache-2.0
//! Pairs that play ping-pong.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use ractor::{Actor, ActorProcessingErr, ActorRef};
use support::{Report, Span, Start, answers, check, settle};

use crate::system::{System, stop, tell};

struct Player;
pub enum Ball {
    Meet(ActorRef<Ball>),
    Num(u64),
}
struct Game {
    peer: Option<ActorRef<Ball>>,
    got: u64,
    last: Arc<AtomicU64>,
    report: Report,
}

impl Actor for Player {
    type Msg = Ball;
    type State = Game;
    type Arguments = Game;

    async fn pre_start(&self, _: ActorRef<Ball>, game: Game) -> Result<Game, ActorProcessingErr> {
        Ok(game)
    }

    async fn handle(
        &self,
        _: ActorRef<Ball>,
        message: Ball,
        game: &mut Game,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            Ball::Num(v) => {
                game.got += 1;
                if v < game.last.load(Ordering::Relaxed) {
                    tell(game.peer.as_ref().expect("a peer"), Ball::Num(v + 1));
                } else {
                    check("pingpong", game.got, v.div_ceil(2));
                    game.report.send(v)?;
                }
            }
            Ball::Meet(peer) => game.peer = Some(peer),
        }
        Ok(())
    }
}

/// Two players who add 1 until they are at `last`, which is then reported; the first begins with 1.
pub fn pair(system: &System, last: &Arc<AtomicU64>, report: &Report) -> [ActorRef<Ball>; 2] {
    let game = || Game { peer: None, got: 0, last: last.clone(), report: report.clone() };
    let [a, b] = [system.spawn(Player, game()), system.spawn(Player, game())];
    tell(&a, Ball::Meet(b.clone()));
    tell(&b, Ball::Meet(a.clone()));
    [a, b]
}

pub fn round(system: &System, row: &str, pairs: u64, n: u64) -> Span {
    let (report, done) = answers();
    let last = Arc::new(AtomicU64::new(2 * n));
    let all: Vec<_> = (0..pairs).map(|_| pair(system, &last, &report)).collect();
    settle();
    let start = Start::now();
    all.iter().for_each(|[first, _]| tell(first, Ball::Num(1)));
    done.expect(row, pairs, 2 * n);
    let span = start.end();
    all.iter().for_each(|players| stop(players));
    span
}
