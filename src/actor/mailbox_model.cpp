// SPDX-License-Identifier: Apache-2.0
//
// The two words of a mailbox and the turn, of turn_loop.hpp, that handles, parks and idles: one
// actor, senders, runtime mail and two workers.
//
// Proven over all schedules within each scene's bound: never two owners (they would race for what
// an owner touches), order per sender in each lane, no lost wake-up, no user mail while parked, and
// nothing of the cell is touched after its tag is given (data races). Not proven: that seq_cst is
// needed where it stands, because the explorer is sequentially consistent; more senders and
// messages than the scenes have; turns that last long, handlers that throw, and what handlers do,
// which is run_turn.cpp's.
//
// A user push that takes `gated` away and schedules is no mutant here: it is harmless, the turn
// finds the actor parked and parks it again.
#include "model_support.hpp"

#include <array>

namespace {

using namespace actor_model;

enum class kind { user, user_that_parks, system, resume };

struct letter : envelope {
  kind what = kind::user;
  int sender = 0;
  int number = 0; // per sender, from 1
};

struct scene_base {
  place actor;
  sync::atomic<int> asked{0}; // parking handlers so far: the reply to each resumes it
  turn_limits limits;

  // What is true, beside the memory of the product.
  bool waits = false;
  int sent = 0, handled = 0;
  std::array<int, 4> last{};
  std::array<letter, 6> pool{};
  std::size_t made = 0;

  scene_base() {
    actor.flags.set(0);
    (void)actor.words.go_idle();
  }

  letter* make(kind what, int sender, int number) {
    letter* e = &pool[made++];
    e->generation = 1;
    e->what = what;
    e->sender = sender;
    e->number = number;
    ++sent;
    return e;
  }

  /// The reply to the parking handler `number`, if that comes to ask in time.
  void send_resume(letter* e, int number) {
    for (int looks = 0; looks < 2; ++looks)
      // Pairs with the increment in handle().
      if (asked.load(sync::acquire) >= number) return actor.send_system(e);
    --sent;
  }

  void two_workers() {
    for (int i = 0; i < 2; ++i)
      spawn([this] {
        for (int looks = 0; looks < 3; ++looks) run();
      });
  }

  // ---- what turn_loop asks

  struct turn : model_turn {
    scene_base& a;
    explicit turn(scene_base& scene) : a(scene) {}
  };

  struct actors {
    using turn = scene_base::turn;
    static void handle(cell&, turn& t, envelope& e) { t.a.handle(t, static_cast<letter&>(e)); }
    static void handle_by_behavior(cell& c, turn& t, envelope& e) { handle(c, t, e); }
    static bool is_reply(const envelope& e) {
      return static_cast<const letter&>(e).what == kind::resume;
    }
    static void handle_reply(turn& t, envelope& e) { t.a.handle(t, static_cast<letter&>(e)); }
    static void handle_runtime(turn& t, envelope& e) { t.a.handle(t, static_cast<letter&>(e)); }

    // Nobody is born here, or ends.
    static bool is_for_anybody(const envelope&) { return false; }
    static void handle_for_anybody(turn&, envelope&) {}
    static void answer_stale(turn&, envelope&) { expect(false, "stale mail"); }
    static void be_born(cell&, turn&) { expect(false, "born twice"); }
    static void signal(cell&, turn&) {}
    static void attend(turn&) {}
    static void threw(turn&) {}
    static void takes_over(turn&) {}
    static void limit_drain(turn&) {}
  };

  void run() { run_one<actors>(actor, turn(*this), limits); }

  void handle(turn& t, letter& e) {
    actor.touch();
    ++handled;
    ++t.handled;
    auto from = static_cast<std::size_t>(e.sender);
    expect(e.number > last[from], "messages of one sender out of order");
    last[from] = e.number;
    if (e.what == kind::user || e.what == kind::user_that_parks)
      expect(!waits, "user mail while parked");
    if (e.what == kind::resume) {
      waits = false;
      t.gates = 0;
    }
    if (e.what == kind::user_that_parks) {
      waits = true;
      t.gates = akt::detail::flag_parked;
      asked.fetch_add(1, sync::acq_rel); // pairs with the load in send_resume()
    }
  }

