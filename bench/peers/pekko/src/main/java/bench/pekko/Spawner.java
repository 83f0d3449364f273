// SPDX-License-Identifier: Apache-2.0
package bench.pekko;

import bench.support.Finish;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Spawns many children, 500 in a turn, and adds up what they answer. */
final class Spawner extends AbstractMatchingBehavior<Spawner.Command> {
  sealed interface Command {}

  enum Turn implements Command {
    TURN
  }

  record Answer(long value) implements Command {}

  private final long n;
  private final Finish finish;
  private long spawned = 0;
  private long answered = 0;
  private long sum = 0;

  private Spawner(ActorContext<Command> context, long n, Finish finish) {
    super(context);
    this.n = n;
    this.finish = finish;
  }

  static Behavior<Command> create(long n, Finish finish) {
    return Behaviors.setup(context -> new Spawner(context, n, finish));
  }

  @Override
  public Behavior<Command> onMessage(Command message) {
    if (message instanceof Answer answer) {
      sum += answer.value();
      if (++answered == n) finish.part(sum);
    } else {
      turn();
    }
    return this;
  }

  private void turn() {
    var self = getContext().getSelf();
    for (int i = 0; i < 500 && spawned < n; ++i, ++spawned)
      getContext().spawnAnonymous(Child.create(self)).tell(new Child.Num(spawned));
    if (spawned < n) self.tell(Turn.TURN);
  }
}
