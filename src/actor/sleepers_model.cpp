// SPDX-License-Identifier: Apache-2.0
//
// Workers that fall asleep, come to rest because they were told to, leave, and are woken. The
// protocol, the queues and the parkers are the product's; the loops of a worker and of the monitor
// are copies of work_stealing::work(), search() and monitor() without clocks, for they hold the
// rest of the executor. No sleep here has a limit: nothing that is proven needs one.
//
// Proven over all schedules within each scene's bound, most of them with a late store: no ready
// cell is left in any queue while all sleep, also where orders to rest come at any moment; not all
// of those who are told to rest do; one who rests is woken by whoever has work, by the end of the
// executor and by the monitor, and wakes a monitor that idles. Not proven: how long a cell waits
// that was handed over beside a worker in a long turn (the monitor's next look), orders weaker than
// x86's.
//
// Without its fence rest() is no mutant: the seq_cst store and the exchange before it are fences on
// x86; by the rules of the language it is needed, because the size of the queue is relaxed.
#include "run_ring.hpp"
#include "sleepers.hpp"
#include "thread_driver.hpp"

#include <array>

namespace {

namespace sync = akt::sync;
using akt::detail::cell;
using akt::detail::run_ring;
using sync::model::expect;
using sync::model::spawn;

/// A worker's own cells where nobody steals: not one choice point. run_queues_model.cpp has the
/// real slot and ring.
struct own_queue {
  std::array<cell*, 4> cells{};
  std::uint32_t first = 0, last = 0;

  bool push(cell* c) {
    cells[last++] = c;
    return true;
  }
  cell* pop() { return first == last ? nullptr : cells[first++]; }
  cell* take() { return pop(); }
  cell* steal_into(own_queue&) { return nullptr; }
  std::uint32_t size() const { return 0; } // to others
};

template <class Ring>
struct worker_with {
  enum class whereabouts : std::uint32_t { running, searching, parked, not_started };

  std::uint32_t number = 0;
  own_queue slot;
  Ring ring;
  sync::atomic<whereabouts> where{whereabouts::running};
  sync::atomic<bool> leaving{false}, shall_rest{false}, is_resting{false};
  akt::detail::thread_driver driver;
  akt::detail::thread_driver* sleeper = &driver;
};

constexpr auto for_ever = akt::duration::max();

template <class Ring = own_queue>
struct pool : akt::detail::sleepers<worker_with<Ring>> {
  using worker = worker_with<Ring>;
  using base = akt::detail::sleepers<worker>;
  using base::asymmetric_, base::ending_, base::fall_asleep, base::gone, base::hand_over,
      base::monitor_parker_, base::ready_, base::rest, base::searching_, base::somebody_could_help,
      base::started_, base::wake, base::wake_if_nobody_searches, base::workers_;

  akt::detail::run_queue shared;
  akt::duration doze{0};
  std::array<worker, 2> all;
  std::array<cell, 3> cells;
  std::array<int, 3> ready{}, runs{};

  explicit pool(bool asymmetric = false) {
    ready_ = &shared;
    asymmetric_ = asymmetric;
    for (worker& w : all) {
      w.number = static_cast<std::uint32_t>(workers_.size());
      workers_.push_back(&w);
    }
    started_.store(2, sync::relaxed); // nobody runs yet
  }
  virtual ~pool() = default;

  cell* make_ready(std::size_t i) {
    ++ready[i];
    return &cells[i];
  }
  /// As system_core::inject(): from outside.
  void inject(std::size_t i) {
    shared.push(*make_ready(i));
    if (!AKT_MUTANT(70)) sync::fence_seq_cst();
    wake_if_nobody_searches();
  }
  /// As worker::push() and work_stealing::more_work_slow() without its limit of wakes.
  void push(worker& w, std::size_t i) {
    expect(w.ring.push(make_ready(i)), "the ring is full");
    if (somebody_could_help() && w.ring.size() > 1) wake();
  }
  virtual void turn(worker&, std::size_t) {}
  virtual void when_quiet() {}
  void run(worker& w, cell* c) {
    const auto i = static_cast<std::size_t>(c - cells.data());
    ++runs[i];
    turn(w, i);
  }

