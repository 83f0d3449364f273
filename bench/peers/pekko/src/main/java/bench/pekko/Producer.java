// SPDX-License-Identifier: Apache-2.0
package bench.pekko;

import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Sends 0, 1, ... to each counter, some of them in a turn, then a message to itself. */
final class Producer extends AbstractMatchingBehavior<Producer.Turn> {
  enum Turn {
    TURN
  }

  private final List<ActorRef<Counter.Num>> counters;
  private final long n;
  private final int turn;
  private long sent = 0;

  private Producer(
      ActorContext<Turn> context, List<ActorRef<Counter.Num>> counters, long n, int turn) {
    super(context);
    this.counters = counters;
    this.n = n;
    this.turn = turn;
  }

  static Behavior<Turn> create(List<ActorRef<Counter.Num>> counters, long n, int turn) {
    return Behaviors.setup(context -> new Producer(context, counters, n, turn));
  }

  @Override
  public Behavior<Turn> onMessage(Turn message) {
    for (int i = 0; i < turn && sent < n; ++i, ++sent)
      for (ActorRef<Counter.Num> counter : counters) counter.tell(new Counter.Num(sent));
    if (sent < n) getContext().getSelf().tell(Turn.TURN);
    return this;
  }
}
