// SPDX-License-Identifier: Apache-2.0
package bench.support;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/** What the parts of a round came to; the main thread waits until all have said it. */
public final class Finish {
  private final ConcurrentLinkedQueue<Long> values = new ConcurrentLinkedQueue<>();
  private final CountDownLatch left;

  public Finish(int parts) {
    left = new CountDownLatch(parts);
  }

  public void part(long value) {
    values.add(value);
    left.countDown();
  }

  public List<Long> await() throws InterruptedException {
    left.await();
    return List.copyOf(values);
  }

  /** Waits, then demands the same value of all parts. */
  public void expect(String what, Stretch stretch, long want) throws InterruptedException {
    left.await();
    stretch.end();
    for (long value : values) Report.check(what, value, want);
  }
}
