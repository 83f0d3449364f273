// SPDX-License-Identifier: Apache-2.0
package bench.support;

import java.util.Arrays;

/** Exact percentiles of times in nanoseconds. */
public final class Percentiles {
  private Percentiles() {}

  public static void report(String name, long[] samples) {
    long[] sorted = samples.clone();
    Arrays.sort(sorted);
    Report.result(name + "_p50", at(sorted, 0.5), "ns");
    Report.result(name + "_p99", at(sorted, 0.99), "ns");
    Report.result(name + "_p999", at(sorted, 0.999), "ns");
  }

  private static long at(long[] sorted, double part) {
    return sorted[Math.min(sorted.length - 1, (int) (part * sorted.length))];
  }
}
