// SPDX-License-Identifier: Apache-2.0
package bench.pekko;

import bench.support.Finish;
import java.util.concurrent.CountDownLatch;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Is held in a handler until it is let go, then adds up what has gathered in its mailbox. */
final class Held extends AbstractMatchingBehavior<Held.Command> {
  sealed interface Command {}

  record Hold(CountDownLatch held, CountDownLatch letGo) implements Command {}

  record Num(long value) implements Command {}

  private final long expected;
  private final Finish finish;
  private long count = 0;
  private long sum = 0;

  private Held(ActorContext<Command> context, long expected, Finish finish) {
    super(context);
    this.expected = expected;
    this.finish = finish;
  }

  static Behavior<Command> create(long expected, Finish finish) {
    return Behaviors.setup(context -> new Held(context, expected, finish));
  }

  @Override
  public Behavior<Command> onMessage(Command message) throws InterruptedException {
    if (message instanceof Num num) {
      sum += num.value();
      if (++count == expected) finish.part(sum);
    } else if (message instanceof Hold hold) {
      hold.held().countDown();
      hold.letGo().await();
    }
    return this;
  }
}
