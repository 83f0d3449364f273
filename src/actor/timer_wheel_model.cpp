// SPDX-License-Identifier: Apache-2.0
//
// Alarms: actors arm, re-arm and cancel theirs while the monitor rings what is due.
//
// Proven over all schedules within each scene's bound: after cancel() the memory of an alarm may be
// used for something else (data races), an alarm rings at most once per arm and never before its
// time, none is lost, and one whose deadline has passed before it is armed rings at the next look.
// Not proven: wheels with more slots and alarms than the scenes have. All is under one lock, so
// that the schedules are few.
#include "timer_wheel.hpp"

#include <array>

namespace {

namespace sync = akt::sync;
using sync::model::expect;
using sync::model::spawn;

struct cell {
  int number = 0;
};

using wheel = akt::detail::timer_wheel<cell, 4>;
using rung_timer = akt::detail::rung_timer<cell>;

akt::instant at(int ms) { return akt::instant(std::chrono::milliseconds(ms)); }

constexpr std::size_t alarms = 3;

struct scene_base {
  wheel timers;
  std::array<cell, alarms> cells{};
  std::array<wheel::node, alarms> nodes{};
  struct arming {
    int due = 0, rung = 0;
  };
  std::array<std::array<arming, 3>, alarms> armed{}; // by alarm and generation
  std::array<int, alarms> living{};                  // the generation that shall ring, 0: none

  scene_base() {
    for (std::size_t i = 0; i < alarms; ++i) cells[i].number = static_cast<int>(i);
  }

  void arm(std::size_t i, std::uint32_t generation, int due) {
    armed[i][generation].due = due;
    living[i] = static_cast<int>(generation);
    timers.arm(nodes[i], cells[i], generation, at(due));
  }
  /// The alarm's memory becomes something else.
  void cancel_and_reuse(std::size_t i) {
    living[i] = 0;
    timers.cancel(nodes[i]);
    wheel::node& n = nodes[i];
    n.next.set(&n);
    n.deadline.set(akt::instant{});
    n.cell.set(nullptr);
    n.generation.set(0);
    n.link.set(nullptr);
  }

  void look(int now, std::size_t max = alarms) {
    std::array<rung_timer, alarms> due{};
    std::size_t n;
    do {
      n = timers.ring(at(now), due.data(), max);
      for (std::size_t i = 0; i < n; ++i) {
        expect(due[i].cell != nullptr && due[i].generation != 0,
               "an alarm that nobody armed rings");
        auto number = static_cast<std::size_t>(due[i].cell->number);
        arming& a = armed[number][due[i].generation];
        expect(++a.rung == 1, "an alarm rings twice");
        expect(a.due <= now, "an alarm rings before its time");
      }
    } while (n == max);
  }

  /// At `now`, which is after all deadlines and less than a turn of the wheel after the last look.
  void check_at(int now) {
    look(now);
    for (std::size_t i = 0; i < alarms; ++i)
      expect(living[i] == 0 || armed[i][static_cast<std::size_t>(living[i])].rung == 1,
             "an alarm is lost");
    if (!sync::model::explorer::get().failed())
      expect(timers.quiet_until() == akt::instant::max(), "an alarm stays");
  }
};

/// Three alarms in one slot, two are cancelled and the memory is used again while it rings.
struct cancelled : scene_base {
  cancelled() {
    arm(0, 1, 1);
    arm(1, 1, 5);
    arm(2, 1, 1);
    spawn([this] { cancel_and_reuse(0); });
    spawn([this] {
      cancel_and_reuse(1);
      arm(1, 2, 2);
    });
    spawn([this] {
      look(1);
      look(2);
    });
  }
  void check() { check_at(6); }
};

/// Its generation tells an alarm that was re-armed from the one before.
struct armed_again : scene_base {
  armed_again() {
    spawn([this] {
      arm(0, 1, 1);
      arm(0, 2, 3);
    });
    spawn([this] {
      arm(1, 1, 3);
      arm(1, 2, 2);
      cancel_and_reuse(1);
    });
    spawn([this] {
      look(1);
      look(3);
    });
  }
  void check() { check_at(4); }
};

/// More are due than one look may find, while another is armed.
struct many_due : scene_base {
  many_due() {
    arm(0, 1, 1);
    arm(1, 1, 2);
    spawn([this] { arm(2, 1, 1); });
    spawn([this] { cancel_and_reuse(0); });
    spawn([this] { look(2, 1); });
  }
  void check() { check_at(3); }
};

/// The last one of a slot is cancelled, another one comes behind the first.
struct last_cancelled : scene_base {
  last_cancelled() {
    arm(0, 1, 2);
    arm(1, 1, 2);
    spawn([this] { cancel_and_reuse(1); });
    spawn([this] { arm(2, 1, 2); });
    spawn([this] { look(1); });
  }
  void check() { check_at(3); }
};

/// Time passes between the choice of a deadline and its arming.
struct behind_time : scene_base {
  behind_time() {
    arm(0, 1, 3);
    spawn([this] { arm(1, 1, 1); });
    spawn([this] { arm(2, 1, 2); });
    spawn([this] {
      look(1);
      look(2);
    });
  }
  void check() { check_at(3); }
};

/// Who would sleep until the next alarm asks when that is, while one is cancelled and another one
/// is armed, in the slot of a later one.
struct asked_when : scene_base {
  asked_when() {
    arm(0, 1, 3);
    arm(1, 1, 10); // two turns of the wheel later
    spawn([this] { cancel_and_reuse(0); });
    spawn([this] { arm(2, 1, 6); });
    spawn([this] { expect(timers.quiet_until() <= at(10), "sleeps past an alarm"); });
  }
  void check() {
    expect(timers.quiet_until() == at(6), "sleeps past an alarm, or wakes too early");
    look(3);
    look(6);
    look(9);
    check_at(11);
  }
};

} // namespace

int main() {
  using sync::model::with;
  return sync::model::run({
      .name = "timer wheel",
      .scenes = {with<cancelled>({.name = "cancelled", .preemptions = 4}),
                 with<armed_again>({.name = "armed again", .preemptions = 4}),
                 with<many_due>({.name = "many due", .preemptions = 4}),
                 with<last_cancelled>({.name = "last cancelled", .preemptions = 4}),
                 with<behind_time>({.name = "behind time", .preemptions = 4}),
                 with<asked_when>({.name = "asked when", .preemptions = 4})},
      .mutants = {{1, "cancel() does nothing", {"many due"}, "data race"},
                  {2, "cancel() takes no lock", {"cancelled"}, "data race"},
                  {3, "what rings stays in the wheel", {"many due"}, "rings twice"},
                  {4, "a passed deadline waits for the wheel", {"behind time"}, "lost"},
                  {5, "an earlier alarm is not noticed", {"asked when"}, "sleeps past"},
                  {6, "the end of a list stays at what has left", {"last cancelled"}, "data race"}},
  });
}
