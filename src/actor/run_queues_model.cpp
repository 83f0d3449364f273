// SPDX-License-Identifier: Apache-2.0
//
// A worker's two queues of ready cells, the ring and the stealable slot, with their owner and
// thieves: alone, and together as a worker uses them.
//
// Proven over all schedules within each scene's bound: each cell is taken exactly once, none is
// lost, and who takes it sees what was written before it was made ready (data races). Not proven:
// that the slot needs the fence on every core, because the explorer is sequentially consistent and
// a membarrier is one more fence to it; indices that wrap around 2^32.
//
// The slot's release store of a cell is no mutant: the gate's release store covers it.
#include "run_ring.hpp"
#include "run_slot.hpp"

#include <array>

namespace {

namespace sync = akt::sync;
using sync::model::expect;
using sync::model::spawn;

struct cell {
  sync::plain<int> state{0};
  bool ready = false;
  int taken = 0;
};

using ring = akt::detail::run_ring<cell, 4>;
using slot = akt::detail::run_slot<cell>;

struct cells {
  std::array<cell, 7> all{};

  cell* make_ready(std::size_t i) {
    all[i].state.set(1);
    all[i].ready = true;
    return &all[i];
  }
  static void run(cell* c) {
    if (c == nullptr) return;
    expect(c->ready, "a cell is taken that is not ready");
    expect(++c->taken == 1, "a cell is taken twice");
    c->state.set(c->state.get() + 1);
  }
  static void run_all(ring& r) {
    while (cell* c = r.pop()) run(c);
  }
  static void rob(ring& victim, ring& own) {
    run(victim.steal_into(own));
    run_all(own);
  }
  void check_all() const {
    for (const cell& c : all) expect(!c.ready || c.taken == 1, "a cell is lost");
  }
};

// ---- the ring

struct ring_scene : cells {
  ring mine;
  std::array<ring, 2> theirs;

  /// Rings that have been used: their slots hold old cells, `places` is where the owner's begins.
  explicit ring_scene(int places) {
    for (ring& own : theirs) use(own, 4);
    use(mine, 4 + places);
  }
  void use(ring& r, int places) {
    for (; places > 0; --places) {
      r.push(&all[6]);
      r.pop();
    }
  }
  void push(std::size_t i) {
    cell* c = make_ready(i);
    if (!mine.push(c)) run(c); // the global queue, in a worker
  }
  void check() {
    run_all(mine);
    for (ring& r : theirs) run_all(r);
    check_all();
  }
};

/// The owner fills and empties it, two steal from it.
struct two_thieves : ring_scene {
  two_thieves() : ring_scene(3) {
    spawn([this] {
      for (std::size_t i = 0; i < 4; ++i) push(i);
      run(mine.pop());
      push(4);
      run_all(mine);
    });
    for (ring& own : theirs) spawn([this, &own] { rob(mine, own); });
  }
};

/// It is full from the start: a slot is written again as soon as a thief has read it.
struct full_ring : ring_scene {
  full_ring() : ring_scene(1) {
    for (std::size_t i = 0; i < 4; ++i) push(i);
    spawn([this] {
      push(4);
      run(mine.pop());
      push(5);
    });
    for (ring& own : theirs)
      spawn([this, &own] {
        rob(mine, own);
        run(mine.steal_into(own));
      });
  }
};

/// What a thief has stolen is stolen from it.
struct robbed_thief : ring_scene {
  robbed_thief() : ring_scene(0) {
    spawn([this] {
      for (std::size_t i = 0; i < 4; ++i) push(i);
    });
    spawn([this] { rob(mine, theirs[0]); });
    spawn([this] {
      run(mine.steal_into(theirs[1]));
      run_all(theirs[1]);
      run(theirs[0].steal_into(theirs[1]));
    });
  }
};

// ---- the slot

template <bool Asymmetric>
struct slot_scene : cells {
  slot warm{Asymmetric};

  slot_scene() {
    spawn([this] {
      run(warm.put(make_ready(0)));
      run(warm.put(make_ready(1)));
      run(warm.take());
      run(warm.put(make_ready(2)));
      run(warm.take());
    });
    for (int i = 0; i < 2; ++i) spawn([this] { run(warm.steal()); });
  }
  void check() {
    run(warm.take());
    check_all();
  }
};

// ---- both

/// A cell made ready goes to the slot, and what was there to the ring.
struct worker_scene : cells {
  slot warm{true};
  ring mine;
  std::array<ring, 2> theirs;

  worker_scene() {
    spawn([this] {
      for (std::size_t i = 0; i < 3; ++i)
        if (cell* before = warm.put(make_ready(i)); before != nullptr)
          expect(mine.push(before), "the ring is full");
      run(warm.take());
      run(mine.pop());
      if (cell* before = warm.put(make_ready(3)); before != nullptr)
        expect(mine.push(before), "the ring is full");
    });
    for (ring& own : theirs)
      spawn([this, &own] {
        rob(mine, own);
        run(warm.steal());
      });
  }
  void check() {
    run(warm.take());
    run_all(mine);
    for (ring& r : theirs) run_all(r);
    check_all();
  }
};

} // namespace

int main() {
  using sync::model::with;
  return sync::model::run({
      .name = "run queues",
      .scenes = {with<two_thieves>({.name = "two thieves"}), with<full_ring>({.name = "full ring"}),
                 with<robbed_thief>({.name = "robbed thief"}),
                 with<robbed_thief>({.name = "idle failures", .spurious = 1}),
                 with<slot_scene<true>>({.name = "slot", .preemptions = 3}),
                 with<slot_scene<false>>({.name = "slot with a lock", .preemptions = 3}),
                 with<worker_scene>({.name = "worker"})},
      .mutants = {{1, "the owner has no gate", {"slot"}, "taken twice"},
                  {2, "the owner sees a thief and takes no lock", {"slot"}, "taken twice"},
                  {3, "the thief looks at the gate before it warns", {"slot"}, "taken twice"},
                  {4, "the thief does not look at the gate", {"slot"}, "taken twice"},
                  {11, "the tail is published without release", {"two thieves"}, "data race"},
                  {12, "the owner takes without a CAS", {"two thieves"}, "taken twice"},
                  {13, "the thief publishes the cell that it took", {"two thieves"}, "not ready"}},
  });
}
