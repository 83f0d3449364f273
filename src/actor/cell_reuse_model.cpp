// SPDX-License-Identifier: Apache-2.0
//
// The life of a cell: an actor ends, the vacant cell answers stale mail, the next actor moves in.
//
// Proven over all schedules within each scene's bound: stale mail of both lanes never reaches the
// next occupant and ends exactly once, by its receiver or as `stopped`; mail for the next occupant
// reaches it; a cell is claimed only while nothing is on its way through it; never two owners, no
// lost wake-up, and nothing of the cell is touched by whoever does not own it (data races). Not
// proven: that seq_cst is needed where it stands, because the explorer is sequentially consistent;
// wrapped generations; the lists of vacant cells (cell_table), which a flag stands for here.
#include "akt/actor/mailbox.hpp"

#include <array>

namespace {

namespace sync = akt::sync;
using akt::detail::batch_in_hand;
using akt::detail::mail_link;
using akt::detail::mailbox;
using sync::model::expect;
using sync::model::spawn;

enum class kind { ordinary, stop };

struct alignas(64) envelope : mail_link {
  kind what = kind::ordinary;
  int generation = 1;
  bool sent = false;
  int handled = 0, stopped = 0; // how it ended
};

struct scene_base {
  mailbox words;
  batch_in_hand batch;
  sync::plain<int> generation{1};
  sync::plain<int> object{1}; // what lives here: the generation it was made for, 0: nothing
  sync::plain<bool> unborn{false};
  sync::atomic<int> vacant{0}; // 1: the cell is in the list of vacant cells
  sync::atomic<int> scheduled{0};

  int owners = 0;
  int spawned = 0;
  std::array<envelope, 5> pool{};
  std::size_t made = 0;

  scene_base() { (void)words.go_idle(); }

  envelope* make(kind what, int to) {
    envelope* e = &pool[made++];
    e->what = what;
    e->generation = to;
    return e;
  }

  void send(envelope* e) {
    e->sent = true;
    if (words.push(batch, e)) schedule();
  }
  void send_system(envelope* e) {
    e->sent = true;
    if (words.push_system(batch, e)) schedule();
  }

  /// The cell out of the list of vacant cells; a stale message on its way through it stays there.
  bool take() {
    int listed = 1;
    if (!vacant.compare_exchange(listed, 0, sync::acquire, sync::relaxed)) return false;
    if (!words.claim_vacant()) {
      vacant.store(1, sync::release);
      return false;
    }
    own();
    expect(batch.first.get() == nullptr, "claimed with mail in hand");
    return true;
  }

  /// Makes the next actor here if the cell can be had, and tells it something.
  void spawn_actor(envelope* hello, int looks = 2) {
    for (; looks > 0; --looks) {
      if (!take()) continue;
      int mine = generation.get();
      object.set(mine);
      unborn.set(true);
      ++spawned;
      disown();
      schedule();
      if (hello != nullptr) {
        expect(mine == hello->generation, "an actor of an unexpected generation");
        send(hello);
      }
      return;
    }
  }

  /// Takes the cell, cannot have an object for it, and gives it back.
  void spawn_that_fails() {
    for (int looks = 0; looks < 2; ++looks) {
      if (!take()) continue;
      vacant.store(1, sync::release); // pairs with take()
      disown();
      if (words.go_idle() != mailbox::tag_state::asleep) schedule();
      return;
    }
  }

  void two_workers() {
    for (int i = 0; i < 2; ++i)
      spawn([this] {
        for (int looks = 0; looks < 3; ++looks) run_one();
      });
  }

  void schedule() { scheduled.fetch_add(1, sync::acq_rel); }
  bool run_one() {
    int n = scheduled.load(sync::relaxed);
    if (n == 0 || !scheduled.compare_exchange(n, n - 1, sync::acq_rel, sync::relaxed)) return false;
    if (turn{*this}.run()) schedule();
    return true;
  }
  void own() { expect(++owners == 1, "two owners of one cell"); }
  void disown() { --owners; }

  /// The loop of run_turn.cpp in short, for actors that do not park.
  struct turn {
    scene_base& c;
    int generation = 0;
    bool ended = false;

    /// True: once more, from the queue.
    bool run() {
      c.own();
      generation = c.generation.get();
      if (c.unborn.get()) c.unborn.set(false);
      handle_system_mail();
      mail_link* list = c.batch.first.get();
      bool taken = false;
      for (;;) {
        if (list == nullptr) {
          if (!c.words.has_user_mail()) {
            c.batch.first.set(nullptr);
            c.disown();
            auto tag = c.words.go_idle();
            if (AKT_MUTANT(22) && ended) c.generation.set(generation); // grown after the tag
            if (tag == mailbox::tag_state::asleep) return false;
            c.own();
            if (tag == mailbox::tag_state::system_mail) {
              // Others may have lived here since the tag was given: a new turn.
              if (!AKT_MUTANT(23)) return once_more();
              handle_system_mail();
              list = c.batch.first.get();
              continue;
            }
          }
          if (taken) {
            c.batch.first.set(nullptr);
            return once_more();
          }
          taken = true;
          list = akt::detail::reversed(c.words.take_user_mail());
        }
        envelope& e = static_cast<envelope&>(*list);
        list = list->next.get();
        c.batch.first.set(list);
        handle(e);
        list = c.batch.first.get();
      }
    }

    bool once_more() {
      c.disown();
      return true;
    }

    void handle_system_mail() {
      while (std::uint32_t n = c.batch.system_count.get()) {
        c.batch.system_count.set(n - 1);
        mail_link* m = c.batch.first.get();
        c.batch.first.set(m->next.get());
        handle(static_cast<envelope&>(*m));
      }
      if (!c.words.has_system_mail()) return;
      mail_link* list = akt::detail::reversed(c.words.take_system_mail());
      while (list != nullptr) {
        mail_link* m = list;
        list = m->next.get();
        handle(static_cast<envelope&>(*m));
      }
    }

