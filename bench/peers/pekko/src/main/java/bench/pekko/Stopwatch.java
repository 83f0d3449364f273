// SPDX-License-Identifier: Apache-2.0
package bench.pekko;

import bench.support.Finish;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Notes how old each message is when it is handled. */
final class Stopwatch extends AbstractMatchingBehavior<Stopwatch.SentAt> {
  record SentAt(long nanos) {}

  private final long[] samples;
  private final Finish finish;
  private int count = 0;

  private Stopwatch(ActorContext<SentAt> context, long[] samples, Finish finish) {
    super(context);
    this.samples = samples;
    this.finish = finish;
  }

  static Behavior<SentAt> create(long[] samples, Finish finish) {
    return Behaviors.setup(context -> new Stopwatch(context, samples, finish));
  }

  @Override
  public Behavior<SentAt> onMessage(SentAt message) {
    samples[count++] = System.nanoTime() - message.nanos();
    if (count == samples.length) finish.part(count);
    return this;
  }
}