  /// As work_stealing::work(). The first look is one at which an order comes before its own cells.
  void work(worker& w) {
    bool order_first = true;
    for (;;) {
      cell* c = nullptr;
      if (!order_first || !w.shall_rest.load(sync::relaxed)) c = next_own(w);
      order_first = false;
      if (c == nullptr) {
        if (ending_.load(sync::relaxed) || w.leaving.load(sync::relaxed)) break;
        if (w.shall_rest.load(sync::relaxed)) {
          rest(w, for_ever);
          continue;
        }
        c = w.ring.pop();
      }
      if (c == nullptr) c = search(w);
      if (c != nullptr) run(w, c);
    }
    if (ending_.load(sync::relaxed)) return;
    hand_over(w);
    gone(w);
  }
  cell* next_own(worker& w) {
    if (cell* c = w.slot.take()) return c;
    cell* c = w.ring.pop();
    return c != nullptr ? c : shared.pop();
  }
  /// As work_stealing::search(): it looks once.
  cell* search(worker& w) {
    w.where.store(worker::whereabouts::searching, sync::relaxed);
    searching_.fetch_add(1, sync::seq_cst);
    cell* c = shared.pop();
    searching_.fetch_sub(1, sync::seq_cst);
    if (c == nullptr && !ending_.load(sync::relaxed)) c = fall_asleep(w, doze, for_ever);
    w.where.store(worker::whereabouts::running, sync::relaxed);
    return c;
  }

  void spawn_workers() {
    for (worker& w : all) spawn([this, &w] { work(w); });
  }
  /// When nobody can go on: nothing may be left. Then as work_stealing::finish().
  void spawn_end() {
    spawn([this] {
      sync::model::when_quiet();
      when_quiet();
      expect(shared.empty(), "all sleep beside work");
      for (worker& w : all)
        expect(w.slot.take() == nullptr && w.ring.pop() == nullptr, "asleep with work of its own");
      finish();
    });
  }
  void finish() {
    ending_.store(true, sync::seq_cst);
    monitor_parker_.unpark();
    for (worker& w : all) w.sleeper->unpark();
  }
  void check() const {
    for (std::size_t i = 0; i < cells.size(); ++i) expect(runs[i] == ready[i], "a cell is lost");
  }
};

/// One worker, and a cell from outside.
struct from_outside : pool<> {
  from_outside() {
    started_.store(1, sync::relaxed); // before it runs
    spawn([this] { work(all[0]); });
    spawn([this] { inject(0); });
    spawn_end();
  }
};

/// Two workers that doze once before they sleep, and two cells from outside.
struct dozers : pool<> {
  dozers() {
    doze = std::chrono::microseconds(60);
    spawn_workers();
    spawn([this] {
      inject(0);
      inject(1);
    });
    spawn_end();
  }
};

/// Both are told to, and each has cells in its own queues.
struct both_told : pool<> {
  both_told() {
    all[0].slot.push(make_ready(0));
    all[0].ring.push(make_ready(1));
    all[1].ring.push(make_ready(2));
    for (worker& w : all) w.shall_rest.store(true, sync::relaxed); // before the workers run
    spawn_workers();
    spawn_end();
  }
};

/// One is told to rest with a cell in its ring, the other runs out of work.
struct beside_one_who_falls_asleep : pool<> {
  beside_one_who_falls_asleep() {
    all[0].ring.push(make_ready(0));
    all[0].shall_rest.store(true, sync::relaxed); // before the workers run
    spawn_workers();
    spawn_end();
  }
};

/// Orders come at any moment, the last when it is no longer true that anybody is up.
template <bool Asymmetric>
struct late_orders : pool<> {
  late_orders() : pool(Asymmetric) {
    spawn_workers();
    spawn([this] {
      for (worker& w : all) w.shall_rest.store(true, sync::relaxed); // a hint, as the monitor's
      inject(0);
    });
    spawn_end();
  }
};

/// The one who is up is dismissed.
struct beside_one_who_leaves : pool<> {
  beside_one_who_leaves() {
    all[0].ring.push(make_ready(0));
    all[0].shall_rest.store(true, sync::relaxed); // before the workers run
    all[1].leaving.store(true, sync::relaxed);    // likewise
    spawn_workers();
    spawn_end();
  }
};

/// The executor ends while one comes to rest.
struct at_the_end : pool<> {
  at_the_end() {
    all[0].shall_rest.store(true, sync::relaxed); // before the workers run
    spawn_workers();
    spawn([this] { finish(); });
  }
};

/// The one who is up is in a turn that lasts until another cell has run: the one who rests has to
/// come back for it.
struct beside_a_long_turn : pool<> {
  sync::atomic<std::uint32_t> helped{0};

  beside_a_long_turn() {
    all[1].ring.push(make_ready(0));
    all[0].shall_rest.store(true, sync::relaxed); // before the workers run
    spawn_workers();
    spawn([this] { inject(1); });
    spawn_end();
  }
  /// The monitor's look at a worker in a long turn.
  void when_quiet() override {
    if (shared.empty()) return;
    expect(wake(), "nobody can be called back");
    sync::model::when_quiet();
  }
  void turn(worker&, std::size_t i) override {
    if (i == 0)
      while (helped.load(sync::acquire) == 0) sync::futex_wait(helped, 0, -1); // pairs with below
    if (i == 1) {
      helped.store(1, sync::release); // pairs with the load above
      sync::futex_wake(helped, 2);
    }
  }
};

/// A long turn has put two cells into its worker's ring: whoever is falling asleep takes one.
struct beside_a_full_ring : pool<run_ring<cell, 4>> {
  sync::atomic<std::uint32_t> helped{0};

