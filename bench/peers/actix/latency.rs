// SPDX-License-Identifier: Apache-2.0
//! How old a message is when its handler runs.

use actix::prelude::*;
use support::{Recorder, workers};

use crate::system::{Num, Threads};

struct Watch(Recorder);

impl Actor for Watch {
    type Context = Context<Self>;
}

impl Handler<Num> for Watch {
    type Result = ();

    fn handle(&mut self, Num(sent_at): Num, _: &mut Context<Self>) {
        self.0.note(sent_at);
    }
}

fn watch(threads: &Threads, recorder: Recorder) -> impl Fn(u64) + use<> {
    let watch = threads.spawn(0, Watch(recorder));
    move |at| watch.do_send(Num(at))
}

pub fn bursts() {
    let threads = Threads::start(workers());
    support::bursts(|recorder| watch(&threads, recorder));
}

pub fn loads() {
    let threads = Threads::start((workers() - 1).max(1));
    support::loads(|recorder| watch(&threads, recorder));
}
