// SPDX-License-Identifier: Apache-2.0
package bench.pekko;

import bench.support.Finish;
import bench.support.Report;
import bench.support.Rounds;
import bench.support.Stretch;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** Tells: pairs, fans, a ring, arithmetic, blocks of bytes. */
final class Messages {
  private final Stage stage;

  Messages(Stage stage) {
    this.stage = stage;
  }

  void pingpong(String row, int pairs, long limit) throws Exception {
    Rounds.rate(
        row, "rt/s", limit, pairs, (n, stretch) -> pingpongRound(row, pairs, n, stretch));
  }

  private void pingpongRound(String row, int pairs, long n, Stretch stretch) throws Exception {
    Finish finish = new Finish(pairs);
    try (Round round = stage.open()) {
      List<ActorRef<Player.Command>> first = new ArrayList<>();
      for (int i = 0; i < pairs; ++i) {
        var a = round.spawn(Player.create(2 * n, finish));
        var b = round.spawn(Player.create(2 * n, finish));
        a.tell(new Player.Meet(b));
        b.tell(new Player.Meet(a));
        first.add(a);
      }
      stretch.begin();
      for (var player : first) player.tell(new Player.Ball(1));
      finish.expect(row, stretch, 2 * n);
    }
  }

  void fan(String row, int producers, int counters, int turn, long limit) throws Exception {
    Rounds.rate(
        row,
        "msg/s",
        limit,
        (long) producers * counters,
        (n, stretch) -> fanRound(row, producers, counters, turn, n, stretch));
  }

  private void fanRound(
      String row, int producers, int counters, int turn, long n, Stretch stretch)
      throws Exception {
    Finish finish = new Finish(counters);
    try (Round round = stage.open()) {
      List<ActorRef<Counter.Num>> to = new ArrayList<>();
      for (int i = 0; i < counters; ++i)
        to.add(round.spawn(Counter.create(n * producers, finish)));
      List<ActorRef<Producer.Turn>> from = new ArrayList<>();
      for (int i = 0; i < producers; ++i)
        from.add(round.spawn(Producer.create(List.copyOf(to), n, turn)));
      stretch.begin();
      for (var producer : from) producer.tell(Producer.Turn.TURN);
      finish.expect(row, stretch, producers * sumBelow(n));
    }
  }

  void fromOutside(String row) throws Exception {
    Rounds.rate(row, "msg/s", 8_000_000, 1, (n, stretch) -> outsideRound(row, n, stretch));
  }

  private void outsideRound(String row, long n, Stretch stretch) throws Exception {
    Finish finish = new Finish(1);
    try (Round round = stage.open()) {
      var counter = round.spawn(Counter.create(n, finish));
      stretch.begin();
      for (long i = 0; i < n; ++i) counter.tell(new Counter.Num(i));
      finish.expect(row, stretch, sumBelow(n));
    }
  }

  void ring(String row) throws Exception {
    Rounds.rate(row, "hops/s", 10_000_000, 1, (n, stretch) -> ringRound(row, 1000, n, stretch));
  }

  private void ringRound(String row, int size, long hops, Stretch stretch) throws Exception {
    Finish finish = new Finish(1);
    try (Round round = stage.open()) {
      List<ActorRef<Link.Command>> links = new ArrayList<>();
      for (int i = 0; i < size; ++i) links.add(round.spawn(Link.create(finish)));
      for (int i = 0; i < size; ++i)
        links.get(i).tell(new Link.Next(links.get((i + 1) % size)));
      stretch.begin();
      links.get(0).tell(new Link.Hops(hops));
      finish.expect(row, stretch, 0);
    }
  }

  void work(String row) throws Exception {
    Rounds.rate(row, "msg/s", 30_000, 64, (n, stretch) -> workRound(row, n, stretch));
  }

  private void workRound(String row, long n, Stretch stretch) throws Exception {
    Finish finish = new Finish(64);
    try (Round round = stage.open()) {
      List<ActorRef<Worker.Num>> workers = new ArrayList<>();
      for (int i = 0; i < 64; ++i) workers.add(round.spawn(Worker.create(n, finish)));
      stretch.begin();
      for (var worker : workers) worker.tell(new Worker.Num(1));
      List<Long> last = finish.await();
      stretch.end();
      long want = 1;
      for (long i = 0; i < n; ++i) want = Worker.work(want);
      for (long value : last) Report.check(row, value, want);
    }
  }

  void payload(String row) throws Exception {
    Rounds.rate(row, "msg/s", 200_000, 1, (n, stretch) -> payloadRound(row, n, stretch));
  }

  private void payloadRound(String row, long n, Stretch stretch) throws Exception {
    Finish finish = new Finish(1);
    try (Round round = stage.open()) {
      var sink = round.spawn(BlockSink.create());
      var source = round.spawn(BlockSource.create(sink, n, finish));
      stretch.begin();
      source.tell(BlockSource.Begin.BEGIN);
      finish.expect(row, stretch, BlockSource.total(n));
    }
  }

  static long sumBelow(long n) {
    return n * (n - 1) / 2;
  }
}
