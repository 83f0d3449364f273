// SPDX-License-Identifier: Apache-2.0
#include "interception.hpp"

#include "akt/testkit/probe_actor.hpp"

#include "../actor/runtime_mail.hpp"

#include <algorithm>

namespace akt::inline v0::sim {
namespace {

using akt::detail::as_envelope;
using akt::detail::cell;
using akt::detail::envelope;
using akt::detail::mail_link;
using akt::detail::message_ops;
using akt::detail::sender;
using akt::detail::turn_context;

/// Ends a turn that has no message: else it would take, unseen, what its actor tells itself while
/// it starts or goes on. No message: what is counted at its end is taken back.
void uncount_handled(turn_context& turn, unit&) { --turn.handled; }
void uncount_stopped(std::uint32_t, unit&) noexcept {
  akt::detail::current_turn()->home->counters.ended(fate::stopped, ~std::uint64_t(0));
}
using end_of_turn = akt::detail::runtime_mail<unit, &uncount_handled, &uncount_stopped>;

/// A list of mail that grows at its end.
struct mail_list {
  mail_link* first = nullptr;
  mail_link* last = nullptr;

  void add(mail_link* m) noexcept {
    m->next.set(nullptr);
    if (last)
      last->next.set(m);
    else
      first = m;
    last = m;
  }
};

/// Code of users may run in the turn before its first message.
bool begins_with_more(const cell& c) noexcept {
  return (c.flags.get() & akt::detail::flag_unborn) != 0 || c.batch.system_count.get() != 0 ||
         c.words.has_system_mail();
}

/// Tells and asks of users. Signals and the errands of probes are none.
bool is_of_users(const cell& c, const envelope& e) noexcept {
  if (e.ops->is_runtime || e.generation != c.generation()) return false;
  return e.ops->name != type_name<terminated>() &&
         e.ops->name != type_name<testkit::detail::probe_errand>();
}

/// As if it had never come: also nobody is answered.
void lose(sender& home, envelope* e) noexcept {
  home.counters.ended(fate::cancelled);
  akt::detail::drop_payload(*e);
  if (e->asked_from_afar()) {
    auto* asker = reinterpret_cast<akt::detail::remote_asker*>(e->ext);
    home.cache->put_bytes(sizeof(akt::detail::remote_asker), asker);
  }
  akt::detail::free_envelope(home, e->ops->block_class, e);
}

} // namespace

bool interception::is_own(const envelope& e) noexcept {
  return e.ops == &end_of_turn::pooled || e.ops == &end_of_turn::on_heap;
}

void interception::look_into(cell& c, instant now, trace_hash& trace) {
  mail_list mail;
  mail_link* list = c.batch.first.get();
  for (std::uint32_t i = c.batch.system_count.get(); i > 0; --i) {
    mail_link* m = list;
    list = m->next.get();
    mail.add(m);
  }
  const mail_link* last_system = mail.last;
  auto keep = [&](mail_link* from) {
    while (from) {
      mail_link* m = from;
      from = m->next.get();
      if (keeps(c, as_envelope(m), now, trace)) mail.add(m);
    }
  };
  keep(list);
  if (c.words.has_user_mail()) keep(akt::detail::reversed(c.words.take_user_mail()));
  if (mail.last == last_system && begins_with_more(c))
    mail.add(end_of_turn::make(*c.system->outside(), 0, unit{}));
  c.batch.first.set(mail.first);
}

bool interception::keeps(cell& c, envelope* e, instant now, trace_hash& trace) {
  if (!is_of_users(c, *e) || is_marked(*e)) return true;
  verdict v = ask(c, *e);
  trace.add(static_cast<std::uint64_t>(v.what));
  if (v.what == verdict::kind::pass) {
    mark(*e);
    return true;
  }
  if (v.what == verdict::kind::drop) {
    lose(*c.system->outside(), e);
    return false;
  }
  mark(*e);
  delayed_.emplace(v.by < instant::max() - now ? now + v.by : instant::max(), delayed{&c, e});
  return false;
}

verdict interception::ask(const cell& c, const envelope& e) {
  arrival a(e, akt::detail::ref_of(c, c.generation()), c.system->path_of(c));
  for (std::size_t i = 0; i < interceptors_.size(); ++i)
    if (verdict v = interceptors_[i](a); v.what != verdict::kind::pass) return v;
  return pass;
}

void interception::release(akt::detail::system_core& core, instant now) {
  while (!delayed_.empty() && delayed_.begin()->first <= now) {
    auto [to, message] = delayed_.begin()->second;
    delayed_.erase(delayed_.begin());
    if (to->words.push(to->batch, message)) akt::detail::schedule(*core.outside(), *to);
  }
}

bool interception::is_marked(const envelope& e) const noexcept {
  return std::any_of(marks_.begin(), marks_.end(),
                     [&](const message_ops& mark) { return &mark == e.ops; });
}

void interception::mark(envelope& e) {
  auto at = std::find(tables_.begin(), tables_.end(), e.ops) - tables_.begin();
  if (static_cast<std::size_t>(at) == tables_.size()) {
    tables_.push_back(e.ops);
    marks_.push_back(*e.ops);
  }
  e.ops = &marks_[static_cast<std::size_t>(at)];
}

} // namespace akt::inline v0::sim
