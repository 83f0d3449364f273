// SPDX-License-Identifier: Apache-2.0
package bench.support;

import java.util.Locale;

/** Result lines, and the end of a program whose result is wrong. */
public final class Report {
  private static String peer = "?";

  private Report() {}

  public static void of(String name) {
    peer = name;
  }

  public static void result(String name, double value, String unit) {
    System.out.printf(Locale.ROOT, "R\t%s\t%s\t%.6g\t%s%n", peer, name, value, unit);
    System.out.flush();
  }

  public static void fail(String why) {
    System.err.println(peer + ": " + why);
    Runtime.getRuntime().halt(1);
  }

  /** Ends the program unless the row got what it must get. */
  public static void check(String what, long got, long want) {
    if (got != want) fail(what + ": got " + got + ", not " + want);
  }
}
