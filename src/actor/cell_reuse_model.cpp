// SPDX-License-Identifier: Apache-2.0
//
// The life of a cell: an actor ends, the vacant cell answers stale mail, the next actor moves in.
// The turn (turn_loop.hpp), the end, the move (cell_life.hpp) and the lists of vacant cells
// (vacant_list.hpp) are the product's.
//
// Proven over all schedules within each scene's bound: stale mail of both lanes never reaches the
// next occupant and ends exactly once, by its receiver or as `stopped`; mail for the next occupant
// reaches it; what was told behind a stop by the same thread is not handled; a cell is claimed only
// while nobody lives there and nothing is on its way through it, also if two threads know of it; a
// cell whose generation wrapped is not claimed; type_of() never says the type of another occupant;
// never two owners, no lost wake-up, and nothing of the cell is touched by whoever does not own it
// (data races). Not proven: that seq_cst is needed where it stands, and the orders of generation_
// and type_, because the explorer is sequentially consistent and they publish constants; actors
// that park, which mailbox_model.cpp has; longer lists than the scenes have; how cells are made;
// what else ends with an actor (end_of_life.cpp: frame, waits, object, name, watchers); which
// messages stop (stopping.cpp).
#include "model_support.hpp"

#include <array>

namespace {

using namespace actor_model;
using akt::detail::actor_type;
using akt::detail::vacant_cells;
using akt::detail::vacant_limits;

/// What is given is everybody's at once.
constexpr vacant_limits shared_at_once{.kept = 1, .spilled = 1, .fetched = 1, .tried = 1};
/// A stock keeps one and tries two.
constexpr vacant_limits kept_first{.kept = 2, .spilled = 1, .fetched = 2, .tried = 2};

constexpr actor_type old_type{};
constexpr actor_type new_type{};

enum class kind { ordinary, stop, stop_whoever_lives };

struct letter : envelope {
  kind what = kind::ordinary;
  bool sent = false;
  int handled = 0, stopped = 0; // how it ended
};

struct home : place {
  sync::plain<std::uint32_t> lives{0}; // the object: the generation it was made for, 0: nothing
  int spawned = 0;
};

template <vacant_limits Limits, std::size_t Cells = 1>
struct scene_of {
  struct table : akt::detail::vacant_list<table, Limits> {
    std::array<home, Cells> homes;
    cell& at(std::uint32_t index) { return homes[index]; }
    bool make_cells(vacant_cells&) { return false; }
  };

  table cells;
  std::array<vacant_cells, 4> stocks; // of the workers, then of the spawners
  std::array<letter, 5> pool{};
  std::size_t made = 0;

  /// Actors that have lived for some time.
  explicit scene_of(std::uint32_t generation = 1) {
    for (std::uint32_t i = 0; i < Cells; ++i) {
      home& h = cells.homes[i];
      h.index = i;
      h.generation_.store(generation, sync::relaxed); // nobody else is here yet
      occupy(h, old_type);
      h.flags.set(0);
      h.lives.set(generation);
      (void)h.words.go_idle();
    }
  }

  home& the_cell() { return cells.homes[0]; }

  letter* make(kind what, std::uint32_t to) {
    letter* e = &pool[made++];
    e->what = what;
    e->generation = to;
    return e;
  }
  void send(letter* e, std::size_t to = 0) {
    e->sent = true;
    cells.homes[to].send(e);
  }
  void send_system(letter* e) {
    e->sent = true;
    the_cell().send_system(e);
  }

  home* take(vacant_cells& stock) {
    auto* h = static_cast<home*>(cells.take(stock));
    if (h == nullptr) return nullptr;
    h->touch();
    expect(h->type() == nullptr && h->lives.get() == 0, "a cell with an occupant is claimed");
    expect(h->generation() != 0, "a retired cell lives again");
    expect(h->batch.first.get() == nullptr, "claimed with mail in hand");
    return h;
  }

