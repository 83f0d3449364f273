// SPDX-License-Identifier: Apache-2.0
package bench.pekko;

import bench.support.Finish;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Does about a microsecond of arithmetic for each message, and sends itself what it got. */
final class Worker extends AbstractMatchingBehavior<Worker.Num> {
  record Num(long value) {}

  private final long n;
  private final Finish finish;
  private long count = 0;

  private Worker(ActorContext<Num> context, long n, Finish finish) {
    super(context);
    this.n = n;
    this.finish = finish;
  }

  static Behavior<Num> create(long n, Finish finish) {
    return Behaviors.setup(context -> new Worker(context, n, finish));
  }

  static long work(long a) {
    for (int i = 0; i < 500; ++i) a = (a ^ (a >>> 33)) * 6364136223846793005L + 1;
    return a;
  }

  @Override
  public Behavior<Num> onMessage(Num message) {
    long a = work(message.value());
    if (++count < n) getContext().getSelf().tell(new Num(a));
    else finish.part(a);
    return this;
  }
}
