// SPDX-License-Identifier: Apache-2.0
#include "wait_cycles.hpp"

#include "akt/actor/remote_node.hpp"

#include "conduct.hpp"
#include "family.hpp"
#include "inspection.hpp"
#include "runtime_mail.hpp"

#include <algorithm>

namespace akt::inline v0 {

std::string wait_cycle::text() const {
  std::string line;
  for (const member& m : members) {
    if (!line.empty()) line += ", ";
    line += m.path + " (" + m.type + ") asks for " + m.message;
    if (!m.at.empty()) line += " at " + m.at;
  }
  return line;
}

namespace detail {
namespace {

struct walk_mail_content {
  std::unique_ptr<wait_walk> content;
};
void walk_arrived(turn_context&, walk_mail_content&);
using walk_mail = runtime_mail<walk_mail_content, &walk_arrived>;

/// True for asks whose answer the parked handler cannot do without.
bool may_close_a_cycle(const pending& p, const wait_note& note) noexcept {
  return !p.ops->asks.empty() && !note.any && note.where != 0;
}

wait_hop hop_of(const turn_context& turn, const pending& p) noexcept {
  const auto* nodes = turn.system->remote;
  return {nodes ? nodes->identity() : 0, turn.self->index, turn.generation, p.sequence};
}

/// Sends a walk on to whom the actor of the turn waits for.
void go_on(turn_context& turn, const pending& p, std::unique_ptr<wait_walk> w) noexcept {
  const wait_note note = note_of(*turn.system, p);
  w->hops.push_back(hop_of(turn, p));
  if (w->phase == walk_phase::confirms)
    w->found.members.push_back({turn.system->path_of(*turn.self),
                                std::string(turn.self->type()->name), std::string(p.ops->asks),
                                short_place(note.at.file_name(), note.at.line())});
  w->ask = answer_ext(turn, p);
  w->ask_generation = turn.generation;
  w->from = nullptr;
  if ((note.where & tag_mask) == node_tag)
    return reinterpret_cast<remote_node*>(note.where & ~tag_mask)->walk(*turn.home, note.what, *w);
  receive_walk(*turn.home, any_ref(note.where, note.what), std::move(w));
}

/// The handler that a wait belongs to.
const promise_base* handler_of(const system_core& core, const pending& p) noexcept {
  const promise_base* frame = note_of(core, p).frame;
  while (frame && frame->awaited_by) frame = frame->awaited_by;
  return frame;
}

/// Whose handlers are looked at.
bool has_few_handlers(const cell& c) noexcept {
  return c.frame || (has_waiting_handler(c) && c.rare->handlers->count <= walk_handlers_max);
}

/// The handler of the turn's actor that has the ask in hand, or whose end lets the ask in. Null:
/// none; an ask that is answered later, from wherever, does not wait for its handler, and one in
/// front of several handlers for none of them.
const promise_base* holder_of(const turn_context& turn, const wait_walk& w) noexcept {
  auto is_it = [&w](const envelope& e) {
    if (!w.from) return e.ext == w.ask && e.asker_generation == w.ask_generation;
    if (!e.asked() || !e.asked_from_afar()) return false;
    const auto* asker = reinterpret_cast<const remote_asker*>(e.ext);
    return asker->node == w.from && asker->request_id == w.request;
  };
  const cell& c = *turn.self;
  const promise_base* lets_in = c.frame;
  if (c.frame) {
    if (is_it(*c.frame->message)) return c.frame;
  } else {
    const interleaved_handlers& all = *c.rare->handlers;
    for (const promise_base* frame = all.newest; frame; frame = frame->older)
      if (is_it(*frame->message)) return frame;
    if ((turn.gates & flag_parked) && all.count == 1) lets_in = all.newest;
    if (!lets_in) return nullptr;
  }
  std::size_t looked_at = 0;
  auto has_it = [&](const mail_link* m) {
    for (; m && looked_at < actor_info::mailbox_count_max; m = m->next.get(), ++looked_at)
      if (is_it(*static_cast<const envelope*>(m))) return true;
    return false;
  };
  const bool waits = has_it(c.batch.first.get()) || has_it(c.words.peek_user_mail()) ||
                     (c.rare->conduct && has_it(c.rare->conduct->oldest));
  return waits ? lets_in : nullptr;
}

/// The handler's wait for that ask; null: it is over, or another handler's.
pending* wait_for(turn_context& turn, const promise_base* handler,
                  std::uint32_t sequence) noexcept {
  rare_parts& rare = *turn.self->rare;
  for (pending* p = rare.waits.next; p != &rare.waits; p = p->next)
    if (p->sequence == sequence && p->ops->describe && handler_of(*turn.system, *p) == handler)
      return p;
  return nullptr;
}

bool waits_for(const rare_parts& rare, std::uint32_t sequence) noexcept {
  const pending* p = rare.waits.next;
  while (p != &rare.waits && p->sequence != sequence) p = p->next;
  return p != &rare.waits;
}

/// That ask's cycle is told already; from now on it is.
bool is_told(rare_parts& rare, std::uint32_t sequence) {
  if (!rare.handlers) return std::exchange(rare.reported, sequence) == sequence;
  auto& all = rare.handlers->reported;
  if (std::find(all.begin(), all.end(), sequence) != all.end()) return true;
  std::erase_if(all, [&](std::uint32_t s) { return !waits_for(rare, s); });
  all.push_back(sequence);
  return false;
}

void tell(turn_context& turn, wait_walk& w, std::ptrdiff_t first) {
  rare_parts& rare = *turn.self->rare;
  const std::uint32_t sequence = w.expected[static_cast<std::size_t>(first)].sequence;
  if (is_told(rare, sequence)) return;
  auto& members = w.found.members;
  std::rotate(members.begin(), members.begin() + first, members.end());
  turn.system->options.environment.log("handlers wait for each other: " + w.found.text());
  turn.system->wait_cycles.publish(w.found);
}

/// A later walk: the same way once more, and then to whoever tells.
void follow(turn_context& turn, const promise_base* handler, std::unique_ptr<wait_walk> w) {
  const std::size_t at = w->hops.size();
  if (at >= w->expected.size()) return;
  const pending* p = wait_for(turn, handler, w->expected[at].sequence);
  if (!p || hop_of(turn, *p) != w->expected[at]) return;
  const auto least = std::min_element(w->expected.begin(), w->expected.end());
  if (w->phase == walk_phase::tells && hop_of(turn, *p) == *least)
    return tell(turn, *w, least - w->expected.begin());
  go_on(turn, *p, std::move(w));
}

/// The walk is where it began.
void come_back(turn_context& turn, const promise_base* handler, std::unique_ptr<wait_walk> w) {
  if (w->phase == walk_phase::tells) return; // an answer has come meanwhile
  if (w->phase == walk_phase::finds) {
    w->expected = std::move(w->hops);
    w->phase = walk_phase::confirms;
  } else {
    if (w->hops != w->expected) return;
    w->phase = walk_phase::tells;
  }
  w->hops.clear();
  follow(turn, handler, std::move(w));
}

/// The walk has come through this handler before, as that hop.
bool is_hop(turn_context& turn, const promise_base* handler, const wait_hop& hop) noexcept {
  return hop.is_actor(hop_of(turn, turn.self->rare->waits)) &&
         wait_for(turn, handler, hop.sequence);
}

/// A first walk: to all whom the handler waits for.
void spread(turn_context& turn, const promise_base* handler, std::unique_ptr<wait_walk> w) {
  if (w->hops.size() >= wait_cycle::members_max) return;
  const rare_parts& rare = *turn.self->rare;
  for (const wait_hop& h : w->hops)
    if (is_hop(turn, handler, h)) return; // a cycle that the first hop only leads to
  std::vector<const pending*> waits;
  for (const pending* p = rare.waits.next; p != &rare.waits && waits.size() < w->branches;
       p = p->next)
    if (p->ops->describe && may_close_a_cycle(*p, note_of(*turn.system, *p)) &&
        handler_of(*turn.system, *p) == handler)
      waits.push_back(p);
  for (const pending* p : waits) {
    auto branch = std::make_unique<wait_walk>(*w);
    branch->branches = w->branches / static_cast<std::uint32_t>(waits.size());
    go_on(turn, *p, std::move(branch));
  }
}

void walk_arrived(turn_context& turn, walk_mail_content& mail) {
  std::unique_ptr<wait_walk> w = std::move(mail.content);
  const cell& c = *turn.self;
  if (!c.rare || !has_few_handlers(c)) return;
  const promise_base* handler = holder_of(turn, *w);
  if (!handler) return;
  if (is_hop(turn, handler, w->hops.front())) return come_back(turn, handler, std::move(w));
  if (w->phase == walk_phase::finds) return spread(turn, handler, std::move(w));
  follow(turn, handler, std::move(w));
}

} // namespace

bool wait_walk::is_well_formed() const noexcept {
  if (hops.empty()) return false;
  switch (phase) {
  case walk_phase::finds:
    return expected.empty() && found.members.empty();
  case walk_phase::confirms:
    return hops.size() <= expected.size() && found.members.size() == hops.size();
  case walk_phase::tells:
    return hops.size() <= expected.size() && found.members.size() == expected.size();
  }
  return false;
}

void receive_walk(sender& home, any_ref to, std::unique_ptr<wait_walk> w) noexcept {
  deliver_system(home, *cell_of(to.where()),
                 walk_mail::make(home, static_cast<std::uint32_t>(to.what()),
                                 walk_mail_content{std::move(w)}));
}

void arm_for(turn_context& turn, rare_parts& rare, const pending& p, duration timeout) noexcept {
  instant when = p.deadline;
  if (!p.ops->asks.empty() && timeout > cycle_deadline_min)
    when = turn.system->deadline_base() + cycle_looked_for_after;
  arm(turn, rare, when);
}

instant look_for_wait_cycles(turn_context& turn, rare_parts& rare, instant now) noexcept {
  if (!has_few_handlers(*turn.self) || rare.looked == turn.self->ask_sequence)
    return instant::max();
  instant next = instant::max();
  const std::uint32_t looked = rare.looked;
  for (pending* p = rare.waits.next; p != &rare.waits; p = p->next) {
    const auto newer = static_cast<std::int32_t>(p->sequence - looked);
    if (!p->ops->describe || (looked != 0 && newer <= 0)) continue;
    const wait_note note = note_of(*turn.system, *p);
    if (!may_close_a_cycle(*p, note) || note.timeout <= cycle_deadline_min) continue;
    const instant ripe = p->deadline - note.timeout + cycle_looked_for_after;
    if (ripe > now) {
      next = std::min(next, ripe);
      continue;
    }
    if (rare.looked == looked || static_cast<std::int32_t>(p->sequence - rare.looked) > 0)
      rare.looked = p->sequence;
    go_on(turn, *p, std::make_unique<wait_walk>());
  }
  if (next == instant::max()) rare.looked = turn.self->ask_sequence;
  return next;
}

} // namespace detail
} // namespace akt::inline v0
