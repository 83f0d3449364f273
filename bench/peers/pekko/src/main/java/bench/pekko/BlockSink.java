// SPDX-License-Identifier: Apache-2.0
package bench.pekko;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Adds up one byte in every 4,096 of a block, and answers with the sum. */
final class BlockSink {
  static final int STEP = 4096;

  record Block(byte[] bytes, ActorRef<BlockSource.Command> replyTo) {}

  private BlockSink() {}

  static Behavior<Block> create() {
    return Behaviors.receiveMessageWithSame(
        block -> {
          long sum = 0;
          for (int i = 0; i < block.bytes().length; i += STEP) sum += block.bytes()[i];
          block.replyTo().tell(new BlockSource.Summed(sum));
        });
  }
}
