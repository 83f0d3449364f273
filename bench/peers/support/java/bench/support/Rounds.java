// SPDX-License-Identifier: Apache-2.0
package bench.support;

/** Rounds that grow until one lasts long enough; the last one counts. */
public final class Rounds {
  /** One round of {@code n} units; it says where its counted part begins and ends. */
  @FunctionalInterface
  public interface Round {
    void run(long n, Stretch stretch) throws Exception;
  }

  /** How much longer than BENCH_SECONDS a runtime that compiles while it runs is warmed up. */
  public static final double WARM_UP = 6;

  private Rounds() {}

  /** Prints the rate of a row, in which each of {@code parallel} does n units, and its time. */
  public static void rate(String row, String unit, long limit, long parallel, Round round)
      throws Exception {
    long n = Math.min(1000, limit);
    Stretch last = one(row, n, round);
    while (last.seconds() < Settings.SECONDS && n < limit) {
      n = larger(n, last, limit);
      last = one(row, n, round);
    }
    for (double spent = 0; spent < WARM_UP * Settings.SECONDS; spent += last.seconds())
      last = one(row, n, round);
    last = one(row, n, round);
    while (last.seconds() < Settings.SECONDS && n < limit) {
      n = larger(n, last, limit);
      last = one(row, n, round);
    }
    double units = (double) n * parallel;
    Report.result(row, units / last.seconds(), unit);
    Report.result(row + "_cpu", last.cpuSeconds() / units * 1e6, "s/M");
  }

  private static Stretch one(String row, long n, Round round) throws Exception {
    Watchdog.round(row);
    Stretch stretch = new Stretch();
    round.run(n, stretch);
    return stretch;
  }

  /** 2 to 10 times as many, aiming a little above the time that is asked for. */
  private static long larger(long n, Stretch last, long limit) {
    double factor = 1.2 * Settings.SECONDS / Math.max(last.seconds(), 1e-9);
    return Math.min(limit, (long) (n * Math.max(2, Math.min(10, factor))));
  }
}
