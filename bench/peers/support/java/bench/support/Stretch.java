// SPDX-License-Identifier: Apache-2.0
package bench.support;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** The counted part of a round: its time, and the processor time of the whole process in it. */
public final class Stretch {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private long from;
  private long cpuFrom;
  private double seconds;
  private double cpuSeconds;

  public void begin() {
    cpuFrom = SYSTEM.getProcessCpuTime();
    from = System.nanoTime();
  }

  public void end() {
    seconds = (System.nanoTime() - from) / 1e9;
    cpuSeconds = (SYSTEM.getProcessCpuTime() - cpuFrom) / 1e9;
  }

  public double seconds() {
    return seconds;
  }

  public double cpuSeconds() {
    return cpuSeconds;
  }
}
