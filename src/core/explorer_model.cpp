// SPDX-License-Identifier: Apache-2.0
//
// The explorer explored: toys that are right, each with the bugs it must find. Also the example to
// copy for a new model file.
#include "akt/core/sync.hpp"

#include <array>
#include <cstdint>
#include <cstdlib>

namespace {

namespace sync = akt::sync;
using sync::model::expect;
using sync::model::spawn;

struct message {
  sync::plain<message*> next{};
};
message idle;

/// The first mailbox of akt: one word, IDLE or a stack of messages. Both of its historic bugs.
struct mailbox_scene {
  sync::atomic<message*> word{&idle};
  sync::atomic<int> scheduled{0};
  sync::plain<message*> batch{};
  sync::plain<int> state{};
  std::array<message, 2> messages;
  bool owned = false;

  mailbox_scene() {
    for (message& m : messages) spawn([this, &m] { push(m); });
    for (int i = 0; i < 2; ++i) spawn([this] { work(); });
  }

  void push(message& m) {
    message* head = word.load(sync::relaxed);
    do m.next.set(head == &idle ? nullptr : head);
    while (!word.compare_exchange_weak(head, &m, AKT_MUTANT(2) ? sync::release : sync::acq_rel,
                                       sync::relaxed));
    if (head == &idle) scheduled.fetch_add(1, sync::acq_rel);
  }

  void work() {
    for (int i = 0; i < 2; ++i) {
      int n = scheduled.load(sync::relaxed);
      if (n > 0 && scheduled.compare_exchange(n, n - 1, sync::acq_rel, sync::relaxed)) turn();
    }
  }

  void turn() {
    expect(!owned, "two workers run one actor");
    owned = true;
    message* in_hand = batch.get();
    for (;;) {
      if (in_hand == nullptr) {
        message* head = word.load(sync::relaxed);
        if (head == nullptr) {
          if (!AKT_MUTANT(1)) batch.set(nullptr);
          owned = false;
          if (word.compare_exchange(head, &idle, sync::acq_rel, sync::relaxed)) {
            if (AKT_MUTANT(1)) batch.set(nullptr);
            return;
          }
          owned = true;
        }
        head = word.exchange(nullptr, sync::acquire);
        while (head != nullptr) {
          message* next = head->next.get();
          head->next.set(in_hand);
          in_hand = head;
          head = next;
        }
      }
      in_hand = in_hand->next.get();
      state.set(state.get() + 1);
    }
  }
};

/// A value handed over through a flag; the second stage must not break the release sequence.
struct publish_scene {
  sync::plain<int> value{0};
  sync::atomic<int> flag{0};

  publish_scene() {
    spawn([this] {
      value.set(7);
      flag.store(1, AKT_MUTANT(4) ? sync::relaxed : sync::release);
    });
    spawn([this] {
      int one = 1;
      if (!AKT_MUTANT(5))
        flag.compare_exchange(one, 2, sync::relaxed, sync::relaxed);
      else if (flag.load(sync::relaxed) == 1)
        flag.store(2, sync::relaxed);
    });
    spawn([this] {
      if (flag.load(AKT_MUTANT(3) ? sync::relaxed : sync::acquire) != 0)
        expect(value.get() == 7, "published too early");
    });
  }
};

/// The same with fences.
struct fence_scene {
  sync::plain<int> value{0};
  sync::atomic<int> flag{0};

  fence_scene() {
    spawn([this] {
      value.set(7);
      if (!AKT_MUTANT(6)) sync::fence_seq_cst();
      flag.store(1, sync::relaxed);
    });
    spawn([this] {
      const int seen = flag.load(sync::relaxed);
      sync::fence_seq_cst();
      if (seen == 1) expect(value.get() == 7, "published too early");
    });
  }
};

/// An event count: the sleeper names the value that it saw before it looked for work.
struct park_scene {
  sync::atomic<std::uint32_t> events{0};
  sync::atomic<int> work{0};
  int done = 0;

