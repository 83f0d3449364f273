// SPDX-License-Identifier: Apache-2.0
package bench.pekko;

import bench.support.Finish;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** A place in the ring: sends on what it gets, less one. */
final class Link extends AbstractMatchingBehavior<Link.Command> {
  sealed interface Command {}

  record Hops(long left) implements Command {}

  record Next(ActorRef<Command> link) implements Command {}

  private final Finish finish;
  private ActorRef<Command> next;

  private Link(ActorContext<Command> context, Finish finish) {
    super(context);
    this.finish = finish;
  }

  static Behavior<Command> create(Finish finish) {
    return Behaviors.setup(context -> new Link(context, finish));
  }

  @Override
  public Behavior<Command> onMessage(Command message) {
    if (message instanceof Hops hops) {
      if (hops.left() > 0) next.tell(new Hops(hops.left() - 1));
      else finish.part(hops.left());
    } else if (message instanceof Next link) {
      next = link.link();
    }
    return this;
  }
}
