// SPDX-License-Identifier: Apache-2.0
package bench.pekko;

import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.SpawnProtocol;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** The actors of one round; closing it stops them all. */
final class Round implements AutoCloseable {
  private final Stage stage;
  private final ActorRef<SpawnProtocol.Command> parent;

  Round(Stage stage, ActorRef<SpawnProtocol.Command> parent) {
    this.stage = stage;
    this.parent = parent;
  }

  <T> ActorRef<T> spawn(Behavior<T> behavior) {
    return spawnSoon(behavior, Props.empty()).join();
  }

  <T> ActorRef<T> spawn(Behavior<T> behavior, Props props) {
    return spawnSoon(behavior, props).join();
  }

  <T> CompletableFuture<ActorRef<T>> spawnSoon(Behavior<T> behavior, Props props) {
    return AskPattern.<SpawnProtocol.Command, ActorRef<T>>ask(
            parent,
            reply -> new SpawnProtocol.Spawn<>(behavior, "", props, reply),
            Stage.TIMEOUT,
            stage.system.scheduler())
        .toCompletableFuture();
  }

  @Override
  public void close() {
    stage.close(parent);
  }
}
