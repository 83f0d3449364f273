// SPDX-License-Identifier: Apache-2.0
#include "akt/core/slab_source.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <set>
#include <vector>

namespace {

class counting_memory final : public akt::memory {
public:
  void* map(std::size_t bytes, std::size_t alignment) noexcept override {
    ++mapped;
    return akt::system_memory().map(bytes, alignment);
  }
  void unmap(void* p, std::size_t bytes) noexcept override {
    --mapped;
    akt::system_memory().unmap(p, bytes);
  }
  void discard(void*, std::size_t) noexcept override { ++discarded; }
  int mapped = 0;
  int discarded = 0;
};

} // namespace

TEST(slab_source, sixty_four_slabs_share_a_region_and_go_back_together) {
  counting_memory m;
  akt::slab_source source(m);
  std::set<void*> slabs;
  for (int i = 0; i < 64; ++i) slabs.insert(source.take());
  EXPECT_EQ(slabs.size(), 64u);
  EXPECT_EQ(m.mapped, 1);
  void* other = source.take();
  EXPECT_EQ(m.mapped, 2);
  for (void* s : slabs) {
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(s) % akt::slab_source::slab_bytes, 0u);
    std::memset(s, 1, akt::slab_source::slab_bytes);
    source.give(s);
  }
  EXPECT_EQ(m.mapped, 1);
  EXPECT_EQ(m.discarded, 63) << "pages go back before the region does";
  source.give(other);
  EXPECT_EQ(m.mapped, 0);
}

TEST(slab_source, a_slab_that_came_back_is_used_again) {
  akt::slab_source source(akt::system_memory());
  void* a = source.take();
  void* b = source.take();
  source.give(a);
  EXPECT_EQ(source.take(), a);
  source.give(b);
}

TEST(slab_source, pages_that_came_with_a_huge_page_go_back_too) {
  counting_memory m;
  akt::slab_source source(m);
  void* only = source.take();
  source.discard_free();
  EXPECT_EQ(m.discarded, 63);
  source.give(only);
}
