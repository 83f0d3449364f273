// SPDX-License-Identifier: Apache-2.0
package bench.pekko;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Answers with the number that it was asked. */
final class Echo {
  record Ask(long value, ActorRef<Reply> replyTo) {}

  record Reply(long value) {}

  private Echo() {}

  static Behavior<Ask> create() {
    return Behaviors.receiveMessageWithSame(ask -> ask.replyTo().tell(new Reply(ask.value())));
  }
}
