// SPDX-License-Identifier: Apache-2.0
//
// Free blocks on their way between threads: magazines, the depot, a thread's end, trimming.
//
// Proven over all schedules within each scene's bound: each block is in exactly one place, none is
// lost, none is handed out twice, the counts of the magazines and of the depot are right, and who
// gets a block sees the last writes of who had it before (data races). Not proven: block_pool's
// slabs and limits, which have no lock-free parts; that block_cache does what `thread` does here.
#include "akt/core/magazine.hpp"

#include <array>

namespace {

namespace sync = akt::sync;
using akt::detail::depot;
using akt::detail::free_block;
using akt::detail::magazine_pair;
using sync::model::expect;
using sync::model::spawn;

constexpr std::uint32_t magazine_blocks = 2;

template <std::size_t Blocks>
struct scene_base {
  std::array<free_block, Blocks> blocks{};
  std::array<int, Blocks> users{};
  depot shared;

  std::size_t number_of(const free_block* b) const {
    return static_cast<std::size_t>(b - blocks.data());
  }

  /// A thread, its stock, and blocks that nobody has had, as block_cache has them.
  struct thread {
    scene_base& s;
    magazine_pair stock;
    std::size_t fresh = Blocks, fresh_end = Blocks;

    free_block* get() {
      void* p = stock.get();
      if (p == nullptr && stock.is_dry() && fresh < fresh_end) p = &s.blocks[fresh++];
      if (p == nullptr && stock.refill(s.shared)) p = stock.get();
      auto* b = static_cast<free_block*>(p);
      if (b == nullptr) return nullptr;
      expect(++s.users[s.number_of(b)] == 1, "a block is handed out twice");
      b->next.set(nullptr); // the user writes where the pool had its links
      b->count.set(0);
      return b;
    }
    void put(free_block* b) {
      if (b == nullptr) return;
      b->next_magazine.set(nullptr);
      expect(--s.users[s.number_of(b)] == 0, "a block is freed twice");
      keep(b);
    }
    void keep(free_block* b) {
      if (stock.is_full(magazine_blocks)) {
        give_fresh();
        stock.turn_over(s.shared);
      }
      stock.put(b);
    }
    void give_fresh() {
      free_block* first = nullptr;
      std::uint32_t count = 0;
      for (; fresh < fresh_end; ++count) {
        s.blocks[fresh].next.set(first);
        first = &s.blocks[fresh++];
      }
      if (count > 0) s.shared.put_back(first, count);
    }
    void end() {
      give_fresh();
      stock.hand_back(s.shared);
    }
  };

  /// Hands the first blocks to the depot, before any thread starts.
  void stock_up(std::size_t count = Blocks) {
    thread t{*this, {}};
    for (std::size_t i = 0; i < count; ++i) t.keep(&blocks[i]);
    t.end();
  }

  /// All threads have ended: all blocks lie in the depot.
  void check() {
    std::array<int, Blocks> seen{};
    std::uint64_t all = shared.blocks(), found = 0;
    std::uint32_t count = 0;
    while (free_block* first = shared.take(count)) {
      expect(count <= magazine_blocks, "a magazine is too full");
      for (free_block* b = first; b != nullptr; b = b->next.get()) {
        if (++seen[number_of(b)] > 1) return expect(false, "a block is in two places");
        ++found;
        --count;
      }
      if (count != 0) return expect(false, "the count of a magazine is wrong");
    }
    for (std::size_t i = 0; i < Blocks; ++i) {
      expect(users[i] == 0, "a block is still used");
      expect(seen[i] == 1, "a block is lost");
    }
    expect(all == found, "the count of the depot is wrong");
  }
};

/// One thread takes blocks and sends them to another, which frees them.
struct sending : scene_base<6> {
  std::array<sync::atomic<free_block*>, 3> sent{};

  void send(thread& t) {
    for (auto& way : sent) way.store(t.get(), sync::release);
  }
  /// What is there by now.
  void free_sent(thread& t) {
    for (auto& way : sent) t.put(way.exchange(nullptr, sync::acquire));
  }
  void check() {
    thread t{*this, {}};
    free_sent(t);
    t.end();
    scene_base::check();
  }
};

/// A third thread uses blocks of its own.
struct handed_over : sending {
  handed_over() {
    stock_up();
    spawn([this] {
      thread t{*this, {}};
      send(t);
      t.put(t.get());
      t.end();
    });
    spawn([this] {
      thread t{*this, {}};
      free_sent(t);
      t.put(t.get());
      t.end();
      free_sent(t); // goes on after its end
      t.end();
    });
    spawn([this] {
      thread t{*this, {}};
      free_block* a = t.get();
      free_block* b = t.get();
      t.put(a);
      t.put(b);
      t.end();
    });
  }
};

/// Each thread takes more than a magazine and frees it all: both magazines and the depot turn.
struct turn_over : scene_base<6> {
  turn_over() {
    stock_up();
    for (int threads = 0; threads < 2; ++threads)
      spawn([this] {
        thread t{*this, {}};
        std::array<free_block*, 5> mine{};
        for (free_block*& b : mine) b = t.get();
        for (free_block* b : mine) t.put(b);
        for (std::size_t i = 0; i < 3; ++i) mine[i] = t.get(); // the last from the full one behind
        for (std::size_t i = 0; i < 3; ++i) t.put(mine[i]);
        t.end();
      });
  }
};

/// Who frees has fresh blocks, which it gives to everybody when its magazine is full; a third
/// thread may take them.
struct fresh_blocks : sending {
  fresh_blocks() {
    stock_up(3);
    spawn([this] {
      thread t{*this, {}};
      send(t);
      t.end();
    });
    spawn([this] {
      thread t{*this, {}, 3, 6};
      t.put(t.get());
      free_sent(t);
      t.end();
    });
    spawn([this] {
      thread t{*this, {}};
      t.put(t.get());
      t.end();
    });
  }
};

/// The monitor takes all magazines and gives them back while threads use the depot.
struct trimming : scene_base<6> {
  trimming() {
    stock_up();
    for (int i = 0; i < 2; ++i)
      spawn([this] {
        thread t{*this, {}};
        free_block* a = t.get();
        t.put(t.get());
        t.put(a);
        t.end();
      });
    spawn([this] {
      for (free_block* m = shared.take_all(); m != nullptr;) {
        free_block* next = m->next_magazine.get();
        shared.put_back(m, m->count.get());
        m = next;
      }
    });
  }
};

} // namespace

int main() {
  using sync::model::with;
  return sync::model::run({
      .name = "magazine",
      .scenes = {with<handed_over>({.name = "handed over"}),
                 with<turn_over>({.name = "turn over", .preemptions = 4}),
                 with<fresh_blocks>({.name = "fresh blocks", .preemptions = 3}),
                 with<trimming>({.name = "trimming", .preemptions = 3})},
      .mutants = {{1, "a thread's end forgets the full magazine", {"turn over"}, "lost"},
                  {2, "goes on with the magazine that it has put away", {"turn over"}, "too full"},
                  {3, "looks into the depot before it locks", {"handed over"}, "data race"},
                  {4, "a refill from behind forgets the count", {"turn over"}, "too full"}},
  });
}
