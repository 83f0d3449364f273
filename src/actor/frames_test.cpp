// SPDX-License-Identifier: Apache-2.0
#include "akt/actor/task.hpp"

#include "system_core.hpp"
#include "test_support.hpp"

#include <cstring>

namespace frames_test {

using namespace actor_test;
using akt::detail::allocate_frame;
using akt::detail::free_frame;

constexpr std::size_t sizes[] = {1, 48, 64, 1000, 4096, 100'000};

TEST(frames, come_from_the_heap_outside_of_turns) {
  for (std::size_t bytes : sizes) {
    void* frame = allocate_frame(bytes);
    ASSERT_NE(frame, nullptr);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(frame) % 16, 0u);
    std::memset(frame, 1, bytes);
    free_frame(frame, bytes);
  }
}

struct Make {};
struct Free {};

class Maker {
public:
  explicit Maker(std::vector<void*>* frames) : frames_(frames) {}
  void on(Make) {
    for (std::size_t bytes : sizes) {
      frames_->push_back(allocate_frame(bytes));
      std::memset(frames_->back(), 1, bytes);
    }
  }
  void on(Free) {
    for (std::size_t i = 0; i < frames_->size(); ++i) free_frame((*frames_)[i], sizes[i]);
    frames_->clear();
  }

private:
  std::vector<void*>* frames_;
};

struct pooled_frames : kit_test {
  std::vector<void*> frames;
  akt::actor_ref<Maker> maker = kit.spawn<Maker>("maker", &frames);
};

TEST_F(pooled_frames, come_from_the_pool_on_a_turn_and_go_back_there) {
  maker.tell<Make>();
  kit.settle();
  EXPECT_EQ(frames.size(), std::size(sizes));
  maker.tell<Free>();
  kit.settle();
}

TEST_F(pooled_frames, may_be_freed_outside_of_turns) {
  maker.tell<Make>();
  kit.settle();
  auto mapped = system().core().pool.mapped_bytes();
  for (std::size_t i = 0; i < frames.size(); ++i) free_frame(frames[i], sizes[i]);
  EXPECT_LE(system().core().pool.mapped_bytes(), mapped - sizes[5]) << "the large one is unmapped";
}

} // namespace frames_test
