// SPDX-License-Identifier: Apache-2.0
#include "akt/wire/codec.hpp"

#include "test_bytes.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <deque>
#include <map>
#include <new>

// Bytes that promise much must cost little: this program counts what they make the library
// allocate.

namespace hostile_alloc_test {
std::size_t allocated = 0;
} // namespace hostile_alloc_test
using hostile_alloc_test::allocated;

// Not to be inlined, or GCC 12 takes malloc() and free() for a mismatch.
[[gnu::noinline]] void* operator new(std::size_t bytes) {
  allocated += bytes;
  if (void* memory = std::malloc(bytes)) return memory;
  std::abort();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace hostile_alloc_test {

struct Heavy {
  std::vector<int> numbers;
  char padding[1000];
};

/// Bytes allocated to find out that `bytes` are refused; the text of the error is in it.
template <class T>
std::size_t cost(const akt::wire::buffer& bytes, const akt::wire::limits& limits = {}) {
  const auto before = allocated;
  const auto value = akt::decode<T>(bytes, nullptr, limits);
  const auto after = allocated;
  EXPECT_FALSE(value);
  return after - before;
}

template <class T>
std::size_t cost(std::string_view hex) {
  return hostile_alloc_test::cost<T>(akt::wire::from_hex(hex));
}

constexpr std::size_t error_text_max = 200;

TEST(hostile, huge_counts_are_refused_before_anything_is_allocated) {
  EXPECT_LE(cost<std::vector<int>>("9b 00 00 00 ff ff ff ff ff 00"), error_text_max);
  EXPECT_LE(cost<std::vector<int>>("9a 00 0f ff ff 00 00 00"), error_text_max);
  EXPECT_LE(cost<std::deque<int>>("9b ff ff ff ff ff ff ff ff 00"), error_text_max + 1000);
  EXPECT_LE((cost<std::map<int, int>>("bb ff ff ff ff ff ff ff ff 00")), error_text_max);
  EXPECT_LE(cost<std::string>("7b 7f ff ff ff ff ff ff ff 61"), error_text_max);
  EXPECT_LE(cost<std::vector<std::byte>>("5a ff ff ff ff 61"), error_text_max);
}

TEST(hostile, small_elements_cannot_grow_into_more_memory_than_the_limit) {
  akt::wire::buffer bytes = akt::wire::from_hex("9a 00 0f 00 00"); // 983,040 empty arrays
  bytes.resize(bytes.size() + 0xf0000, std::byte{0x80});
  EXPECT_LE(cost<std::vector<Heavy>>(bytes), error_text_max);
  EXPECT_LE(cost<std::vector<std::vector<Heavy>>>(bytes, {.memory_bytes = 1 << 20}),
            error_text_max);
}

TEST(hostile, deep_nesting_is_refused) {
  struct Tree {
    std::vector<Tree> children;
  };
  const akt::wire::buffer bytes(1 << 20, std::byte{0x81});
  EXPECT_LE(cost<Tree>(bytes), error_text_max + akt::wire::depth_max * sizeof(Tree));
}

TEST(hostile, an_honest_message_costs_what_it_holds) {
  const std::vector<int> numbers(100, 1);
  const auto bytes = akt::encode(numbers);
  const auto before = allocated;
  const auto back = akt::decode<std::vector<int>>(bytes);
  EXPECT_EQ(allocated - before, 100 * sizeof(int));
  EXPECT_TRUE(back);
}

} // namespace hostile_alloc_test
