// SPDX-License-Identifier: Apache-2.0
//! A number goes round.

use actix::prelude::*;
use support::{Report, Span, Start, answers, settle};

use crate::system::{Num, Threads};

struct Link {
    next: Option<Addr<Link>>,
    place: u64,
    report: Report,
}

#[derive(Message)]
#[rtype(result = "()")]
struct Next(Addr<Link>);

impl Actor for Link {
    type Context = Context<Self>;
}

impl Handler<Num> for Link {
    type Result = ();

    fn handle(&mut self, Num(v): Num, _: &mut Context<Self>) {
        if v > 0 {
            self.next.as_ref().expect("a next link").do_send(Num(v - 1));
        } else {
            let _ = self.report.send(self.place);
            self.next = None;
        }
    }
}

impl Handler<Next> for Link {
    type Result = ();

    fn handle(&mut self, Next(link): Next, _: &mut Context<Self>) {
        self.next = Some(link);
    }
}

pub fn round(threads: &Threads, row: &str, n: u64) -> Span {
    const LINKS: u64 = 1000;
    let (report, done) = answers();
    let links: Vec<_> = (0..LINKS)
        .map(|place| Link { next: None, place, report: report.clone() })
        .map(|link| threads.spawn(0, link))
        .collect();
    for (link, next) in links.iter().zip(links.iter().cycle().skip(1)) {
        link.do_send(Next(next.clone()));
    }
    settle();
    let start = Start::now();
    links[0].do_send(Num(n));
    done.expect(row, 1, n % LINKS);
    start.end()
}