  beside_a_full_ring() : pool(true) {
    all[0].ring.push(make_ready(0));
    spawn_workers();
    spawn_end();
  }
  void turn(worker& w, std::size_t i) override {
    if (i == 0) {
      push(w, 1);
      push(w, 2);
      while (helped.load(sync::acquire) == 0) sync::futex_wait(helped, 0, -1); // pairs with below
    } else {
      helped.store(1, sync::release); // pairs with the load above
      sync::futex_wake(helped, 2);
    }
  }
};

/// The monitor idles when all sleep; whoever wakes wakes it, for a turn may last.
template <bool ToldToRest>
struct monitor_that_idles : pool<> {
  sync::atomic<std::uint32_t> looked{0};

  monitor_that_idles() {
    all[0].shall_rest.store(ToldToRest, sync::relaxed); // before the workers run
    spawn_workers();
    spawn([this] {
      monitor_parker_.prepare();
      monitor_idles_.store(1, sync::seq_cst);
      if (everybody_sleeps() && !ending_.load(sync::seq_cst))
        monitor_parker_.wait(-1);
      else
        monitor_parker_.cancel();
      looked.store(1, sync::release); // pairs with the load in turn()
      sync::futex_wake(looked, 2);
    });
    spawn([this] { inject(0); });
    spawn_end();
  }
  void when_quiet() override {
    // Relaxed: all others wait.
    expect(runs[0] == 0 || looked.load(sync::relaxed) != 0, "the monitor idles beside a turn");
  }
  void turn(worker&, std::size_t) override {
    // Pairs with the monitor's store.
    while (looked.load(sync::acquire) == 0) sync::futex_wait(looked, 0, -1);
  }
};

} // namespace

int main() {
  using sync::model::with;
  return sync::model::run({
      .name = "sleepers",
      .scenes = {with<from_outside>({.name = "from outside", .preemptions = 3, .late = 1}),
                 with<dozers>({.name = "dozers", .preemptions = 1, .late = 1}),
                 with<both_told>({.name = "both told", .late = 1}),
                 with<beside_one_who_falls_asleep>({.name = "one falls asleep", .late = 1}),
                 with<late_orders<false>>({.name = "late orders", .preemptions = 1, .late = 1}),
                 with<late_orders<true>>(
                     {.name = "late orders, asymmetric", .preemptions = 1, .late = 1}),
                 with<beside_one_who_leaves>({.name = "one leaves", .late = 1}),
                 with<at_the_end>({.name = "the end", .late = 1}),
                 with<beside_a_long_turn>({.name = "long turn", .preemptions = 1}),
                 with<beside_a_full_ring>({.name = "full ring", .preemptions = 1, .late = 1}),
                 with<monitor_that_idles<true>>({.name = "monitor", .preemptions = 1}),
                 with<monitor_that_idles<false>>(
                     {.name = "monitor beside sleepers", .preemptions = 1})},
      .mutants =
          {{51, "an order to rest is obeyed again and again", {"both told"}, "livelock"},
           {52, "rests on its own queue", {"both told"}, "asleep with work of its own"},
           {53,
            "looks who is up before it hands over",
            {"one falls asleep"},
            "all sleep beside work"},
           {54, "prepares to sleep after its look at the end", {"the end"}, "deadlock"},
           {55,
            "looks who is up before others see that it rests",
            {"both told", "one falls asleep"},
            "all sleep"},
           {56, "one who rests is not counted", {"long turn"}, "called back"},
           {57, "rests whoever else does", {"both told"}, "sleep"},
           {58, "rests at the end", {"the end"}, "deadlock"},
           {59, "comes back without a word to the monitor", {"monitor"}, "idles beside"},
           {60,
            "looks for work before others see that it parks",
            {"one falls asleep"},
            "all sleep"},
           {61, "takes before it says that it parks", {"one falls asleep"}, "all sleep"},
           {62, "no fence for those who fill their rings", {"full ring"}, "asleep"},
           {63, "no look at rings before it sleeps", {"full ring"}, "asleep"},
           {64, "wakes without a word to the monitor", {"monitor beside sleepers"}, "idles beside"},
           {65, "looks at the queue before others see that it leaves", {"one leaves"}, "all sleep"},
           {66, "leaves without a look at the queue", {"one leaves"}, "all sleep"},
           {67, "takes whoever dozes for awake", {"dozers"}, "all sleep"},
           {70, "no fence behind a cell from outside", {"from outside"}, "all sleep"}},
  });
}
