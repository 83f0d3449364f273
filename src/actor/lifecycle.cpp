// SPDX-License-Identifier: Apache-2.0
//
// How actors come into a system, what their deadlines do, what they are called.
#include "cell_life.hpp"
#include "runtime_mail.hpp"

namespace akt::inline v0::detail {
namespace {

cell* take_cell(sender& home, const spawn_plan& plan) noexcept {
  cell* c = home.system->cells.take(*home.vacant);
  if (!c) return nullptr;
  c->object = home.cache->get_bytes(plan.object_bytes);
  if (!c->object) {
    if (put_back(home.system->cells, *home.vacant, *c)) schedule(home, *c);
    return nullptr;
  }
  c->object_bytes = static_cast<std::uint32_t>(plan.object_bytes);
  c->start = plan.start;
  occupy(*c, *plan.type);
  return c;
}

} // namespace

rare_parts* rare_of(sender& home, cell& c) noexcept {
  if (c.rare) return c.rare;
  void* block = home.cache->get_bytes(sizeof(rare_parts));
  if (block) c.rare = ::new (block) rare_parts;
  return c.rare;
}

result<cell*> reserve(system_core& core, const spawn_plan& plan) noexcept {
  if (!core.accepts_actors()) return errc::stopped;
  sender* home = sender_to(&core);
  cell* c = take_cell(*home, plan);
  if (!c) return errc::over_budget;
  home->spawned.add(1);
  if (plan.name.empty()) return c;
  any_ref self = ref_of(*c, c->generation());
  rare_parts* rare = rare_of(*home, *c);
  result<unit> claimed =
      rare ? core.names.claim(plan.name, {self, plan.type}) : result<unit>(errc::over_budget);
  if (!claimed) {
    cancel_reserved(*c);
    return std::move(claimed).error();
  }
  rare->name = plan.name;
  return c;
}

any_ref launch(cell& c) noexcept {
  any_ref self = ref_of(c, c.generation());
  schedule(*sender_to(c.system), c);
  return self;
}

void cancel_reserved(cell& c) noexcept {
  c.start = [](cell&, turn_context* turn) {
    if (turn) turn->stop_asked = 1;
  };
  launch(c); // it ends on its first turn, which is the one place where actors end
}

/// Rings for whatever is due, and arms the timer for what is next.
void deadline_passed(turn_context& turn, unit&) {
  cell& c = *turn.self;
  if (!c.rare) return;
  rare_parts& rare = *c.rare;
  system_core& core = *turn.system;
  instant now = core.coarse_now();
  rare.armed = instant::max();
  if (now >= rare.drain_deadline) turn.stop_asked = 1;
  pending& head = rare.waits;
  while (!turn.stop_asked && head.next != &head && head.next->deadline <= now) {
    pending& p = *head.next;
    p.unlink();
    p.ops->complete(p, turn, {nullptr, errc::timeout});
    resume_waiting(turn);
  }
  instant next = rare.drain_deadline;
  if (head.next != &head && head.next->deadline < next) next = head.next->deadline;
  if (next == instant::max()) return;
  rare.armed = next;
  core.timers.arm(rare.timer, c, turn.generation, next);
}

using deadline_mail = runtime_mail<unit, &deadline_passed>;

void system_core::ring_timers(sender& home, instant now) noexcept {
  constexpr std::size_t batch = 64;
  rung_timer<cell> due[batch];
  std::size_t n;
  do {
    n = timers.ring(now, due, batch);
    for (std::size_t i = 0; i < n; ++i)
      deliver_system(home, *due[i].cell, deadline_mail::make(home, due[i].generation, unit{}));
  } while (n == batch);
}

duration default_ask_timeout(system_core& core) noexcept { return core.options.ask_timeout; }

std::string system_core::path_of(const cell& c) const {
  std::string path = "akt://" + options.name + "/";
  if (c.rare && !c.rare->name.empty()) return path + c.rare->name;
  return path + "$" + std::to_string(c.index) + "." + std::to_string(c.generation());
}

actor_system& context_base::system() const noexcept { return *cell_->system->face; }

void context_base::stop() noexcept {
  turn_context* turn = current_turn();
  AKT_ASSERT(turn && turn->self == cell_);
  if (turn->stop_asked == 0) turn->stop_asked = stop_behind_handler;
}

std::string context_base::path() const { return cell_->system->path_of(*cell_); }

} // namespace akt::inline v0::detail
