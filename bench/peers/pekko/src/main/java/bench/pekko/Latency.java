// SPDX-License-Identifier: Apache-2.0
package bench.pekko;

import bench.support.Finish;
import bench.support.Percentiles;
import bench.support.Rounds;
import bench.support.Settings;
import bench.support.Stretch;
import bench.support.Watchdog;

/** Time from the send to the handler. */
final class Latency {
  private static final long[] RATES = {10_000, 50_000, 200_000, 500_000, 1_000_000, 2_000_000};
  private static final String[] NAMES = {"10k", "50k", "200k", "500k", "1M", "2M"};

  private final Stage stage;

  Latency(Stage stage) {
    this.stage = stage;
  }

  void burst(String row) throws Exception {
    int bursts = (int) Math.max(1, Math.round(2000 * Settings.SECONDS));
    long until = System.nanoTime() + (long) (Rounds.WARM_UP * Settings.SECONDS * 1e9);
    while (System.nanoTime() < until) bursts(row, bursts);
    Percentiles.report(row, bursts(row, bursts));
  }

  private long[] bursts(String row, int bursts) throws Exception {
    Watchdog.round(row);
    long[] samples = new long[50 * bursts];
    Finish finish = new Finish(1);
    try (Round round = stage.open()) {
      var watch = round.spawn(Stopwatch.create(samples, finish));
      for (int i = 0; i < bursts; ++i) {
        for (int k = 0; k < 50; ++k) watch.tell(new Stopwatch.SentAt(System.nanoTime()));
        Thread.sleep(1);
      }
      finish.expect(row, new Stretch(), samples.length);
    }
    return samples;
  }

  /** Each rate for BENCH_SECONDS: once all of them to warm up, which makes 6, then to count. */
  void load(String row) throws Exception {
    for (long rate : RATES) paced(row, rate);
    for (int i = 0; i < RATES.length; ++i)
      Percentiles.report("lat_" + NAMES[i], paced(row, RATES[i]));
  }

  private long[] paced(String row, long rate) throws Exception {
    Watchdog.round(row);
    long[] samples = new long[(int) Math.max(1, Math.round(rate * Settings.SECONDS))];
    Finish finish = new Finish(1);
    try (Round round = stage.open()) {
      var watch = round.spawn(Stopwatch.create(samples, finish));
      long period = 1_000_000_000 / rate;
      long at = System.nanoTime();
      for (int i = 0; i < samples.length; ++i) {
        at += period;
        while (System.nanoTime() - at < 0) Thread.onSpinWait();
        watch.tell(new Stopwatch.SentAt(at));
      }
      finish.expect(row, new Stretch(), samples.length);
    }
    return samples;
  }
}
