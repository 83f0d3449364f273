// SPDX-License-Identifier: Apache-2.0
package counter;

import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

public final class Counter {
  sealed interface Command {}

  record Increment(long by) implements Command {}

  record Get(ActorRef<Long> replyTo) implements Command {}

  static Behavior<Command> counting(long value) {
    return Behaviors.receive(Command.class)
        .onMessage(Increment.class, increment -> counting(value + increment.by()))
        .onMessage(
            Get.class,
            get -> {
              get.replyTo().tell(value);
              return Behaviors.same();
            })
        .build();
  }

  public static void main(String[] args) {
    ActorSystem<Command> counter = ActorSystem.create(counting(0), "counter");
    counter.tell(new Increment(1));
    counter.tell(new Increment(2));
    long value =
        AskPattern.<Command, Long>ask(
                counter, Get::new, Duration.ofSeconds(5), counter.scheduler())
            .toCompletableFuture()
            .join();
    System.out.println(value);
    counter.terminate();
  }
}
