// SPDX-License-Identifier: Apache-2.0
package bench.pekko;

import bench.support.Finish;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** One of two that send a number to and fro until it is large enough. */
final class Player extends AbstractMatchingBehavior<Player.Command> {
  sealed interface Command {}

  record Ball(long value) implements Command {}

  record Meet(ActorRef<Command> peer) implements Command {}

  private final long last;
  private final Finish finish;
  private ActorRef<Command> peer;

  private Player(ActorContext<Command> context, long last, Finish finish) {
    super(context);
    this.last = last;
    this.finish = finish;
  }

  static Behavior<Command> create(long last, Finish finish) {
    return Behaviors.setup(context -> new Player(context, last, finish));
  }

  @Override
  public Behavior<Command> onMessage(Command message) {
    if (message instanceof Ball ball) {
      if (ball.value() < last) peer.tell(new Ball(ball.value() + 1));
      else finish.part(ball.value());
    } else if (message instanceof Meet meet) {
      peer = meet.peer();
    }
    return this;
  }
}
