// SPDX-License-Identifier: Apache-2.0
package bench.support;

/** What the environment asks for. */
public final class Settings {
  public static final int WORKERS = Integer.parseInt(text("WORKERS", "2"));
  public static final double SECONDS = Double.parseDouble(text("BENCH_SECONDS", "0.5"));
  public static final double SCALE = Double.parseDouble(text("BENCH_SCALE", "1"));

  private Settings() {}

  public static long scaled(long n) {
    return Math.max(1, Math.round(n * SCALE));
  }

  private static String text(String name, String otherwise) {
    String value = System.getenv(name);
    return value == null || value.isEmpty() ? otherwise : value;
  }
}