    void handle(envelope& e) {
      if (e.generation != generation && !AKT_MUTANT(21)) {
        ++e.stopped;
        return;
      }
      expect(c.object.get() == e.generation, "mail for somebody else");
      ++e.handled;
      if (e.what == kind::stop) end_actor();
    }

    void end_actor() {
      c.object.set(0);
      ++generation;
      ended = true;
      if (!AKT_MUTANT(22)) c.generation.set(generation);
      c.vacant.store(1, sync::release); // pairs with take(); it can be claimed when it is idle
    }
  };

  /// The workers have gone; one more runs what is left, alone.
  void check() {
    for (int turns = 0; scheduled.load(sync::relaxed) != 0; ++turns) {
      expect(scheduled.load(sync::relaxed) == 1, "scheduled twice");
      expect(turns < 8, "the cell never comes to rest");
      if (sync::model::explorer::get().failed()) return;
      run_one();
    }
    expect(owners == 0, "somebody still owns the cell");
    expect(!words.has_system_mail(), "system mail waits: lost wake-up");
    expect(words.user_word() == mailbox::idle, "not idle: lost wake-up");
    for (const envelope& e : pool) {
      expect(e.handled + e.stopped == (e.sent ? 1 : 0), "a message did not end exactly once");
      expect(e.generation == 1 || e.stopped == 0, "mail for the new actor was not for it");
    }
    expect(spawned == 0 || object.get() == 2, "the new actor is gone");
  }
};

/// The old actor is told to stop while others still tell it things.
struct next_actor : scene_base {
  next_actor() {
    envelope* stop = make(kind::stop, 1);
    envelope* stale = make(kind::ordinary, 1);
    envelope* hello = make(kind::ordinary, 2);
    spawn([this, stop] { send(stop); });
    spawn([this, stale] { send(stale); });
    two_workers();
    spawn([this, hello] { spawn_actor(hello); });
  }
};

/// The same in the system lane.
struct stale_system_mail : scene_base {
  stale_system_mail() {
    envelope* stop = make(kind::stop, 1);
    envelope* stale = make(kind::ordinary, 1);
    envelope* hello = make(kind::ordinary, 2);
    spawn([this, stop] { send(stop); });
    spawn([this, stale] { send_system(stale); });
    two_workers();
    spawn([this, hello] { spawn_actor(hello); });
  }
};

/// It is stopped at once while it is busy, so that the end may come from another worker.
struct stopped_at_once : scene_base {
  stopped_at_once() {
    envelope* before = make(kind::ordinary, 1);
    envelope* stop = make(kind::stop, 1);
    envelope* hello = make(kind::ordinary, 2);
    spawn([this, before] { send(before); });
    spawn([this, stop] { send_system(stop); });
    two_workers();
    spawn([this, hello] { spawn_actor(hello); });
  }
};

/// An owner that gave its tag finds it again when somebody else has moved in.
struct late_owner : scene_base {
  late_owner() {
    envelope* before = make(kind::ordinary, 1);
    envelope* stop = make(kind::stop, 1);
    envelope* after = make(kind::ordinary, 1);
    envelope* stale = make(kind::ordinary, 1);
    send(before);
    spawn([this, after, stop] {
      send(after);
      send_system(stop);
    });
    spawn([this] { run_one(); });
    spawn([this] {
      run_one();
      run_one();
    });
    spawn([this] { spawn_actor(nullptr, 1); });
    spawn([this, stale] { send(stale); });
  }
};

/// Two spawners want the one cell.
struct two_spawners : scene_base {
  two_spawners() {
    envelope* stop = make(kind::stop, 1);
    envelope* stale = make(kind::ordinary, 1);
    spawn([this, stop] { send(stop); });
    spawn([this, stale] { send_system(stale); });
    two_workers();
    for (int i = 0; i < 2; ++i) spawn([this] { spawn_actor(nullptr); });
  }
  void check() {
    expect(spawned <= 1, "two actors in one cell");
    scene_base::check();
  }
};

struct failing_spawn : scene_base {
  failing_spawn() {
    envelope* stop = make(kind::stop, 1);
    envelope* stale = make(kind::ordinary, 1);
    envelope* other = make(kind::ordinary, 1);
    spawn([this, stop] { send(stop); });
    spawn([this, stale] { send_system(stale); });
    spawn([this, other] { send(other); });
    two_workers();
    spawn([this] { spawn_that_fails(); });
  }
};

} // namespace

int main() {
  using sync::model::with;
  return sync::model::run({
      .name = "cell reuse",
      .scenes = {with<next_actor>({.name = "next actor"}),
                 with<stale_system_mail>({.name = "stale system mail"}),
                 with<stopped_at_once>({.name = "stopped at once"}),
                 with<late_owner>({.name = "late owner", .preemptions = 3}),
                 with<two_spawners>({.name = "two spawners"}),
                 with<failing_spawn>({.name = "failing spawn"})},
      .mutants = {{5, "a sender's claim without acquire", {"next actor"}, "data race"},
                  {10,
                   "gives the cell back without a look at the system word",
                   {"failing spawn"},
                   "lost wake-up"},
                  {12, "spawn takes the cell whatever its word holds", {"next actor"}, "data race"},
                  {13, "spawn's claim without acquire", {"next actor"}, "data race"},
                  {21, "the generation is not compared", {"next actor"}, "somebody else"},
                  {22, "the generation grows after the tag is given", {"next actor"}, "data race"},
                  {23, "goes on with the old turn after idling", {"late owner"}, "somebody else"}},
  });
}
