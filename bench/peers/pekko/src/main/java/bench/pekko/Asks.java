// SPDX-License-Identifier: Apache-2.0
package bench.pekko;

import bench.support.Finish;
import bench.support.Report;
import bench.support.Rounds;
import bench.support.Stretch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** Asks from actors and from the main thread. */
final class Asks {
  private final Stage stage;

  Asks(Stage stage) {
    this.stage = stage;
  }

  void inside(String row, int pairs, long limit) throws Exception {
    Rounds.rate(
        row, "asks/s", limit, pairs, (n, stretch) -> insideRound(row, pairs, n, stretch));
  }

  private void insideRound(String row, int pairs, long n, Stretch stretch) throws Exception {
    Finish finish = new Finish(pairs);
    try (Round round = stage.open()) {
      List<ActorRef<Asker.Command>> askers = new ArrayList<>();
      for (int i = 0; i < pairs; ++i)
        askers.add(round.spawn(Asker.create(round.spawn(Echo.create()), n, finish)));
      stretch.begin();
      for (var asker : askers) asker.tell(Asker.Begin.BEGIN);
      finish.expect(row, stretch, n);
    }
  }

  void outside(String row) throws Exception {
    Rounds.rate(row, "asks/s", 300_000, 1, this::outsideRound);
  }

  private void outsideRound(long n, Stretch stretch) throws Exception {
    try (Round round = stage.open()) {
      var echo = round.spawn(Echo.create());
      stretch.begin();
      for (long i = 0; i < n; ++i) {
        final long value = i;
        CompletionStage<Echo.Reply> reply =
            AskPattern.ask(
                echo,
                replyTo -> new Echo.Ask(value, replyTo),
                Asker.TIMEOUT,
                stage.system.scheduler());
        Report.check("reply", reply.toCompletableFuture().get().value(), value);
      }
      stretch.end();
    }
  }
}
