// SPDX-License-Identifier: Apache-2.0
package bench.pekko;

import bench.support.Report;
import bench.support.Settings;

/** Runs the rows that are its arguments. */
public final class Rows {
  private Rows() {}

  public static void main(String[] rows) throws Exception {
    Report.of("pekko");
    try {
      for (String row : rows) run(row);
      System.exit(0);
    } catch (Throwable e) {
      Report.fail(String.join(" ", rows) + ": " + e);
    }
  }

  private static void run(String row) throws Exception {
    boolean paced = row.equals("lat_load");
    Stage stage = new Stage(paced ? Math.max(1, Settings.WORKERS - 1) : Settings.WORKERS);
    Messages messages = new Messages(stage);
    switch (row) {
      case "pingpong1" -> messages.pingpong(row, 1, 4_000_000);
      case "pingpong64" -> messages.pingpong(row, 64, 200_000);
      case "fanin1" -> messages.fan(row, 1, 1, 500, 20_000_000);
      case "fanin4" -> messages.fan(row, 4, 1, 500, 4_000_000);
      case "fanin64" -> messages.fan(row, 64, 1, 500, 250_000);
      case "tell_ext" -> messages.fromOutside(row);
      case "fanout256" -> messages.fan(row, 1, 256, 2, 60_000);
      case "ring1000" -> messages.ring(row);
      case "work64" -> messages.work(row);
      case "payload64k" -> messages.payload(row);
      case "spawn" -> new Life(stage).spawn(row);
      case "blocked" -> new Life(stage).blocked(row);
      case "ask_in" -> new Asks(stage).inside(row, 1, 4_000_000);
      case "ask_in64" -> new Asks(stage).inside(row, 64, 100_000);
      case "ask_ext" -> new Asks(stage).outside(row);
      case "mbox" -> new Memory(stage).mailbox(row);
      case "idle_mem" -> new Memory(stage).idle(row);
      case "lat_burst" -> new Latency(stage).burst(row);
      case "lat_load" -> new Latency(stage).load(row);
      default -> Report.fail(row + ": no such row");
    }
    stage.system.terminate();
    stage.system.getWhenTerminated().toCompletableFuture().join();
  }
}
