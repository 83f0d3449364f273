// SPDX-License-Identifier: Apache-2.0
//
// The two words of a mailbox, with senders, runtime mail and the owner loop of run_turn.cpp in
// short: it handles, parks, idles, on two workers.
//
// Proven over all schedules within each scene's bound: never two owners, order per sender in each
// lane, no lost wake-up, no user mail while parked, and nothing of the cell is touched after its
// tag is given (data races). Not proven: that seq_cst is needed where it stands, because the
// explorer is sequentially consistent; more senders and messages than the scenes have; the real
// run_turn.cpp.
//
// A user push that takes `gated` away and schedules is no mutant here: it is harmless, the turn
// finds the actor parked and parks it again.
#include "akt/actor/mailbox.hpp"

#include <array>

namespace {

namespace sync = akt::sync;
using akt::detail::batch_in_hand;
using akt::detail::mail_link;
using akt::detail::mailbox;
using sync::model::expect;
using sync::model::spawn;

enum class kind { user, user_that_parks, system, resume };

struct alignas(64) envelope : mail_link {
  kind what = kind::user;
  int sender = 0;
  int number = 0; // per sender, from 1
};

struct scene_base {
  mailbox words;
  batch_in_hand batch;
  sync::plain<bool> parked{false};
  sync::plain<int> state{0}; // the actor's own
  sync::atomic<int> scheduled{0};
  sync::atomic<int> asked{0}; // parking handlers so far: the reply to each resumes it

  // What is true, beside the memory of the product.
  int owners = 0;
  bool waits = false;
  int sent = 0, handled = 0;
  std::array<int, 4> last{};
  std::array<envelope, 6> pool{};
  std::size_t made = 0;

  scene_base() { (void)words.go_idle(); }

  envelope* make(kind what, int sender, int number) {
    envelope* e = &pool[made++];
    e->what = what;
    e->sender = sender;
    e->number = number;
    ++sent;
    return e;
  }

  void send(envelope* e) {
    if (words.push(batch, e)) schedule();
  }
  void send_system(envelope* e) {
    if (words.push_system(batch, e)) schedule();
  }
  /// The reply to the parking handler `number`, if that comes to ask in time.
  void send_resume(envelope* e, int number) {
    for (int looks = 0; looks < 2; ++looks)
      if (asked.load(sync::acquire) >= number) return send_system(e);
    --sent;
  }

  void two_workers() {
    for (int i = 0; i < 2; ++i)
      spawn([this] {
        for (int looks = 0; looks < 3; ++looks) run_one();
      });
  }

  // ---- the executor

  void schedule() { scheduled.fetch_add(1, sync::acq_rel); }
  bool run_one() {
    int n = scheduled.load(sync::relaxed);
    if (n == 0 || !scheduled.compare_exchange(n, n - 1, sync::acq_rel, sync::relaxed)) return false;
    if (turn{*this}.run()) schedule();
    return true;
  }
  void own() { expect(++owners == 1, "two owners of one actor"); }
  void disown() { --owners; }

  // ---- the owner

  struct turn {
    scene_base& a;
    bool park_asked = false;

    /// True: once more, from the queue.
    bool run() {
      a.own();
      bool system = a.batch.system_count.get() != 0 || a.words.has_system_mail();
      park_asked = a.parked.get();
      if (AKT_MUTANT(11) && !system) park_asked = false; // parked is tested with system mail only
      if (system) handle_system_mail();
      if (park_asked) return park(a.batch.first.get());
      a.parked.set(false);
      return handle_mail();
    }

    bool handle_mail() {
      mail_link* list = a.batch.first.get();
      bool taken = false;
      for (;;) {
        if (list == nullptr) {
          if (!a.words.has_user_mail()) {
            a.batch.first.set(nullptr);
            a.disown();
            auto tag = a.words.go_idle();
            if (tag == mailbox::tag_state::asleep) {
              if (AKT_MUTANT(9)) a.batch.first.set(nullptr); // the actor is somebody else's
              return false;
            }
            a.own();
            if (tag == mailbox::tag_state::system_mail) {
              if (!AKT_MUTANT(20)) return once_more();
              handle_system_mail(); // with what this turn knew of the actor before
              list = a.batch.first.get();
              if (park_asked) return park(list);
              continue;
            }
          }
          if (taken) {
            a.batch.first.set(nullptr);
            return once_more();
          }
          taken = true;
          list = akt::detail::reversed(a.words.take_user_mail());
        }
        envelope& e = static_cast<envelope&>(*list);
        list = list->next.get();
        handle(e);
        if (park_asked) return park(list);
      }
    }

    bool park(mail_link* rest) {
      if (!AKT_MUTANT(9)) a.batch.first.set(rest);
      a.parked.set(true);
      for (;;) {
        a.disown();
        auto tag = a.words.park();
        if (AKT_MUTANT(9)) a.batch.first.set(rest); // put away too late
        if (tag == mailbox::tag_state::asleep) return false;
        a.own();
        // Others may have owned the actor since the tag was given: a new turn, which knows nothing.
        if (!AKT_MUTANT(21)) return once_more();
        handle_system_mail();
        if (!park_asked) {
          a.parked.set(false);
          return once_more();
        }
      }
    }

    bool once_more() {
      a.disown();
      return true;
    }

    void handle_system_mail() {
      while (std::uint32_t n = a.batch.system_count.get()) {
        a.batch.system_count.set(n - 1);
        mail_link* m = a.batch.first.get();
        a.batch.first.set(m->next.get());
        handle(static_cast<envelope&>(*m));
      }
      if (!a.words.has_system_mail()) return;
      mail_link* list = akt::detail::reversed(a.words.take_system_mail());
      while (list != nullptr) {
        mail_link* m = list;
        list = m->next.get();
        handle(static_cast<envelope&>(*m));
      }
    }

