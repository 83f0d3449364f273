// SPDX-License-Identifier: Apache-2.0
use kameo::prelude::*;

#[derive(Actor, Default)]
struct Counter {
    count: i64,
}

#[messages]
impl Counter {
    #[message]
    fn increment(&mut self, by: i64) {
        self.count += by;
    }

    #[message]
    fn get(&self) -> i64 {
        self.count
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let counter = Counter::spawn_default();
    counter.tell(Increment { by: 1 }).await?;
    counter.tell(Increment { by: 2 }).await?;
    println!("{}", counter.ask(Get).await?);
    counter.stop_gracefully().await?;
    counter.wait_for_shutdown().await;
    Ok(())
}
