// SPDX-License-Identifier: Apache-2.0
//! How old a message is when its handler runs.

use kameo::prelude::*;
use support::Recorder;

use crate::system::{Num, System, tell};

#[derive(Actor)]
struct Watch(Recorder);

impl Message<Num> for Watch {
    type Reply = ();

    async fn handle(&mut self, Num(sent_at): Num, _: &mut Context<Self, ()>) {
        self.0.note(sent_at);
    }
}

pub fn watch(system: &System, recorder: Recorder) -> impl Fn(u64) + use<> {
    let watch = system.spawn(Watch(recorder));
    move |at| tell(&watch, Num(at))
}
