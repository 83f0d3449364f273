// SPDX-License-Identifier: Apache-2.0
package bench.pekko;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Answers one message and stops. */
final class Child {
  record Num(long value) {}

  private Child() {}

  static Behavior<Num> create(ActorRef<Spawner.Command> parent) {
    return Behaviors.receiveMessage(
        message -> {
          parent.tell(new Spawner.Answer(message.value()));
          return Behaviors.stopped();
        });
  }
}
