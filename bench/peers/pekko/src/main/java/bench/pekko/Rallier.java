// SPDX-License-Identifier: Apache-2.0
package bench.pekko;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Plays ping-pong until it is over and shows how far the number has come. */
final class Rallier extends AbstractMatchingBehavior<Rallier.Command> {
  sealed interface Command {}

  record Ball(long value) implements Command {}

  record Meet(ActorRef<Command> peer) implements Command {}

  private final AtomicLong shown;
  private final AtomicBoolean over;
  private ActorRef<Command> peer;

  private Rallier(ActorContext<Command> context, AtomicLong shown, AtomicBoolean over) {
    super(context);
    this.shown = shown;
    this.over = over;
  }

  static Behavior<Command> create(AtomicLong shown, AtomicBoolean over) {
    return Behaviors.setup(context -> new Rallier(context, shown, over));
  }

  @Override
  public Behavior<Command> onMessage(Command message) {
    if (message instanceof Ball ball) {
      shown.lazySet(ball.value());
      if (!over.get()) peer.tell(new Ball(ball.value() + 1));
    } else if (message instanceof Meet meet) {
      peer = meet.peer();
    }
    return this;
  }
}
