// SPDX-License-Identifier: Apache-2.0
package bench.pekko;

import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SpawnProtocol;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** Has one child for each round: the parent of the round's actors. */
final class Guardian extends AbstractBehavior<Guardian.Command> {
  sealed interface Command {}

  record Open(ActorRef<ActorRef<SpawnProtocol.Command>> replyTo) implements Command {}

  record Close(ActorRef<SpawnProtocol.Command> round, ActorRef<Done> replyTo) implements Command {}

  private record Closed(ActorRef<Done> replyTo) implements Command {}

  private Guardian(ActorContext<Command> context) {
    super(context);
  }

  static Behavior<Command> create() {
    return Behaviors.setup(Guardian::new);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Open.class, this::onOpen)
        .onMessage(Close.class, this::onClose)
        .onMessage(Closed.class, this::onClosed)
        .build();
  }

  private Behavior<Command> onOpen(Open open) {
    open.replyTo().tell(getContext().spawnAnonymous(SpawnProtocol.create()));
    return this;
  }

  private Behavior<Command> onClose(Close close) {
    getContext().watchWith(close.round(), new Closed(close.replyTo()));
    getContext().stop(close.round());
    return this;
  }

  private Behavior<Command> onClosed(Closed closed) {
    closed.replyTo().tell(Done.getInstance());
    return this;
  }
}
