// SPDX-License-Identifier: Apache-2.0
use actix::prelude::*;

#[derive(Message)]
#[rtype(result = "()")]
struct Increment(i64);

#[derive(Message)]
#[rtype(result = "i64")]
struct Get;

struct Counter(i64);

impl Actor for Counter {
    type Context = Context<Self>;
}

impl Handler<Increment> for Counter {
    type Result = ();

    fn handle(&mut self, Increment(by): Increment, _: &mut Context<Self>) {
        self.0 += by;
    }
}

impl Handler<Get> for Counter {
    type Result = i64;

    fn handle(&mut self, _: Get, _: &mut Context<Self>) -> i64 {
        self.0
    }
}

#[actix::main]
async fn main() -> Result<(), MailboxError> {
    let counter = Counter(0).start();
    counter.do_send(Increment(1));
    counter.do_send(Increment(2));
    println!("{}", counter.send(Get).await?);
    System::current().stop();
    Ok(())
}
