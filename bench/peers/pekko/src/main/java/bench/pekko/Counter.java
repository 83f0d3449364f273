// SPDX-License-Identifier: Apache-2.0
package bench.pekko;

import bench.support.Finish;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Adds up the numbers that it gets, and says their sum when it has got all. */
final class Counter extends AbstractMatchingBehavior<Counter.Num> {
  record Num(long value) {}

  private final long expected;
  private final Finish finish;
  private long count = 0;
  private long sum = 0;

  private Counter(ActorContext<Num> context, long expected, Finish finish) {
    super(context);
    this.expected = expected;
    this.finish = finish;
  }

  static Behavior<Num> create(long expected, Finish finish) {
    return Behaviors.setup(context -> new Counter(context, expected, finish));
  }

  @Override
  public Behavior<Num> onMessage(Num message) {
    sum += message.value();
    if (++count == expected) finish.part(sum);
    return this;
  }
}
