// SPDX-License-Identifier: Apache-2.0
//! How old a message is when its handler runs.

use ractor::{Actor, ActorProcessingErr, ActorRef};
use support::Recorder;

use crate::system::{Num, System, tell};

struct Watch;

impl Actor for Watch {
    type Msg = Num;
    type State = Recorder;
    type Arguments = Recorder;

    async fn pre_start(
        &self,
        _: ActorRef<Num>,
        recorder: Recorder,
    ) -> Result<Recorder, ActorProcessingErr> {
        Ok(recorder)
    }

    async fn handle(
        &self,
        _: ActorRef<Num>,
        Num(sent_at): Num,
        recorder: &mut Recorder,
    ) -> Result<(), ActorProcessingErr> {
        recorder.note(sent_at);
        Ok(())
    }
}

pub fn watch(system: &System, recorder: Recorder) -> impl Fn(u64) + use<> {
    let watch = system.spawn(Watch, recorder);
    move |at| tell(&watch, Num(at))
}