  /// Makes the next actor if a cell can be had, and tells it something.
  void spawn_actor(std::size_t stock, letter* hello, int looks = 2) {
    for (; looks > 0; --looks) {
      home* h = take(stocks[stock]);
      if (h == nullptr) continue;
      if (hello != nullptr)
        expect(h->generation() == hello->generation, "an actor of an unexpected generation");
      occupy(*h, new_type);
      ++h->spawned;
      h->schedule();
      if (hello != nullptr) send(hello);
      return;
    }
  }

  /// Takes the cell, cannot have an object for it, and gives it back.
  void spawn_that_fails(std::size_t stock) {
    for (int looks = 0; looks < 2; ++looks) {
      home* h = take(stocks[stock]);
      if (h == nullptr) continue;
      if (put_back(cells, stocks[stock], *h)) h->schedule();
      return;
    }
  }

  // ---- what turn_loop asks

  struct turn : model_turn {
    scene_of& scene;
    home& here;
    vacant_cells& stock;
    turn(scene_of& s, home& h, vacant_cells& v) : scene(s), here(h), stock(v) {}
  };

  struct actors {
    using turn = scene_of::turn;
    static void handle(cell&, turn& t, envelope& m) {
      auto& e = static_cast<letter&>(m);
      t.here.touch();
      expect(t.here.lives.get() == e.generation, "mail for somebody else");
      ++e.handled;
      if (e.what == kind::stop) t.stop_asked = 1;
    }
    static void handle_by_behavior(cell& c, turn& t, envelope& e) { handle(c, t, e); }
    static bool is_reply(const envelope&) { return false; }
    static void handle_reply(turn&, envelope&) {}
    static void handle_runtime(turn& t, envelope& e) { handle(t.here, t, e); }
    static bool is_for_anybody(const envelope& e) {
      return static_cast<const letter&>(e).what == kind::stop_whoever_lives;
    }
    static void handle_for_anybody(turn& t, envelope& e) {
      ++static_cast<letter&>(e).handled;
      if (occupied(t.here)) t.stop_asked = 1; // as stop_any() does
    }
    static void answer_stale(turn& t, envelope& e) {
      t.here.touch();
      ++static_cast<letter&>(e).stopped;
    }
    static void be_born(cell& c, turn& t) {
      c.flags.set(0);
      t.here.lives.set(t.generation);
    }
    static void signal(cell&, turn&) {}
    static void attend(turn& t) {
      expect(t.here.lives.get() != 0, "a cell ends twice");
      t.here.lives.set(0);
      t.stop_asked = 0;
      vacate(t.here, t, t.scene.cells, t.stock);
    }
    static void threw(turn&) {}
    static void takes_over(turn&) {}
    static void limit_drain(turn&) {}
  };

  void run(std::size_t worker, std::size_t which = 0) {
    home& h = cells.homes[which];
    run_one<actors>(h, turn(*this, h, stocks[worker]), turn_limits());
  }
  void two_workers() {
    for (std::size_t i = 0; i < 2; ++i)
      spawn([this, i] {
        for (int looks = 0; looks < 3; ++looks) run(i);
      });
  }

  void check() {
    for (std::size_t i = 0; i < Cells; ++i) {
      home& h = cells.homes[i];
      come_to_rest(h, [this, i] { run(0, i); });
      expect(h.words.user_word() == mailbox::idle, "not idle: lost wake-up");
      expect(h.spawned == 0 || h.lives.get() == h.generation(), "the new actor is gone");
    }
    for (const letter& e : pool)
      expect(e.handled + e.stopped == (e.sent ? 1 : 0), "a message did not end exactly once");
  }
};

/// The old actor is told to stop while others still tell it things.
struct next_actor : scene_of<shared_at_once> {
  letter* hello = make(kind::ordinary, 2);

