// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "system_core.hpp"
#include "test_support.hpp"

/// What the tests of refused memory share.
namespace actor_test {

/// Refuses while it is told to; counts what it has given.
class scarce_memory final : public akt::memory {
public:
  void* map(std::size_t bytes, std::size_t alignment) noexcept override {
    if (maps++ == refused_map || maps_left == 0) return nullptr;
    --maps_left;
    void* mapped = akt::system_memory().map(bytes, alignment);
    if (mapped) bytes_given += bytes;
    return mapped;
  }
  void unmap(void* address, std::size_t bytes) noexcept override {
    bytes_given -= bytes;
    akt::system_memory().unmap(address, bytes);
  }
  void retire(void* address, std::size_t bytes) noexcept override {
    bytes_given -= bytes;
    akt::system_memory().retire(address, bytes);
  }
  std::size_t maps_left = ~std::size_t(0);
  std::size_t maps = 0; // asked for so far
  std::size_t refused_map = ~std::size_t(0);
  std::size_t bytes_given = 0;
};

/// Holds all the blocks that a cache can get, so that whoever asks next is refused. The memory must
/// be bounded.
class drought {
public:
  explicit drought(akt::block_cache& cache) : cache_(cache) {
    for (std::uint32_t c = 0; c < akt::block_classes; ++c) take(c); // one of each, to let go of
    for (std::uint32_t c = akt::block_classes; c-- > 0;)
      while (take(c)) {}
  }
  /// On a turn: of the actor's own system.
  drought() : drought(*akt::detail::current_turn()->home->cache) {}
  drought(const drought&) = delete;
  drought& operator=(const drought&) = delete;
  ~drought() {
    for (std::uint32_t c = 0; c < akt::block_classes; ++c)
      while (!held_[c].empty()) let_go(c);
  }

  /// One block of that many bytes can be had.
  void leave_one(std::size_t bytes) { let_go(akt::block_class(bytes)); }

private:
  bool take(std::uint32_t c) {
    void* block = cache_.get(c);
    if (block) held_[c].push_back(block);
    return block != nullptr;
  }
  void let_go(std::uint32_t c) {
    cache_.pool().put_one(c, held_[c].back()); // past the quarantine of a sanitizer
    held_[c].pop_back();
  }

  akt::block_cache& cache_;
  std::vector<void*> held_[akt::block_classes];
};

class budgets : public testing::Test {
protected:
  budgets() { akt::testkit::on_failure(&report); }

  scarce_memory memory;
  std::optional<akt::testkit::kit> kit;

  void make(std::size_t memory_max = 0) {
    akt::testkit::kit_options options;
    options.system.environment.memory = &memory;
    options.system.memory_max = memory_max;
    kit.emplace(std::move(options));
  }
  void TearDown() override {
    kit.reset();
    EXPECT_EQ(memory.bytes_given, 0u) << "everything went back";
  }
  std::uint64_t refused() { return kit->system().fates()[akt::fate::over_budget]; }
};

} // namespace actor_test