  park_scene() {
    spawn([this] {
      for (;;) {
        std::uint32_t seen = events.load(sync::acquire);
        if (work.exchange(0, sync::acq_rel) != 0) break;
        if (AKT_MUTANT(7)) seen = events.load(sync::acquire);
        sync::futex_wait(events, seen, -1);
      }
      ++done;
    });
    spawn([this] {
      work.store(1, sync::release);
      events.fetch_add(1, sync::release);
      if (!AKT_MUTANT(8)) sync::futex_wake(events, 1);
    });
  }
  void check() { expect(done == 1, "the work was not done"); }
};

/// A wait with a limit, whose answer counts.
struct timeout_scene {
  sync::atomic<std::uint32_t> ready{0};
  sync::plain<int> answer{0};

  timeout_scene() {
    spawn([this] {
      while (ready.load(sync::acquire) == 0)
        if (!sync::futex_wait(ready, 0, 1'000'000) && ready.load(sync::acquire) == 0) {
          if (AKT_MUTANT(9)) break; // a timeout taken for an answer
          return;
        }
      expect(answer.get() == 42, "no answer");
    });
    spawn([this] {
      answer.set(42);
      ready.store(1, sync::release);
      sync::futex_wake(ready, 1);
    });
  }
};

/// Workers that sleep until stopped; when_quiet() finds the one that sleeps beside work.
struct workers_scene {
  sync::atomic<int> queued{0};
  sync::atomic<std::uint32_t> sleepers{0};
  sync::atomic<std::uint32_t> ring{0};
  sync::atomic<int> stop{0};

  workers_scene() {
    spawn([this] { worker(); });
    spawn([this] {
      for (int i = 0; i < 2; ++i) {
        queued.fetch_add(1, sync::seq_cst);
        if (sleepers.load(sync::seq_cst) != 0) wake();
      }
    });
    spawn([this] {
      sync::model::when_quiet();
      expect(queued.load(sync::relaxed) == 0, "a worker sleeps beside work");
      stop.store(1, sync::release);
      wake();
    });
  }
  void wake() {
    ring.fetch_add(1, sync::seq_cst);
    sync::futex_wake(ring, 1);
  }
  void worker() {
    for (;;) {
      for (int n = queued.load(sync::seq_cst); n > 0;)
        if (queued.compare_exchange_weak(n, n - 1, sync::seq_cst, sync::relaxed)) --n;
      if (stop.load(sync::acquire) != 0) return;
      const std::uint32_t heard = ring.load(sync::seq_cst);
      sleepers.fetch_add(1, sync::seq_cst);
      const bool nothing = AKT_MUTANT(10) || queued.load(sync::seq_cst) == 0;
      if (nothing && stop.load(sync::acquire) == 0) sync::futex_wait(ring, heard, -1);
      sleepers.fetch_sub(1, sync::seq_cst);
    }
  }
};

/// A total under a lock, and two locks in one order.
struct lock_scene {
  sync::spin_lock lock, other;
  sync::plain<int> total{0};

  lock_scene() {
    spawn([this] {
      const sync::lock_guard both(lock);
      const sync::lock_guard inner(other);
      total.set(total.get() + 1);
    });
    spawn([this] {
      if (AKT_MUTANT(11)) {
        total.set(total.get() + 1);
        return;
      }
      sync::spin_lock& first = AKT_MUTANT(12) ? other : lock;
      sync::spin_lock& second = AKT_MUTANT(12) ? lock : other;
      const sync::lock_guard outer(first);
      const sync::lock_guard inner(second);
      total.set(total.get() + 1);
    });
  }
  void check() { expect(total.get() == 2, "an increment is lost"); }
};

/// A free list by index, whose head carries a version against ABA.
struct free_list_scene {
  static constexpr std::uint32_t none = 0xffffffff;
  sync::atomic<std::uint64_t> head{0};
  std::array<sync::atomic<std::uint32_t>, 3> next{};
  std::array<int, 3> owners{};