  explicit next_actor(bool stale_by_system = false) {
    letter* stop = make(kind::stop, 1);
    letter* stale = make(kind::ordinary, 1);
    spawn([this, stop] { send(stop); });
    spawn([this, stale, stale_by_system] { stale_by_system ? send_system(stale) : send(stale); });
    two_workers();
    spawn([this] { spawn_actor(2, hello); });
  }
  void check() {
    scene_of::check();
    expect(hello->stopped == 0, "mail for the new actor was not for it");
  }
};

struct stale_system_mail : next_actor {
  stale_system_mail() : next_actor(true) {}
};

/// It is stopped at once while it is busy, so that the end may come from another worker.
struct stopped_at_once : scene_of<shared_at_once> {
  stopped_at_once() {
    letter* before = make(kind::ordinary, 1);
    letter* stop = make(kind::stop, 1);
    letter* hello = make(kind::ordinary, 2);
    spawn([this, before] { send(before); });
    spawn([this, stop] { send_system(stop); });
    two_workers();
    spawn([this, hello] { spawn_actor(2, hello); });
  }
};

/// One thread tells it something, to stop, and something again.
template <bool AtOnce>
struct told_around_stop : scene_of<shared_at_once> {
  letter* before = make(kind::ordinary, 1);
  letter* stop = make(kind::stop, 1);
  letter* behind = make(kind::ordinary, 1);

  told_around_stop() {
    spawn([this] {
      send(before);
      AtOnce ? send_system(stop) : send(stop);
      send(behind);
    });
    two_workers();
  }
  void check() {
    scene_of::check();
    expect(behind->stopped == 1, "handled behind a stop");
    expect(AtOnce || before->handled == 1, "not handled before a stop");
  }
};

/// The actor ends while its system does.
struct system_ends : scene_of<shared_at_once> {
  system_ends() {
    letter* stop = make(kind::stop, 1);
    letter* all = make(kind::stop_whoever_lives, 0);
    letter* stale = make(kind::ordinary, 1);
    spawn([this, stop] { send(stop); });
    spawn([this, all] { send_system(all); });
    spawn([this, stale] { send(stale); });
    two_workers();
  }
  void check() {
    scene_of::check();
    expect(the_cell().lives.get() == 0, "an actor outlives its system");
  }
};

/// An owner that gave its tag finds it again when somebody else has moved in.
struct late_owner : scene_of<shared_at_once> {
  late_owner() {
    letter* before = make(kind::ordinary, 1);
    letter* stop = make(kind::stop, 1);
    letter* after = make(kind::ordinary, 1);
    letter* stale = make(kind::ordinary, 1);
    send(before);
    spawn([this, after, stop] {
      send(after);
      send_system(stop);
    });
    spawn([this] { run(0); });
    spawn([this] {
      run(1);
      run(1);
    });
    spawn([this] { spawn_actor(2, nullptr, 1); });
    spawn([this, stale] { send(stale); });
  }
};

/// Two spawners want the one cell.
struct two_spawners : scene_of<shared_at_once> {
  two_spawners() {
    letter* stop = make(kind::stop, 1);
    letter* stale = make(kind::ordinary, 1);
    spawn([this, stop] { send(stop); });
    spawn([this, stale] { send_system(stale); });
    two_workers();
    for (std::size_t i = 2; i < 4; ++i) spawn([this, i] { spawn_actor(i, nullptr); });
  }
  void check() {
    expect(the_cell().spawned <= 1, "two actors in one cell");
    scene_of::check();
  }
};

struct failing_spawn : scene_of<shared_at_once> {
  failing_spawn() {
    letter* stop = make(kind::stop, 1);
    letter* stale = make(kind::ordinary, 1);
    letter* other = make(kind::ordinary, 1);
    spawn([this, stop] { send(stop); });
    spawn([this, stale] { send_system(stale); });
    spawn([this, other] { send(other); });
    two_workers();
    spawn([this] { spawn_that_fails(2); });
  }
};

/// The last of 2^32 actors: the cell only answers from then on.
struct generations_wrap : scene_of<shared_at_once> {
  generations_wrap() : scene_of(~0u) {
    letter* stop = make(kind::stop, ~0u);
    letter* stale = make(kind::ordinary, ~0u);
    letter* first = make(kind::ordinary, 1);
    spawn([this, stop, first] {
      send(stop);
      send(first);
    });
    spawn([this, stale] { send(stale); });
    two_workers();
    spawn([this] { spawn_actor(2, nullptr); });
  }
};

/// Somebody asks for the type of an occupant and of the next, and is told of nobody else's.
struct whose_cell : scene_of<shared_at_once> {
  whose_cell() {
    letter* stop = make(kind::stop, 1);
    spawn([this, stop] { send(stop); });
    spawn([this] {
      run(0);
      spawn_actor(0, nullptr);
    });
    spawn([this] {
      for (int looks = 0; looks < 2; ++looks) {
        const actor_type* t = the_cell().type_of(1);
        expect(t == nullptr || t == &old_type, "the type of somebody else");
        t = the_cell().type_of(2);
        expect(t == nullptr || t == &new_type, "the type of somebody else");
      }
    });
  }
};

/// Two threads, each of which ends an actor, makes one, and makes one again.
template <vacant_limits Limits>
struct two_threads : scene_of<Limits, 2> {
  two_threads() {
    for (std::size_t i = 0; i < 2; ++i) {
      this->send(this->make(kind::stop, 1), i);
      spawn([this, i] {
        this->run(i, i);
        this->spawn_actor(i, nullptr, 1);
        for (std::size_t which = 0; which < 2; ++which) this->run(i, which);
        this->spawn_actor(i, nullptr, 1);
      });
    }
  }
};

} // namespace

