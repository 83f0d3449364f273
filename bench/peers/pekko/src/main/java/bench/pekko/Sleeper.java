// SPDX-License-Identifier: Apache-2.0
package bench.pekko;

import bench.support.Finish;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Blocks its thread for 10 ms at each message; runs where blocking is allowed. */
final class Sleeper extends AbstractMatchingBehavior<Sleeper.Num> {
  record Num(long value) {}

  private final int expected;
  private final Finish finish;
  private int count = 0;
  private long sum = 0;

  private Sleeper(ActorContext<Num> context, int expected, Finish finish) {
    super(context);
    this.expected = expected;
    this.finish = finish;
  }

  static Behavior<Num> create(int expected, Finish finish) {
    return Behaviors.setup(context -> new Sleeper(context, expected, finish));
  }

  @Override
  public Behavior<Num> onMessage(Num message) throws InterruptedException {
    Thread.sleep(10);
    sum += message.value();
    if (++count == expected) finish.part(sum);
    return this;
  }
}
