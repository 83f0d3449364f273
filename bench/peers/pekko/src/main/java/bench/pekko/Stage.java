// SPDX-License-Identifier: Apache-2.0
package bench.pekko;

import bench.support.Settings;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.SpawnProtocol;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** The one actor system of a process: all rounds share it. */
final class Stage {
  static final Duration TIMEOUT = Duration.ofSeconds(60);

  final ActorSystem<Guardian.Command> system;

  Stage(int workers) {
    system = ActorSystem.create(Guardian.create(), "bench", config(workers));
  }

  /** A parent for the actors of one round. */
  Round open() {
    CompletionStage<ActorRef<SpawnProtocol.Command>> parent =
        AskPattern.ask(system, Guardian.Open::new, TIMEOUT, system.scheduler());
    return new Round(this, parent.toCompletableFuture().join());
  }

  void close(ActorRef<SpawnProtocol.Command> parent) {
    CompletionStage<Done> closed =
        AskPattern.ask(
            system, reply -> new Guardian.Close(parent, reply), TIMEOUT, system.scheduler());
    closed.toCompletableFuture().join();
  }

  private static Config config(int workers) {
    String pool = "pekko.actor.default-dispatcher.fork-join-executor.";
    Map<String, Integer> own =
        Map.of(
            pool + "parallelism-min", workers,
            pool + "parallelism-max", workers,
            "blocking-dispatcher.thread-pool-executor.fixed-pool-size",
            Math.max(16, 2 * Settings.WORKERS));
    return ConfigFactory.parseMap(own).withFallback(ConfigFactory.load());
  }
}