  free_list_scene() {
    for (std::uint32_t i = 0; i < 3; ++i) next[i].store(i < 2 ? i + 1 : none, sync::relaxed);
    spawn([this] { pop(); });
    spawn([this] {
      const std::uint32_t first = pop();
      pop();
      if (first != none) push(first);
    });
  }
  static std::uint32_t index(std::uint64_t h) { return static_cast<std::uint32_t>(h); }
  static std::uint64_t pack(std::uint64_t old, std::uint32_t i) {
    const std::uint64_t version = AKT_MUTANT(13) ? 0 : (old >> 32) + 1;
    return version << 32 | i;
  }
  std::uint32_t pop() {
    std::uint64_t h = head.load(sync::acquire);
    while (index(h) != none) {
      const std::uint32_t rest = next[index(h)].load(sync::relaxed);
      if (!head.compare_exchange_weak(h, pack(h, rest), sync::acq_rel, sync::acquire)) continue;
      expect(++owners[index(h)] == 1, "one block has two owners");
      return index(h);
    }
    return none;
  }
  void push(std::uint32_t i) {
    --owners[i];
    std::uint64_t h = head.load(sync::relaxed);
    do next[i].store(index(h), sync::relaxed);
    while (!head.compare_exchange_weak(h, pack(h, i), sync::acq_rel, sync::relaxed));
  }
  void check() {
    for (std::uint32_t i = index(head.load(sync::relaxed)); i != none;
         i = next[i].load(sync::relaxed))
      expect(owners[i] == 0, "a block is free and owned");
  }
};

/// Spin loops end, in whatever order the fibers come.
struct spin_scene {
  sync::atomic<int> turn{0};

  spin_scene() {
    for (int me = 2; me >= 0; --me)
      spawn([this, me] {
        while (turn.load(sync::acquire) != me) sync::cpu_relax();
        if (!AKT_MUTANT(14)) turn.store(me + 1, sync::release);
      });
  }
  void check() { expect(turn.load(sync::relaxed) == 3, "somebody had no turn"); }
};

/// compare_exchange_weak may fail for no reason.
struct weak_scene {
  sync::atomic<int> owner{0};
  int winners = 0;

  weak_scene() {
    for (int me = 1; me <= 2; ++me)
      spawn([this, me] {
        int nobody = 0;
        const bool won = AKT_MUTANT(15)
                             ? owner.compare_exchange_weak(nobody, me, sync::acq_rel, sync::relaxed)
                             : owner.compare_exchange(nobody, me, sync::acq_rel, sync::relaxed);
        if (won) ++winners;
      });
  }
  void check() { expect(winners == 1, "nobody won"); }
};

/// An assertion of the product that calls abort() ends one execution only.
struct assertion_scene {
  sync::atomic<int> users{0};

  assertion_scene() {
    for (int i = 0; i < 2; ++i)
      spawn([this] {
        if (users.fetch_add(1, sync::acq_rel) != 0 && AKT_MUTANT(17)) std::abort();
        users.fetch_sub(1, sync::acq_rel);
      });
  }
};

/// Per-fiber variables and counts; a counter has one writer.
struct private_scene {
  struct tag;
  sync::counter events;
  sync::atomic<int> shared{0};

  private_scene() {
    for (int me = 1; me <= 2; ++me)
      spawn([this, me] {
        expect((sync::per_thread<int, tag>::get() == 0), "a value of another fiber or execution");
        sync::per_thread<int, tag>::get() = me;
        shared.fetch_add(1, sync::relaxed);
        expect((sync::per_thread<int, tag>::get() == me), "a value of another fiber");
        expect(sync::counts().rmw == 1, "counted wrongly");
        if (me == 1 || AKT_MUTANT(16))
          events.add(1);
        else
          events.read();
      });
  }
};

/// Each says that it comes and looks for the other (Dekker): one of the two must see it.
struct late_scene {
  std::array<sync::atomic<int>, 2> here{};
  std::array<bool, 2> alone{};