  void check() {
    come_to_rest(actor, [this] { run(); });
    expect(((actor.flags.get() & akt::detail::flag_parked) != 0) == waits,
           "the actor and its cell disagree about parking");
    if (waits) {
      expect((actor.words.user_word() & mailbox::tags) == mailbox::gated,
             "parked without the gate");
    } else {
      expect(actor.words.user_word() == mailbox::idle && actor.batch.first.get() == nullptr,
             "user mail waits: lost wake-up");
      expect(handled == sent, "a message is lost");
    }
  }
};

struct nobody_parks : scene_base {
  nobody_parks() {
    letter* a = make(kind::user, 0, 1);
    letter* b = make(kind::user, 0, 2);
    letter* c = make(kind::user, 1, 1);
    letter* s = make(kind::system, 2, 1);
    spawn([this, a, b] {
      actor.send(a);
      actor.send(b);
    });
    spawn([this, c] { actor.send(c); });
    spawn([this, s] { actor.send_system(s); });
    two_workers();
  }
};

/// Each turn is over after one message.
struct short_turns : nobody_parks {
  short_turns() { limits = turn_limits(1); }
};

struct parks : scene_base {
  parks() {
    letter* a = make(kind::user_that_parks, 0, 1);
    letter* b = make(kind::user, 0, 2);
    letter* c = make(kind::user, 1, 1);
    letter* s = make(kind::system, 2, 1);
    letter* r = make(kind::resume, 2, 2);
    spawn([this, a, b] {
      actor.send(a);
      actor.send(b);
    });
    spawn([this, c] { actor.send(c); });
    spawn([this, s, r] {
      actor.send_system(s);
      send_resume(r, 1);
    });
    two_workers();
  }
};

struct parks_twice : scene_base {
  parks_twice() {
    letter* a = make(kind::user_that_parks, 0, 1);
    letter* b = make(kind::user_that_parks, 0, 2);
    letter* r = make(kind::resume, 1, 1);
    letter* t = make(kind::resume, 2, 1);
    spawn([this, a, b] {
      actor.send(a);
      actor.send(b);
    });
    spawn([this, r] { send_resume(r, 1); });
    spawn([this, t] { send_resume(t, 2); });
    two_workers();
  }
};

/// One sender's runtime mail, beside a user message that keeps the actor busy.
struct system_order : scene_base {
  system_order() {
    letter* a = make(kind::user, 0, 1);
    letter* s = make(kind::system, 2, 1);
    letter* t = make(kind::system, 2, 2);
    spawn([this, a] { actor.send(a); });
    spawn([this, s, t] {
      actor.send_system(s);
      actor.send_system(t);
    });
    two_workers();
  }
};

/// A batch told with one push, over idle and into a parked actor.
struct chain : scene_base {
  chain() {
    letter* a = make(kind::user, 0, 1);
    letter* b = make(kind::user_that_parks, 0, 2);
    letter* c = make(kind::user, 1, 1);
    letter* r = make(kind::resume, 2, 1);
    spawn([this, a, b] {
      b->next.set(a);
      if (actor.words.push_chain(b, a)) actor.schedule();
    });
    spawn([this, c] {
      if (actor.words.push_chain(c, c)) actor.schedule();
    });
    spawn([this, r] { send_resume(r, 1); });
    two_workers();
  }
};

/// Somebody looks at the actor while it idles, parks and runs.
struct looked_at : scene_base {
  looked_at() {
    letter* a = make(kind::user_that_parks, 0, 1);
    letter* b = make(kind::user, 0, 2);
    letter* r = make(kind::resume, 1, 1);
    spawn([this, a, b] {
      actor.send(a);
      actor.send(b);
    });
    spawn([this, r] { send_resume(r, 1); });
    spawn([this] {
      for (int looks = 0; looks < 2; ++looks)
        if (look_into(actor, [this](cell&) noexcept { actor.touch(); }) ==
            akt::detail::glance::awoken)
          actor.schedule();
    });
    two_workers();
  }
};

} // namespace

int main() {
  using sync::model::with;
  return sync::model::run({
      .name = "mailbox",
      .scenes = {with<nobody_parks>({.name = "nobody parks"}),
                 with<short_turns>({.name = "short turns"}), with<parks>({.name = "parks"}),
                 with<parks_twice>({.name = "parks twice"}),
                 with<system_order>({.name = "system order", .preemptions = 3}),
                 with<chain>({.name = "chain"}), with<looked_at>({.name = "looked at"}),
                 with<system_order>({.name = "idle failures", .spurious = 1}),
                 with<parks>({.name = "parks, at random", .executions = 100'000, .pct_depth = 4})},
      .mutants =
          {{2, "no look at the system word after parking", {"parks"}, "lost wake-up"},
           {3,
            "goes on after a tag that it has not taken back",
            {"nobody parks"},
            "scheduled twice"},
           {4, "hands over before it owns the actor", {"nobody parks"}, "data race"},
           {5, "claim without acquire", {"nobody parks"}, "data race"},
           {6, "a user push drops the gate", {"parks"}, "lost wake-up"},
           {7, "hands over past an older system message", {"system order"}, "out of order"},
           {8, "looks for the tag before the system push", {"nobody parks"}, "lost wake-up"},
           {9, "touches the batch after the tag", {"nobody parks"}, "data race"},
           {10, "no look at the system word after idling", {"nobody parks"}, "lost wake-up"},
           {11, "parked is not tested without system mail", {"parks"}, "user mail while parked"},
           {20, "goes on with the old turn after idling", {"parks"}, "user mail while parked"},
           {21, "goes on with the old turn after parking", {"parks"}, "lost wake-up"},
           {22, "parks without putting the batch away", {"chain"}, "lost"},
           {23, "goes on though a handler waits", {"parks"}, "user mail while parked"},
           {38, "gates an idle actor behind a look", {"looked at"}, "lost wake-up"},
           {39, "looks without the tag", {"looked at"}, "scheduled twice"}},
  });
}
