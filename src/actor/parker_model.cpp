// SPDX-License-Identifier: Apache-2.0
//
// Sleeping and waking: producers publish work and unpark(), consumers prepare(), look again, and
// wait() or cancel().
//
// Proven over all schedules within each scene's bound: nobody sleeps while there is work and nobody
// on the way to wake it, no wake counts twice, a time limit or naps that pass in between lose
// nothing.
// Not proven: that prepare() and unpark() need seq_cst, and the fence in front of work that is
// published by plain stores, because the explorer is sequentially consistent.
//
// An unpark() that skips its first look is no mutant: its CAS looks as well.
#include "parker.hpp"

#include <array>

namespace {

namespace sync = akt::sync;
using akt::detail::parker;
using sync::model::expect;
using sync::model::spawn;

struct work_list {
  sync::atomic<int> items{0};
  sync::plain<int> payload{0};

  void add() { items.fetch_add(1, sync::seq_cst); }
  bool empty() const { return items.load(sync::seq_cst) == 0; }
  bool take() {
    for (int n = items.load(sync::seq_cst); n > 0;)
      if (items.compare_exchange_weak(n, n - 1, sync::seq_cst, sync::seq_cst)) return true;
    return false;
  }
};

/// One consumer that is done after two items; deadlock if it sleeps beside one.
template <int Producers>
struct one_consumer {
  work_list work;
  parker sleeper;
  int prepared = 0, woken = 0, done = 0;

  explicit one_consumer(std::int64_t timeout_ns = -1, std::int64_t naps = 0) {
    spawn([this, timeout_ns, naps] {
      while (done < 2) {
        if (work.take()) {
          ++done;
          continue;
        }
        ++prepared;
        sleeper.prepare();
        if (work.empty()) {
          sleeper.nap(1'000'000, naps);
          sleeper.wait(timeout_ns);
        } else {
          sleeper.cancel();
        }
        expect(!sleeper.is_parked(), "awake and parked");
      }
    });
    for (int p = 0; p < Producers; ++p)
      spawn([this] {
        for (int i = 0; i < 2 / Producers; ++i) {
          work.add();
          if (sleeper.unpark()) ++woken;
        }
      });
  }
  void check() const {
    expect(done == 2, "work is left");
    expect(woken <= prepared, "one sleeper is woken twice");
  }
};

struct time_limit : one_consumer<2> {
  time_limit() : one_consumer(1'000'000) {}
};

struct naps : one_consumer<2> {
  naps() : one_consumer(-1, 2) {}
};

/// Two workers of a pool: whoever adds work wakes one of those that sleep.
struct pool {
  work_list work;
  std::array<parker, 2> sleepers;
  sync::atomic<int> ending{0};
  int done = 0;

  pool() {
    for (parker& mine : sleepers)
      spawn([this, &mine] {
        for (;;) {
          if (work.take()) {
            ++done;
            continue;
          }
          mine.prepare();
          if (ending.load(sync::seq_cst) != 0) return;
          if (work.empty())
            mine.wait(-1);
          else
            mine.cancel();
        }
      });
    spawn([this] {
      for (int i = 0; i < 2; ++i) {
        work.add();
        wake_one();
      }
    });
    spawn([this] {
      sync::model::when_quiet();
      expect(work.empty(), "a worker sleeps beside work");
      ending.store(1, sync::seq_cst);
      for (parker& p : sleepers) p.unpark();
    });
  }
  void wake_one() {
    for (parker& p : sleepers)
      if (p.is_parked() && p.unpark()) return;
  }
  void check() const { expect(done == 2, "work is lost"); }
};

} // namespace

int main() {
  using sync::model::with;
  return sync::model::run({
      .name = "parker",
      .scenes = {with<one_consumer<1>>({.name = "one producer", .preemptions = 4}),
                 with<one_consumer<2>>({.name = "two producers", .preemptions = 3}),
                 with<one_consumer<2>>({.name = "idle failures", .spurious = 2}),
                 with<time_limit>({.name = "time limit", .preemptions = 3, .timeouts = 2}),
                 with<naps>({.name = "naps", .preemptions = 3, .timeouts = 2}),
                 with<pool>({.name = "pool"})},
      .mutants = {{1, "unpark() wakes and leaves the state", {"one producer"}, "deadlock"},
                  {1, "the same, among two workers", {"pool"}, "beside work"},
                  {2, "unpark() wakes nobody", {"one producer"}, "deadlock"},
                  {2, "the same, among two workers", {"pool"}, "beside work"},
                  {3, "sleeps whatever the state is", {"one producer"}, "deadlock"}},
  });
}
