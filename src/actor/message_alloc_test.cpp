// SPDX-License-Identifier: Apache-2.0
//
// This program counts heap allocations: none per tell and none per ask once a system is warm.
#include "test_support.hpp"

#include <cstdlib>
#include <new>

namespace message_alloc_test {
std::size_t allocations = 0;
} // namespace message_alloc_test

// Not to be inlined, or GCC 12 takes malloc() and free() for a mismatch.
[[gnu::noinline]] void* operator new(std::size_t bytes) {
  ++message_alloc_test::allocations;
  if (void* memory = std::malloc(bytes)) return memory;
  std::abort();
}
[[gnu::noinline]] void* operator new(std::size_t bytes, std::align_val_t alignment) {
  ++message_alloc_test::allocations;
  auto a = static_cast<std::size_t>(alignment);
  if (void* memory = std::aligned_alloc(a, (bytes + a - 1) / a * a)) return memory;
  std::abort();
}
[[gnu::noinline]] void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept {
  ++message_alloc_test::allocations;
  return std::malloc(bytes);
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::align_val_t) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  std::free(memory);
}

namespace message_alloc_test {

using namespace actor_test;

struct Note {
  std::string text;
};
struct Loop {
  int rounds;
};
struct LoopTells {
  int rounds;
};
struct Three {
  std::string first, second;
};
struct Reader {
  void on(const Note&) {}
};

/// Counts the allocations of a stretch of its own turn, where neither the kit nor the test
/// allocates.
class Driver {
public:
  Driver(akt::actor_ref<Echo> echo, akt::actor_ref<Reader> reader) : echo_(echo), reader_(reader) {}

  akt::task<> on(Loop m) {
    for (int n = 0; n < m.rounds; ++n) (void)co_await echo_.ask<Ping>(n);
  }
  akt::task<> on(LoopTells m) {
    for (int n = 0; n < m.rounds; ++n) {
      reader_.tell<Note>("short");
      (void)co_await echo_.ask<Ping>(n); // lets the reader run
    }
  }
  akt::task<std::string> on(Three m) {
    std::string text = m.first;
    (void)co_await echo_.ask<Ping>(1);
    text += m.second;
    (void)co_await echo_.ask<Ping>(2);
    (void)co_await echo_.ask<Ping>(3);
    co_return text;
  }

private:
  akt::actor_ref<Echo> echo_;
  akt::actor_ref<Reader> reader_;
};

struct allocations_of : kit_test {
  akt::actor_ref<Echo> echo = kit.spawn<Echo>("echo");
  akt::actor_ref<Reader> reader = kit.spawn<Reader>("reader");
  akt::actor_ref<Driver> driver = kit.spawn<Driver>("driver", echo, reader);

  /// How many allocations the second, warm run of `f` makes.
  template <class F>
  std::size_t warm(F f) {
    f(); // the pools, and the world's own lists, reach their size
    f();
    std::size_t before = allocations;
    f();
    return allocations - before;
  }
};

// The world records every step it takes in a list that grows: a logarithm of the steps.
constexpr std::size_t of_the_world = 2;
constexpr int rounds = 1000;

TEST_F(allocations_of, this_program_are_counted) {
  std::size_t before = allocations;
  delete new int(1);
  EXPECT_EQ(allocations, before + 1);
}

TEST_F(allocations_of, a_tell_are_none) {
  EXPECT_LE(warm([&] {
              for (int n = 0; n < rounds; ++n) {
                reader.tell<Note>("short");
                kit.settle();
              }
            }),
            of_the_world);
}

TEST_F(allocations_of, a_burst_of_tells_are_none) {
  EXPECT_LE(warm([&] {
              for (int n = 0; n < rounds; ++n) reader.tell<Note>("short");
              kit.settle();
            }),
            of_the_world);
}

TEST_F(allocations_of, an_ask_from_outside_are_none) {
  EXPECT_LE(warm([&] {
              for (int n = 0; n < rounds; ++n) (void)echo.ask<Ping>(n).get();
            }),
            of_the_world);
}

TEST_F(allocations_of, an_ask_in_a_handler_are_none) {
  EXPECT_LE(warm([&] { (void)driver.ask<Loop>(rounds).get(); }), of_the_world);
}

TEST_F(allocations_of, a_tell_in_a_handler_are_none) {
  EXPECT_LE(warm([&] { (void)driver.ask<LoopTells>(rounds).get(); }), of_the_world);
}

TEST_F(allocations_of, a_handler_with_three_awaits_and_two_short_strings_are_none) {
  EXPECT_LE(warm([&] {
              for (int n = 0; n < rounds; ++n) (void)driver.ask<Three>("hello", "world").get();
            }),
            of_the_world);
}

} // namespace message_alloc_test
