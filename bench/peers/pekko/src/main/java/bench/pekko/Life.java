// SPDX-License-Identifier: Apache-2.0
package bench.pekko;

import bench.support.Finish;
import bench.support.Report;
import bench.support.Rounds;
import bench.support.Settings;
import bench.support.Stretch;
import bench.support.Watchdog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.DispatcherSelector;

/** Actors that come and go, and actors that block. */
final class Life {
  private static final int BLOCKS = 25;

  private final Stage stage;

  Life(Stage stage) {
    this.stage = stage;
  }

  void spawn(String row) throws Exception {
    Rounds.rate(row, "actors/s", 3_000_000, 1, (n, stretch) -> spawnRound(row, n, stretch));
  }

  private void spawnRound(String row, long n, Stretch stretch) throws Exception {
    Finish finish = new Finish(1);
    try (Round round = stage.open()) {
      var spawner = round.spawn(Spawner.create(n, finish));
      stretch.begin();
      spawner.tell(Spawner.Turn.TURN);
      finish.expect(row, stretch, Messages.sumBelow(n));
    }
  }

  void blocked(String row) throws Exception {
    for (double spent = 0; spent < Rounds.WARM_UP * Settings.SECONDS; )
      spent += blockedRound(row, false);
    blockedRound(row, true);
  }

  private double blockedRound(String row, boolean counts) throws Exception {
    Watchdog.round(row);
    int sleepers = 2 * Settings.WORKERS;
    Finish finish = new Finish(sleepers);
    AtomicLong ball = new AtomicLong();
    AtomicBoolean over = new AtomicBoolean();
    Stretch stretch = new Stretch();
    try (Round round = stage.open()) {
      var blocking = DispatcherSelector.fromConfig("blocking-dispatcher");
      List<ActorRef<Sleeper.Num>> them = new ArrayList<>();
      for (int i = 0; i < sleepers; ++i)
        them.add(round.spawn(Sleeper.create(BLOCKS, finish), blocking));
      var a = round.spawn(Rallier.create(ball, over));
      var b = round.spawn(Rallier.create(ball, over));
      a.tell(new Rallier.Meet(b));
      b.tell(new Rallier.Meet(a));
      stretch.begin();
      for (long i = 0; i < BLOCKS; ++i) for (var to : them) to.tell(new Sleeper.Num(i));
      a.tell(new Rallier.Ball(1));
      finish.expect(row, stretch, Messages.sumBelow(BLOCKS));
      over.set(true); // a pool of one thread would never come to the end of the round
      if (counts) {
        Report.result("blocked_pingpong", ball.get() / 2.0 / stretch.seconds(), "rt/s");
        Report.result("blocked_time", stretch.seconds() * 1e3, "ms");
      }
    }
    return stretch.seconds();
  }
}
