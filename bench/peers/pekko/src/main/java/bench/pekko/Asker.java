// SPDX-License-Identifier: Apache-2.0
package bench.pekko;

import bench.support.Finish;
import bench.support.Report;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.util.Timeout;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.util.Try;

/**
 * Asks an echo n times, one after the other, and checks each reply. By the Scala API: replies of
 * the Java one are handed on by the JDK's common pool.
 */
final class Asker extends AbstractMatchingBehavior<Asker.Command> {
  static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Timeout LIMIT = Timeout.create(TIMEOUT);
  private static final ClassTag<Echo.Reply> REPLY = ClassTag$.MODULE$.apply(Echo.Reply.class);

  sealed interface Command {}

  enum Begin implements Command {
    BEGIN
  }

  private record Replied(long value) implements Command {}

  private record Failed(Throwable why) implements Command {}

  private final ActorRef<Echo.Ask> echo;
  private final long n;
  private final Finish finish;
  private long asked = 0;

  private Asker(ActorContext<Command> context, ActorRef<Echo.Ask> echo, long n, Finish finish) {
    super(context);
    this.echo = echo;
    this.n = n;
    this.finish = finish;
  }

  static Behavior<Command> create(ActorRef<Echo.Ask> echo, long n, Finish finish) {
    return Behaviors.setup(context -> new Asker(context, echo, n, finish));
  }

  @Override
  public Behavior<Command> onMessage(Command message) {
    if (message instanceof Replied reply) {
      Report.check("reply", reply.value(), asked);
      if (++asked < n) ask();
      else finish.part(asked);
    } else if (message instanceof Failed failed) {
      Report.fail("ask: " + failed.why());
    } else {
      ask();
    }
    return this;
  }

  private void ask() {
    getContext()
        .asScala()
        .ask(echo, replyTo -> new Echo.Ask(asked, replyTo), Asker::answered, LIMIT, REPLY);
  }

  private static Command answered(Try<Echo.Reply> reply) {
    return reply.isSuccess()
        ? new Replied(reply.get().value())
        : new Failed(reply.failed().get());
  }
}
