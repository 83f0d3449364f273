// SPDX-License-Identifier: Apache-2.0
//
// A thread that waits for a reply, its time limit, and those who reply: in time, late, or because
// the system ends.
//
// Proven over all schedules within each scene's bound: each reply is taken exactly once, by the
// waiter of its own ask or by its completer, who keeps it; a late reply never completes the next
// ask, not even of another thread; nobody sleeps with a reply there; the waiter sees the reply's
// content (data races). Not proven: that the slot's word and the parker need seq_cst, because the
// explorer is sequentially consistent; the re-use of a sequence after 2^31 asks.
#include "reply_slot.hpp"

#include <array>

namespace {

namespace sync = akt::sync;
using sync::model::expect;
using sync::model::spawn;

struct envelope {
  sync::plain<int> answers{0};
  int taken = 0, kept = 0;
};

constexpr std::int64_t no_limit = -1, limit = 1'000'000;

struct scene_base {
  akt::detail::reply_slot<envelope> slot;
  sync::atomic<std::uint32_t> asked{0}; // the newest request that was sent
  std::array<envelope, 4> replies{};
  int answered = 0;

  /// Without a limit: until it is answered. With one: until a wait that brought nothing.
  void ask(std::uint32_t sequence, std::int64_t timeout_ns) {
    slot.arm(sequence);
    asked.store(sequence, sync::release);
    sync::futex_wake(asked, 2);
    for (int waits = 0; slot.poll() == nullptr; ++waits) {
      if (timeout_ns >= 0 && waits == 1) break;
      slot.wait(timeout_ns);
    }
    envelope* reply = slot.abandon(sequence);
    if (reply == nullptr) {
      expect(timeout_ns >= 0, "the reply was there and is gone");
      return;
    }
    ++reply->taken;
    ++answered;
    expect(reply->answers.get() == static_cast<int>(sequence), "the reply to another ask");
  }

  void complete(std::uint32_t sequence, envelope& reply) {
    reply.answers.set(static_cast<int>(sequence));
    if (slot.complete(sequence, &reply)) return;
    ++reply.kept;
    reply.answers.set(0); // it is the completer's still
  }
  void receiver(std::uint32_t sequence, envelope& reply) {
    spawn([this, sequence, &reply] {
      for (std::uint32_t n; (n = asked.load(sync::acquire)) < sequence;)
        sync::futex_wait(asked, n, no_limit);
      complete(sequence, reply);
    });
  }

  void check() const {
    for (const envelope& e : replies) expect(e.taken + e.kept <= 1, "a reply is taken twice");
  }
  void check_first(std::size_t n) const {
    for (std::size_t i = 0; i < n; ++i)
      expect(replies[i].taken + replies[i].kept == 1, "a reply is lost");
  }
};

struct no_time_limit : scene_base {
  no_time_limit() {
    spawn([this] {
      ask(1, no_limit);
      ask(2, no_limit);
    });
    receiver(1, replies[0]);
    receiver(2, replies[1]);
  }
  void check() const {
    scene_base::check();
    check_first(2);
    expect(answered == 2, "an ask has no answer");
  }
};

/// The first ask times out, or not; its reply comes late, or not.
struct late_reply : scene_base {
  late_reply() {
    spawn([this] {
      ask(1, limit);
      ask(2, no_limit);
    });
    receiver(1, replies[0]);
    receiver(2, replies[1]);
  }
  void check() const {
    scene_base::check();
    check_first(2);
    expect(replies[1].taken == 1, "the second ask has no answer");
  }
};

/// The slot goes to another thread, as the table of waiters does it.
struct next_thread : scene_base {
  sync::atomic<std::uint32_t> free{0};

  next_thread() {
    spawn([this] {
      ask(1, limit);
      free.store(1, sync::release);
      sync::futex_wake(free, 1);
    });
    spawn([this] {
      while (free.load(sync::acquire) == 0) sync::futex_wait(free, 0, no_limit);
      ask(2, no_limit);
    });
    receiver(1, replies[0]);
    receiver(2, replies[1]);
  }
  void check() const {
    scene_base::check();
    check_first(2);
    expect(replies[1].taken == 1, "the second ask has no answer");
  }
};

/// The end of a system answers whoever waits, beside the reply that comes all the same.
struct system_ends : scene_base {
  system_ends() {
    spawn([this] {
      ask(1, limit);
      ask(2, limit);
    });
    receiver(1, replies[0]);
    receiver(2, replies[1]);
    spawn([this] {
      for (int looks = 0; looks < 2; ++looks)
        if (std::uint32_t sequence = slot.waited_for(); sequence != 0)
          return complete(sequence, replies[2]);
    });
  }
  void check() const {
    scene_base::check();
    check_first(2);
  }
};

} // namespace

int main() {
  using sync::model::with;
  return sync::model::run({
      .name = "reply slot",
      .scenes = {with<no_time_limit>({.name = "no time limit", .preemptions = 3}),
                 with<late_reply>({.name = "late reply", .preemptions = 3}),
                 with<late_reply>({.name = "idle failures", .timeouts = 2, .spurious = 1}),
                 with<next_thread>({.name = "next thread"}),
                 with<system_ends>({.name = "system ends", .timeouts = 2})},
      .mutants = {{11, "completes whoever waits", {"late reply"}, "another ask"},
                  {11, "the same, of another thread", {"next thread"}, "another ask"},
                  {12, "gives up without a look", {"system ends"}, "lost"},
                  {13, "the reply is published without release", {"no time limit"}, "data race"},
                  {14, "sleeps without a second look", {"no time limit"}, "deadlock"},
                  {2, "the parker wakes nobody", {"no time limit"}, "deadlock"},
                  {3, "the parker sleeps whatever its state", {"no time limit"}, "deadlock"}},
  });
}
