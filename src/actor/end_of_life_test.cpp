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

} // namespace end_of_life_test
