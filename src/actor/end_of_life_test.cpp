// SPDX-License-Identifier: Apache-2.0
//
// In which order an actor ends, and what is left of it: nothing.
#include "system_core.hpp"
#include "test_support.hpp"

#include <algorithm>

namespace end_of_life_test {

using namespace actor_test;

struct Park {};

/// Writes down its destruction.
struct Trace {
  journal* seen;
  const char* what;
  ~Trace() { seen->push_back(what); }
};

struct Mail {
  std::shared_ptr<Trace> trace;
};

class Subject {
public:
  explicit Subject(journal* seen) : trace_{seen, "object"}, seen_(seen) {}
  akt::task<> on(Park, akt::context<Subject>& ctx) {
    Trace frame{seen_, "frame"};
    co_await ctx.sleep(1h);
  }
  void on(const Mail&) {}

private:
  Trace trace_;
  journal* seen_;
};

class Heir {
public:
  Heir(akt::actor_ref<Subject> subject, journal* seen) : subject_(subject), seen_(seen) {}
  void on(const akt::started&, akt::context<Heir>& ctx) { ctx.watch(subject_); }
  void on(const akt::terminated&, akt::context<Heir>& ctx) {
    seen_->push_back("watcher");
    seen_->push_back(ctx.system().find<Subject>("subject") ? "name taken" : "name free");
  }

private:
  akt::actor_ref<Subject> subject_;
  journal* seen_;
};

struct endings : kit_test {
  akt::actor_ref<Subject> subject = kit.spawn<Subject>("subject", &seen);
};

TEST_F(endings, now_take_the_frame_then_the_object_then_the_name_then_tell_the_watchers) {
  kit.spawn<Heir>("heir", subject, &seen);
  subject.tell<Park>();
  kit.settle();
  subject.stop(akt::now);
  kit.settle();
  EXPECT_EQ(seen, (journal{"frame", "object", "watcher", "name free"}));
}

struct Nest {};
struct Broken {};
/// Fails above a child, which waits.
class Nester {
public:
  explicit Nester(journal* seen) : seen_(seen) {}
  akt::any_ref on(Nest, akt::context<Nester>& ctx) { return ctx.spawn<Subject>("child", seen_); }
  void on(Broken) { throw std::runtime_error("broken"); }

private:
  journal* seen_;
};

// W-31
TEST_F(endings, have_the_reason_of_their_own_actor_also_behind_children) {
  auto parent = kit.spawn<Nester>("parent", &seen);
  auto watcher = kit.spawn<Watcher>("watcher", &ended);
  watcher.tell<Watch>(kit.await(parent.ask<Nest>()).value());
  watcher.tell<Watch>(parent);
  kit.settle();
  parent.tell<Broken>();
  kit.settle();
  ASSERT_EQ(ended.size(), 2u);
  EXPECT_EQ(ended[0].path, "akt://test/parent/child");
  EXPECT_EQ(ended[0].reason, akt::stop_reason::stopped);
  EXPECT_EQ(ended[1].reason, akt::stop_reason::failed);
}

TEST_F(endings, drop_the_waiting_mail_with_what_it_holds) {
  auto trace = std::make_shared<Trace>(&seen, "mail");
  subject.tell<Park>();
  kit.settle();
  for (int n = 0; n < 3; ++n) subject.tell<Mail>(trace);
  trace.reset();
  subject.stop(akt::now);
  kit.settle();
  EXPECT_EQ(std::count(seen.begin(), seen.end(), "mail"), 1);
  EXPECT_EQ(fates(akt::fate::stopped), 3u);
  EXPECT_EQ(fates(akt::fate::cancelled), 1u);
}

/// Tells and asks from its destructor and from a destroyed frame.
class Noisy {
public:
  explicit Noisy(akt::actor_ref<Echo> echo) : echo_(echo) {}
  Noisy(const Noisy&) = delete;
  ~Noisy() { echo_.tell<Ping>(1); }
  akt::task<> on(Park, akt::context<Noisy>& ctx) {
    struct on_exit {
      akt::actor_ref<Noisy> self;
      ~on_exit() { self.tell<Park>(); }
    } farewell{ctx.self()};
    co_await ctx.sleep(1h);
  }

private:
  akt::actor_ref<Echo> echo_;
};

TEST_F(endings, may_send_messages) {
  auto noisy = kit.spawn<Noisy>("noisy", kit.spawn<Echo>("echo"));
  noisy.tell<Park>();
  kit.settle();
  noisy.stop(akt::now);
  kit.settle();
  EXPECT_EQ(fates(akt::fate::stopped), 1u) << "told itself in vain";
  EXPECT_EQ(fates(akt::fate::handled), system().fates().sent - 2);
}

TEST_F(endings, of_thousands_leave_memory_where_it_was) {
  auto round = [&] {
    for (int n = 0; n < 200; ++n) {
      auto s = kit.spawn<Subject>("s" + std::to_string(n), &seen);
      s.tell<Park>();
      kit.spawn<Heir>(akt::anonymous, s, &seen).stop();
      s.stop(akt::now);
    }
    kit.settle();
    seen.clear();
  };
  for (int warm = 0; warm < 4; ++warm) round();
  auto mapped = system().core().pool.mapped_bytes();
  for (int n = 0; n < 4; ++n) round();
  // Blocks wait in the stock of a thread, and with a sanitizer in quarantine, before they are
  // reused.
  EXPECT_LE(system().core().pool.mapped_bytes(), mapped + 8 * akt::slab_source::slab_bytes);
  EXPECT_EQ(system().actors_alive(), 1u);
}

TEST_F(endings, retire_a_cell_whose_generation_would_wrap) {
  using namespace akt::detail;
  cell_table& cells = system().core().cells;
  vacant_cells& vacated = system().core().workers.front()->vacant_stock;
  auto live_and_end = [&](std::uint32_t generation) {
    cell& c = *cell_of(kit.spawn<Echo>(akt::anonymous).where());
    c.generation_.store(generation, akt::sync::relaxed);
    akt::actor_ref<Echo> echo(ref_of(c, generation));
    EXPECT_EQ(kit.await(echo.ask<Ping>(7)).value(), 7);
    echo.stop();
    kit.settle();
    return &c;
  };

  cell* used_again = live_and_end(~0u - 1);
  ASSERT_EQ(cells.take(vacated), used_again);
  cells.give(vacated, *used_again);
  (void)used_again->words.go_idle();

  cell* retired = live_and_end(~0u);
  EXPECT_EQ(cells.take(vacated), used_again) << "the one that came before";
  cells.give(vacated, *used_again);
  (void)used_again->words.go_idle();
  for (std::uint32_t of_any_life : {1u, ~0u}) {
    akt::actor_ref<Echo> old(ref_of(*retired, of_any_life));
    EXPECT_EQ(error_of(kit.await(old.ask<Ping>(7))), akt::errc::stopped);
  }
  stop_whoever_lives(*system().core().outside(), *retired, true);
  kit.settle();
  EXPECT_EQ(system().actors_alive(), 1u) << "the watcher";
}

} // namespace end_of_life_test
