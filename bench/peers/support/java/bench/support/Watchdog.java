// SPDX-License-Identifier: Apache-2.0
package bench.support;

import java.util.concurrent.TimeUnit;

/** Ends the program when a round lasts for more than a minute. */
public final class Watchdog {
  private static final long LIMIT = TimeUnit.SECONDS.toNanos(60);
  private static volatile long deadline;
  private static volatile String round;

  private Watchdog() {}

  /** A round begins. */
  public static void round(String name) {
    boolean first = round == null;
    deadline = System.nanoTime() + LIMIT;
    round = name;
    if (!first) return;
    Thread thread = new Thread(Watchdog::watch, "watchdog");
    thread.setDaemon(true);
    thread.start();
  }

  private static void watch() {
    try {
      while (System.nanoTime() - deadline < 0) Thread.sleep(500);
      Report.fail(round + ": has not ended within a minute");
    } catch (InterruptedException e) {
      Report.fail("watchdog: interrupted");
    }
  }
}
