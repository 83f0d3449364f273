// SPDX-License-Identifier: Apache-2.0
//
// Ranges of messages to one actor.
#include "budget_test_support.hpp"

#include <array>
#include <deque>
#include <list>
#include <span>

namespace tell_all_test {

using namespace actor_test;
using akt::fate;

struct Line {
  std::string text;
};
struct Only {
  std::unique_ptr<int> n;
};
struct Fragile {
  explicit Fragile(int number) : n(number) {}
  Fragile(const Fragile& other) : n(other.n) {
    if (n == 3) throw std::runtime_error("broke");
  }
  Fragile(Fragile&& other) noexcept : n(other.n) {}
  int n;
};
using Lines = akt::protocol<void(Line)>;

class Reader {
public:
  explicit Reader(journal* seen) : seen_(seen) {}
  void on(const Line& m) { seen_->push_back(m.text); }
  void on(Only m) { seen_->push_back(std::to_string(*m.n)); }
  void on(const Fragile& m) { seen_->push_back(std::to_string(m.n)); }

private:
  journal* seen_;
};

struct batches : kit_test {
  akt::actor_ref<Reader> reader = kit.spawn<Reader>("reader", &seen);
  const std::vector<Line> abc{{"a"}, {"b"}, {"c"}};
};

TEST_F(batches, are_handled_in_their_order_among_what_is_told) {
  reader.tell<Line>("first");
  reader.tell_all(abc);
  reader.tell<Line>("last");
  kit.settle();
  reader.tell_all(abc);
  kit.settle();
  EXPECT_EQ(seen, (journal{"first", "a", "b", "c", "last", "a", "b", "c"}));
}

TEST_F(batches, may_be_any_range_also_one_or_none) {
  reader.tell_all(std::list<Line>{{"list"}});
  reader.tell_all(std::deque<Line>{});
  const Line array[]{{"array"}, {"too"}};
  reader.tell_all(array);
  reader.tell_all(std::span(abc).first(2));
  kit.settle();
  EXPECT_EQ(seen, (journal{"list", "array", "too", "a", "b"}));
}

TEST_F(batches, leave_alone_what_they_do_not_own) {
  std::vector<Line> mine{{std::string(40, 'x')}};
  reader.tell_all(mine);
  reader.tell_all(std::span(mine));
  EXPECT_EQ(mine[0].text.size(), 40u);
  reader.tell_all(std::move(mine));
  kit.settle();
  EXPECT_EQ(seen, journal(3, std::string(40, 'x')));
}

TEST_F(batches, of_what_cannot_be_copied_are_moved_out_of_their_container) {
  std::vector<Only> some;
  for (int i = 1; i <= 3; ++i) some.push_back({std::make_unique<int>(i)});
  reader.tell_all(std::move(some));
  kit.settle();
  EXPECT_EQ(seen, (journal{"1", "2", "3"}));
}

TEST_F(batches, are_counted_one_by_one_and_each_has_its_fate) {
  kit.settle();
  const auto before = system().fates();
  reader.tell_all(std::vector<Line>(1000));
  EXPECT_EQ(system().fates().in_flight, 1000u);
  reader.stop();
  reader.tell_all(std::vector<Line>(10));
  akt::actor_ref<Reader>().tell_all(abc);
  kit.settle();
  EXPECT_EQ(system().fates()[fate::stopped], before[fate::stopped] + 10);
  EXPECT_EQ(seen.size(), 1000u);
}

TEST_F(batches, to_a_system_that_has_stopped_are_refused_one_by_one) {
  kit.settle();
  system().stop();
  reader.tell_all(abc);
  EXPECT_EQ(fates(fate::stopped), 3u);
}

struct Batch {};
class Writer {
public:
  Writer(akt::actor_ref<Lines> to, std::vector<Line> lines) : to_(to), lines_(std::move(lines)) {}
  void on(Batch) { to_.tell_all(lines_); }

private:
  akt::actor_ref<Lines> to_;
  std::vector<Line> lines_;
};

TEST_F(batches, go_through_protocol_references_also_null_ones) {
  kit.spawn<Writer>("w", reader, abc).tell<Batch>();
  kit.spawn<Writer>("v", akt::actor_ref<Lines>(), abc).tell<Batch>();
  kit.settle();
  EXPECT_EQ(seen, (journal{"a", "b", "c"}));
  EXPECT_EQ(fates(fate::null_reference), 3u);
}

TEST_F(batches, are_sent_as_far_as_they_could_be_copied) {
  std::vector<Fragile> some;
  for (int i = 1; i <= 4; ++i) some.emplace_back(i);
  EXPECT_THROW(reader.tell_all(some), std::runtime_error);
  kit.settle();
  EXPECT_EQ(seen, (journal{"1", "2"}));
}

/// Takes a batch while its handler waits.
struct Rest {};
class Napper {
public:
  explicit Napper(journal* seen) : seen_(seen) {}
  akt::task<> on(Rest, akt::context<Napper>& ctx) {
    co_await ctx.sleep(1s);
    seen_->push_back("awake");
  }
  void on(const Line& m) { seen_->push_back(m.text); }

private:
  journal* seen_;
};

TEST_F(batches, wait_while_a_handler_waits) {
  auto napper = kit.spawn<Napper>("n", &seen);
  napper.tell<Rest>();
  kit.settle();
  napper.tell_all(abc);
  kit.settle();
  EXPECT_TRUE(seen.empty());
  kit.advance(2s);
  EXPECT_EQ(seen, (journal{"awake", "a", "b", "c"}));
}

struct scarce_batches : budgets {};

TEST_F(scarce_batches, lose_with_a_fate_what_there_is_no_memory_for) {
  make(std::size_t(2) << 20);
  journal seen;
  auto reader = kit->spawn<Reader>("reader", &seen);
  kit->settle();
  reader.tell_all(std::vector<Line>(60'000));
  kit->settle();
  EXPECT_GT(refused(), 0u);
  EXPECT_EQ(seen.size() + refused(), 60'000u);
}

} // namespace tell_all_test