int main() {
  using sync::model::with;
  return sync::model::run({
      .name = "cell reuse",
      .scenes =
          {with<next_actor>({.name = "next actor"}),
           with<stale_system_mail>({.name = "stale system mail"}),
           with<stopped_at_once>({.name = "stopped at once"}),
           with<told_around_stop<false>>({.name = "told around stop", .preemptions = 3}),
           with<told_around_stop<true>>({.name = "told around stop at once", .preemptions = 3}),
           with<system_ends>({.name = "system ends"}),
           with<late_owner>({.name = "late owner", .preemptions = 3, .executions = 9'000'000}),
           with<two_spawners>({.name = "two spawners"}),
           with<failing_spawn>({.name = "failing spawn"}),
           with<generations_wrap>({.name = "generations wrap"}),
           with<whose_cell>({.name = "whose cell", .preemptions = 3}),
           with<two_threads<shared_at_once>>({.name = "two threads", .preemptions = 3}),
           with<two_threads<kept_first>>({.name = "two threads, two kept", .preemptions = 3})},
      .mutants =
          {{5, "a sender's claim without acquire", {"next actor"}, "data race"},
           {10, "gives the cell back blindly", {"failing spawn"}, "lost wake-up"},
           {12, "spawn takes the cell whatever its word holds", {"next actor"}, "data race"},
           {13, "spawn's claim without acquire", {"next actor"}, "data race"},
           {20, "goes on with the old turn after idling", {"late owner"}, "somebody else"},
           {23, "the end that was asked for does not come", {"told around stop"}, "behind a stop"},
           {24,
            "no look at system mail after a take",
            {"told around stop at once"},
            "behind a stop"},
           {25, "the generation grows after the tag", {"next actor"}, "unexpected generation"},
           {31, "the generation is not compared", {"next actor"}, "somebody else"},
           {32, "the end of a system ends a vacant cell", {"system ends"}, "ends twice"},
           {33, "a cell that is put back may keep its mail", {"failing spawn"}, "lost wake-up"},
           {34, "the generation does not grow", {"next actor"}, "somebody else"},
           {35, "a vacant cell keeps its type", {"next actor"}, "with an occupant"},
           {36, "a retired cell is vacant", {"generations wrap"}, "lives again"},
           {37, "no look at the generation behind the type", {"whose cell"}, "somebody else"},
           {40, "the generation grows before the type goes", {"whose cell"}, "somebody else"},
           {44, "no look at the generation before the type", {"whose cell"}, "somebody else"},
           {41, "a cell that is taken stays in the stock", {"two threads"}, "with an occupant"},
           {42, "what a stock gives stays in it", {"two threads"}, "with an occupant"},
           {43, "a stock gives without the lock", {"two threads"}, "data race"}},
  });
}
