// SPDX-License-Identifier: Apache-2.0
#include "stillness.hpp"

#include "akt/actor/task.hpp"

#include "cell_life.hpp"
#include "conduct.hpp"
#include "end_of_life.hpp"
#include "inspection.hpp"

#include <algorithm>
#include <vector>

namespace akt::inline v0::detail {
namespace {

bool is_local_ask(const system_core& core, const pending& p) noexcept {
  if (!p.ops->describe) return false; // a callback's, which says nothing of itself
  const wait_note note = note_of(core, p);
  return note.kind == wait_kind::ask && note.where != 0 && (note.where & tag_mask) == 0 &&
         system_of(note.where) == &core;
}

/// What lies still, as far as it was found.
struct still_life {
  std::uint64_t messages = 0;
  std::vector<std::uint64_t> asked;   ///< `ext` of those that somebody waits for
  std::vector<std::uint64_t> awaited; ///< the same, of what handlers wait for
  bool end_is_awaited = false;

  void add(mail_link* m) {
    for (; m; m = m->next.get()) add(*as_envelope(m));
  }
  void add(const envelope& e) {
    ++messages;
    if (e.asked() && e.asked_by_cell()) asked.push_back(e.ext);
  }
};

void add_waiting_mail(const cell& c, still_life& found) {
  mail_link* batch = c.batch.first.get();
  for (auto system = c.batch.system_count.get(); system > 0; --system) batch = batch->next.get();
  found.add(batch);
  found.add(c.words.peek_user_mail());
}

/// Nothing but answers of actors here can make it go on.
bool waits_for_answers_only(const system_core& core, const cell& c) noexcept {
  if (c.flags.get() & flag_restarting) return false; // its time comes, or its children's end
  if (!c.rare) return !c.frame;
  if (has_waiting_handler(c) && c.rare->waits.next == &c.rare->waits) return false;
  for (const pending* p = c.rare->waits.next; p != &c.rare->waits; p = p->next)
    if (!is_local_ask(core, *p)) return false;
  return true;
}

/// Of an actor that rests. Its owner.
void find_still_life(const system_core& core, const cell& c, still_life& found) {
  const rare_parts* rare = c.rare;
  if (rare) found.add(rare->end_questions);
  if (!waits_for_answers_only(core, c)) return;
  if (c.flags.get() & flag_gates) add_waiting_mail(c, found);
  if (c.frame) found.add(*c.frame->message);
  if (!rare) return;
  if (rare->conduct) found.add(rare->conduct->oldest);
  if (rare->handlers)
    for (const promise_base* f = rare->handlers->newest; f; f = f->older) found.add(*f->message);
  for (const pending* p = rare->waits.next; p != &rare->waits; p = p->next)
    found.awaited.push_back(envelope::ask_ext(c.index, p->sequence));
}

/// A handler waits for its end, and it was not told to stop.
bool end_is_awaited(const cell& c) noexcept {
  if (!c.rare || (c.flags.get() & (flag_draining | flag_ending | flag_closing)) != 0) return false;
  for (mail_link* m = c.rare->end_questions; m; m = m->next.get())
    if (as_envelope(m)->asked() && as_envelope(m)->asked_by_cell()) return true;
  return false;
}

} // namespace

bool stillness::look(std::uint64_t in_flight, bool& all_rest) {
  still_life found;
  for (std::uint32_t i = 0, n = core_.cells.made(); i < n; ++i) {
    cell& c = core_.cells.at(i);
    if (!c.type()) continue;
    const glance seen = look_into(c, [&](const cell& mine) noexcept {
      if (!mine.type()) return;
      find_still_life(core_, mine, found);
      found.end_is_awaited |= end_is_awaited(mine);
    });
    if (seen == glance::awoken) schedule(*core_.outside(), c);
    if (seen != glance::done) return all_rest = false;
  }
  end_is_awaited_ = found.end_is_awaited;
  if (found.messages != in_flight) return false;
  // An ask that is not there has been answered with a promise, which a timer may let come true.
  std::sort(found.asked.begin(), found.asked.end());
  std::sort(found.awaited.begin(), found.awaited.end());
  return std::includes(found.asked.begin(), found.asked.end(), found.awaited.begin(),
                       found.awaited.end());
}

// What rests stays at rest until it is sent something: if nothing was sent while it looked, all
// that it found is true of one moment.
bool stillness::reached() noexcept {
  const fate_report before = core_.fates();
  if (before.in_flight == 0) return true;
  if (!core_.executor->rests(core_)) return false;
  if (before.sent == seen_sent_ && before.in_flight == seen_in_flight_) return found_still_;
  const instant begun = core_.clock.now();
  if (begun < not_before_) return false;
  bool all_rest = true;
  const bool still = look(before.in_flight, all_rest);
  const instant now = core_.clock.now();
  not_before_ = now + (now - begun) * 4;
  const fate_report after = core_.fates();
  if (!all_rest || after.sent != before.sent || after.in_flight != before.in_flight) return false;
  seen_sent_ = before.sent;
  seen_in_flight_ = before.in_flight;
  return found_still_ = still;
}

void stillness::stop_whoever_is_waited_for() noexcept {
  if (!std::exchange(end_is_awaited_, false)) return;
  sender& home = *core_.outside();
  for (std::uint32_t i = 0, n = core_.cells.made(); i < n; ++i) {
    cell& c = core_.cells.at(i);
    if (!c.type()) continue;
    bool awaited = false;
    const glance seen = look_into(
        c, [&](const cell& mine) noexcept { awaited = mine.type() && end_is_awaited(mine); });
    if (seen == glance::awoken) schedule(home, c);
    if (awaited) stop_whoever_lives(home, c, false);
  }
}

void stillness::stop_callbacks() noexcept {
  sender& home = *core_.outside();
  for (std::uint32_t i = 0, n = core_.cells.made(); i < n; ++i)
    if (cell& c = core_.cells.at(i); c.type() && is_callback_actor(c))
      stop_whoever_lives(home, c, false);
}

} // namespace akt::inline v0::detail
