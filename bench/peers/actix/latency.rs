// SPDX-License-Identifier: Apache-2.0
//! How old a message is when its handler runs.

use actix::prelude::*;
use support::Recorder;

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

pub fn watch(threads: &Threads, recorder: Recorder) -> impl Fn(u64) + use<> {
    let watch = threads.spawn(0, Watch(recorder));
    move |at| watch.do_send(Num(at))
}