    void handle(envelope& e) {
      a.state.set(a.state.get() + 1);
      ++a.handled;
      auto from = static_cast<std::size_t>(e.sender);
      expect(e.number > a.last[from], "messages of one sender out of order");
      a.last[from] = e.number;
      if (e.what == kind::user || e.what == kind::user_that_parks)
        expect(!a.waits, "user mail while parked");
      if (e.what == kind::resume) a.waits = park_asked = false;
      if (e.what == kind::user_that_parks) {
        a.waits = park_asked = true;
        a.asked.fetch_add(1, sync::acq_rel);
      }
    }
  };

  /// The workers have gone; one more runs what is left, alone.
  void check() {
    for (int turns = 0; scheduled.load(sync::relaxed) != 0; ++turns) {
      expect(scheduled.load(sync::relaxed) == 1, "scheduled twice");
      expect(turns < 8, "the actor never comes to rest");
      if (sync::model::explorer::get().failed()) return;
      run_one();
    }
    expect(owners == 0, "somebody still owns the actor");
    expect(words.has_tag(), "asleep without a tag: lost wake-up");
    expect(!words.has_system_mail(), "system mail waits: lost wake-up");
    expect(parked.get() == waits, "the actor and its cell disagree about parking");
    if (waits) {
      expect((words.user_word() & mailbox::tags) == mailbox::gated, "parked without the gate");
    } else {
      expect(words.user_word() == mailbox::idle && batch.first.get() == nullptr,
             "user mail waits: lost wake-up");
      expect(handled == sent, "a message is lost");
    }
  }
};

struct nobody_parks : scene_base {
  nobody_parks() {
    envelope* a = make(kind::user, 0, 1);
    envelope* b = make(kind::user, 0, 2);
    envelope* c = make(kind::user, 1, 1);
    envelope* s = make(kind::system, 2, 1);
    spawn([this, a, b] {
      send(a);
      send(b);
    });
    spawn([this, c] { send(c); });
    spawn([this, s] { send_system(s); });
    two_workers();
  }
};

struct parks : scene_base {
  parks() {
    envelope* a = make(kind::user_that_parks, 0, 1);
    envelope* b = make(kind::user, 0, 2);
    envelope* c = make(kind::user, 1, 1);
    envelope* s = make(kind::system, 2, 1);
    envelope* r = make(kind::resume, 2, 2);
    spawn([this, a, b] {
      send(a);
      send(b);
    });
    spawn([this, c] { send(c); });
    spawn([this, s, r] {
      send_system(s);
      send_resume(r, 1);
    });
    two_workers();
  }
};

struct parks_twice : scene_base {
  parks_twice() {
    envelope* a = make(kind::user_that_parks, 0, 1);
    envelope* b = make(kind::user_that_parks, 0, 2);
    envelope* r = make(kind::resume, 1, 1);
    envelope* t = make(kind::resume, 2, 1);
    spawn([this, a, b] {
      send(a);
      send(b);
    });
    spawn([this, r] { send_resume(r, 1); });
    spawn([this, t] { send_resume(t, 2); });
    two_workers();
  }
};

/// One sender's runtime mail, beside a user message that keeps the actor busy.
struct system_order : scene_base {
  system_order() {
    envelope* a = make(kind::user, 0, 1);
    envelope* s = make(kind::system, 2, 1);
    envelope* t = make(kind::system, 2, 2);
    spawn([this, a] { send(a); });
    spawn([this, s, t] {
      send_system(s);
      send_system(t);
    });
    two_workers();
  }
};

/// A batch told with one push, over idle and into a parked actor.
struct chain : scene_base {
  chain() {
    envelope* a = make(kind::user, 0, 1);
    envelope* b = make(kind::user_that_parks, 0, 2);
    envelope* c = make(kind::user, 1, 1);
    envelope* r = make(kind::resume, 2, 1);
    spawn([this, a, b] {
      b->next.set(a);
      if (words.push_chain(b, a)) schedule();
    });
    spawn([this, c] {
      if (words.push_chain(c, c)) schedule();
    });
    spawn([this, r] { send_resume(r, 1); });
    two_workers();
  }
};

} // namespace

int main() {
  using sync::model::with;
  return sync::model::run({
      .name = "mailbox",
      .scenes = {with<nobody_parks>({.name = "nobody parks"}), with<parks>({.name = "parks"}),
                 with<parks_twice>({.name = "parks twice"}),
                 with<system_order>({.name = "system order", .preemptions = 3}),
                 with<chain>({.name = "chain"}),
                 with<system_order>({.name = "idle failures", .spurious = 1}),
                 with<parks>({.name = "parks, at random", .executions = 100'000, .pct_depth = 4})},
      .mutants =
          {{2, "no look at the system word after parking", {"parks"}, "lost wake-up"},
           {3, "goes on after a tag that it has not taken back", {"nobody parks"}, "crash"},
           {4, "hands over before it owns the actor", {"nobody parks"}, "data race"},
           {5, "claim without acquire", {"nobody parks"}, "data race"},
           {6, "a user push drops the gate", {"parks"}, "lost wake-up"},
           {7, "hands over past an older system message", {"system order"}, "out of order"},
           {8, "looks for the tag before the system push", {"nobody parks"}, "lost wake-up"},
           {9, "the batch is put away after the tag", {"nobody parks", "parks"}, "data race"},
           {10, "no look at the system word after idling", {"nobody parks"}, "lost wake-up"},
           {11, "parked is not tested without system mail", {"parks"}, "user mail while parked"},
           {20, "goes on with the old turn after idling", {"parks"}, "user mail while parked"},
           {21, "goes on with the old turn after parking", {"parks"}, "lost wake-up"}},
  });
}
