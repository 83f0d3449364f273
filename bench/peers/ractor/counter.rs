// SPDX-License-Identifier: Apache-2.0
use ractor::{Actor, ActorProcessingErr, ActorRef, RpcReplyPort, call};

enum CounterMessage {
    Increment(i64),
    Get(RpcReplyPort<i64>),
}

struct Counter;

impl Actor for Counter {
    type Msg = CounterMessage;
    type State = i64;
    type Arguments = i64;

    async fn pre_start(&self, _: ActorRef<Self::Msg>, n: i64) -> Result<i64, ActorProcessingErr> {
        Ok(n)
    }

    async fn handle(
        &self,
        _: ActorRef<Self::Msg>,
        message: Self::Msg,
        count: &mut i64,
    ) -> Result<(), ActorProcessingErr> {
        match message {
            CounterMessage::Increment(by) => *count += by,
            CounterMessage::Get(reply) => reply.send(*count)?,
        }
        Ok(())
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (counter, ended) = Actor::spawn(None, Counter, 0).await?;
    counter.cast(CounterMessage::Increment(1))?;
    counter.cast(CounterMessage::Increment(2))?;
    println!("{}", call!(counter, CounterMessage::Get)?);
    counter.stop(None);
    ended.await?;
    Ok(())
}
