// SPDX-License-Identifier: Apache-2.0
package bench.pekko;

import bench.support.Finish;
import java.util.Arrays;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Sends blocks, of which at most 64 are not yet answered, and adds up the answers. */
final class BlockSource extends AbstractMatchingBehavior<BlockSource.Command> {
  private static final int WINDOW = 64;
  private static final int BLOCK = 64 * 1024;

  sealed interface Command {}

  enum Begin implements Command {
    BEGIN
  }

  record Summed(long sum) implements Command {}

  private final ActorRef<BlockSink.Block> sink;
  private final long n;
  private final Finish finish;
  private long sent = 0;
  private long answered = 0;
  private long sum = 0;

  private BlockSource(
      ActorContext<Command> context, ActorRef<BlockSink.Block> sink, long n, Finish finish) {
    super(context);
    this.sink = sink;
    this.n = n;
    this.finish = finish;
  }

  static Behavior<Command> create(ActorRef<BlockSink.Block> sink, long n, Finish finish) {
    return Behaviors.setup(context -> new BlockSource(context, sink, n, finish));
  }

  /** What the sink's sums of n blocks come to. */
  static long total(long n) {
    long sum = 0;
    for (long i = 0; i < n; ++i) sum += (i & 127) * (BLOCK / BlockSink.STEP);
    return sum;
  }

  @Override
  public Behavior<Command> onMessage(Command message) {
    if (message instanceof Summed summed) {
      sum += summed.sum();
      if (++answered == n) finish.part(sum);
    }
    while (sent < n && sent - answered < WINDOW) send();
    return this;
  }

  private void send() {
    byte[] bytes = new byte[BLOCK];
    Arrays.fill(bytes, (byte) (sent++ & 127));
    sink.tell(new BlockSink.Block(bytes, getContext().getSelf()));
  }
}
