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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Props;

/** A mailbox of two million, and idle actors. */
final class Memory {
  private final Stage stage;

  Memory(Stage stage) {
    this.stage = stage;
  }

  /** The code is warmed up with a thousand messages at a time: the heap stays cold. */
  void mailbox(String row) throws Exception {
    long until = System.nanoTime() + (long) (Rounds.WARM_UP * Settings.SECONDS * 1e9);
    while (System.nanoTime() < until) {
      fillAndDrain(row, 1000, false);
      Thread.sleep(5);
    }
    fillAndDrain(row, Settings.scaled(2_000_000), true);
  }

  private void fillAndDrain(String row, long n, boolean counts) throws Exception {
    Watchdog.round(row);
    Finish finish = new Finish(1);
    Stretch fill = new Stretch();
    Stretch drain = new Stretch();
    try (Round round = stage.open()) {
      var actor = round.spawn(Held.create(n, finish));
      CountDownLatch held = new CountDownLatch(1);
      CountDownLatch letGo = new CountDownLatch(1);
      actor.tell(new Held.Hold(held, letGo));
      held.await();
      fill.begin();
      for (long i = 0; i < n; ++i) actor.tell(new Held.Num(i));
      fill.end();
      drain.begin();
      letGo.countDown();
      finish.expect(row, drain, Messages.sumBelow(n));
    }
    if (!counts) return;
    for (var part : List.of("enqueue", "drain")) {
      Stretch stretch = part.equals("drain") ? drain : fill;
      Report.result("mbox_" + part, n / stretch.seconds(), "msg/s");
      Report.result("mbox_" + part + "_cpu", stretch.cpuSeconds() / n * 1e6, "s/M");
    }
  }

  void idle(String row) throws Exception {
    int n = (int) Settings.scaled(100_000);
    Watchdog.round(row);
    try (Round round = stage.open()) {
      idleActors(row, round, 1000);
      long before = used();
      var them = idleActors(row, round, n);
      long after = used();
      Report.check(row, them.size(), n);
      Report.result(row, (after - before) / (double) n, "B/actor");
    }
  }

  /** Actors that have all handled a message. */
  private List<ActorRef<Idle.Num>> idleActors(String row, Round round, int n) throws Exception {
    Finish finish = new Finish(1);
    var counter = round.spawn(Counter.create(n, finish));
    List<CompletableFuture<ActorRef<Idle.Num>>> soon = new ArrayList<>(n);
    for (long i = 0; i < n; ++i) soon.add(round.spawnSoon(Idle.create(i), Props.empty()));
    List<ActorRef<Idle.Num>> refs = new ArrayList<>(n);
    for (var future : soon) refs.add(future.join());
    for (var ref : refs) ref.tell(new Idle.Num(1, counter));
    finish.expect(row, new Stretch(), Messages.sumBelow(n) + n);
    return refs;
  }

  /** Live heap, when the timers of the asks that spawned the actors have gone as well. */
  private static long used() throws InterruptedException {
    Runtime runtime = Runtime.getRuntime();
    Thread.sleep(6000);
    System.gc();
    System.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
