// SPDX-License-Identifier: Apache-2.0
package bench.pekko;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Has one number as its state, and says what it is at each message. */
final class Idle extends AbstractMatchingBehavior<Idle.Num> {
  record Num(long value, ActorRef<Counter.Num> replyTo) {}

  private long sum;

  private Idle(ActorContext<Num> context, long sum) {
    super(context);
    this.sum = sum;
  }

  static Behavior<Num> create(long sum) {
    return Behaviors.setup(context -> new Idle(context, sum));
  }

  @Override
  public Behavior<Num> onMessage(Num message) {
    sum += message.value();
    message.replyTo().tell(new Counter.Num(sum));
    return this;
  }
}