  late_scene() {
    for (std::size_t me = 0; me < 2; ++me)
      spawn([this, me] {
        here[me].store(1, AKT_MUTANT(18) ? sync::release : sync::seq_cst);
        expect(here[me].load(sync::relaxed) == 1, "does not see itself");
        alone[me] = here[1 - me].load(sync::seq_cst) == 0;
      });
  }
  void check() const { expect(!alone[0] || !alone[1], "neither sees the other"); }
};

/// A store behind a lock is not seen before the lock is free, and both may be late.
struct late_lock_scene {
  sync::spin_lock lock;
  sync::atomic<int> filled{0}, idles{0};
  bool missed = false, slept = false;

  late_lock_scene() {
    spawn([this] {
      lock.lock();
      filled.store(1, sync::relaxed);
      lock.unlock();
      sync::compiler_fence();
      missed = idles.load(sync::relaxed) == 0;
    });
    spawn([this] {
      idles.store(1, sync::relaxed);
      if (AKT_MUTANT(19))
        sync::fence_seq_cst();
      else if (!AKT_MUTANT(20))
        sync::asymmetric_heavy();
      slept = filled.load(sync::relaxed) == 0;
      const sync::lock_guard guard(lock);
    });
  }
  void check() const { expect(!missed || !slept, "sleeps beside what was filled"); }
};

} // namespace

int main() {
  using sync::model::with;
  return sync::model::run({
      .name = "explorer",
      .scenes =
          {with<mailbox_scene>({.name = "mailbox"}),
           with<mailbox_scene>({.name = "mailbox at random", .executions = 20'000, .pct_depth = 3}),
           with<publish_scene>({.name = "publish"}), with<fence_scene>({.name = "fences"}),
           with<park_scene>({.name = "park", .preemptions = 3, .spurious = 1}),
           with<timeout_scene>({.name = "timeout", .preemptions = 3}),
           with<workers_scene>({.name = "workers", .preemptions = 3}),
           with<lock_scene>({.name = "locks"}),
           with<free_list_scene>({.name = "free list", .preemptions = 3, .spurious = 1}),
           with<spin_scene>({.name = "spin"}), with<weak_scene>({.name = "weak", .spurious = 2}),
           with<private_scene>({.name = "private"}), with<assertion_scene>({.name = "assertion"}),
           with<late_scene>({.name = "late stores", .late = 2}),
           with<late_lock_scene>({.name = "late stores and a lock", .late = 2})},
      .mutants = {{1, "batch touched after the actor is given away", {"mailbox"}, "data race"},
                  {2, "claim without acquire", {"mailbox"}, "data race"},
                  {1, "the same at random", {"mailbox at random"}, "data race"},
                  {2, "the same at random", {"mailbox at random"}, "data race"},
                  {3, "load without acquire", {"publish"}, "data race"},
                  {4, "store without release", {"publish"}, "data race"},
                  {5, "a store in the middle of a release sequence", {"publish"}, "data race"},
                  {6, "no fence before the flag", {"fences"}, "data race"},
                  {7, "sleeps on a value seen after the look", {"park"}, "deadlock"},
                  {8, "nobody wakes", {"park"}, "deadlock"},
                  {9, "a timeout taken for an answer", {"timeout"}, "data race"},
                  {10, "no second look before sleeping", {"workers"}, "sleeps beside work"},
                  {11, "no lock", {"locks"}, "data race"},
                  {12, "two locks in two orders", {"locks"}, "deadlock"},
                  {13, "free list without versions (ABA)", {"free list"}, "free and owned"},
                  {14, "the turn is not passed on", {"spin"}, "livelock"},
                  {15, "a weak exchange outside of a loop", {"weak"}, "nobody won"},
                  {16, "a counter with two writers", {"private"}, "data race"},
                  {17, "an assertion that fails", {"assertion"}, "crash"},
                  {18, "a store before a load without a fence", {"late stores"}, "neither"},
                  {19, "a fence of one for both", {"late stores and a lock"}, "sleeps beside"},
                  {20, "no fence of the one that sleeps", {"late stores and a lock"}, "sleeps"}},
  });
}
