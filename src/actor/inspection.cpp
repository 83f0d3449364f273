// SPDX-License-Identifier: Apache-2.0
//
// What actors do just now. An actor that rests is looked at by taking its tag for a moment, so that
// it needs neither a worker nor a message; a busy one answers on its own turn.
#include "inspection.hpp"

#include "cell_life.hpp"
#include "conduct.hpp"
#include "family.hpp"
#include "runtime_mail.hpp"

#include <algorithm>

namespace akt::inline v0 {

const char* name(actor_state s) noexcept {
  constexpr const char* names[] = {"ended",   "starting",  "idle",       "ready",   "running",
                                   "waiting", "suspended", "restarting", "stopping"};
  return names[static_cast<std::size_t>(s)];
}

std::string await_point::text() const {
  std::string words;
  switch (what) {
  case kind::ask:
    words = "asks " + (path.empty() ? std::string("somebody") : path);
    if (!message.empty()) words.append(" for ").append(message);
    break;
  case kind::sleep:
    words = "sleeps";
    break;
  case kind::offload:
    words = "waits for a blocking call";
    break;
  case kind::callback:
    words = "waits for a callback";
    break;
  }
  if (const std::string at = detail::short_place(file, line); !at.empty())
    words.append(" at ").append(at);
  return words;
}

namespace detail {

std::string short_place(std::string_view file, unsigned line) {
  if (line == 0) return {};
  if (const auto slash = file.rfind('/'); slash != file.npos) file.remove_prefix(slash + 1);
  return std::string(file) + ":" + std::to_string(line);
}

running_turn look_at(const worker& w, instant now) noexcept {
  running_turn found;
  // where, running and in_turn_since are relaxed: hints, each a value by itself.
  if (w.where.load(sync::relaxed) != worker::whereabouts::running) return found;
  found.actor = w.turn.self;
  if (const message_ops* ops = w.turn.running.load(sync::relaxed)) found.handles = ops->name;
  const std::uint64_t seen = w.seen_epoch.load(sync::acquire); // pairs with the monitor's store
  if (seen == w.epoch.read())
    found.age = now - instant(duration(w.in_turn_since.load(sync::relaxed)));
  return found;
}

wait_note note_of(const system_core& core, const pending& p) noexcept {
  wait_note note;
  p.ops->describe(p, note);
  if (note.timeout < duration::zero()) note.timeout = core.options.ask_timeout;
  return note;
}

namespace {

std::size_t count_user_mail(const cell& c) noexcept {
  std::size_t found = 0;
  auto count = [&found](const mail_link* m) {
    for (; m && found < actor_info::mailbox_count_max; m = m->next.get()) ++found;
  };
  const mail_link* batch = c.batch.first.get();
  for (auto system = c.batch.system_count.get(); system > 0; --system) batch = batch->next.get();
  count(batch);
  count(c.words.peek_user_mail());
  return found;
}

await_point await_of(system_core& core, const pending& p) {
  const wait_note note = note_of(core, p);
  await_point point;
  point.what = static_cast<await_point::kind>(note.kind);
  point.asked = any_ref(note.where, note.what);
  if (point.asked && (note.where & tag_mask) == 0) point.path = path_of_any(core, point.asked);
  point.message = p.ops->asks;
  point.file = note.at.file_name();
  point.line = note.at.line();
  point.left = p.deadline - core.deadline_base();
  point.age = note.timeout - point.left;
  return point;
}

/// What only the owner knows. `busy`: what its state is if nothing else is to be said.
void look_closely(system_core& core, const cell& c, actor_state busy, actor_info& info) {
  const std::uint32_t flags = c.flags.get();
  info.answered = true;
  info.mailbox = count_user_mail(c);
  info.state = busy;
  if (flags & flag_unborn)
    info.state = actor_state::starting;
  else if (flags & (flag_closing | flag_ending | flag_draining))
    info.state = actor_state::stopping;
  else if (flags & flag_restarting)
    info.state = actor_state::restarting;
  else if (flags & flag_suspended)
    info.state = actor_state::suspended;
  else if (has_waiting_handler(c))
    info.state = actor_state::waiting;
  if (c.frame) info.handles = c.frame->message->ops->name;
  if (!c.rare) return;
  if (c.rare->conduct) info.stashed = c.rare->conduct->stashed;
  for (const pending* p = c.rare->waits.next; p != &c.rare->waits; p = p->next) {
    if (!p->ops->describe) {
      ++info.callbacks;
      continue;
    }
    info.waits_for.push_back(await_of(core, *p));
    info.age = std::max(info.age, info.waits_for.back().age);
  }
}

} // namespace

/// What busy actors say, shared with their answers, which may come when nobody waits any more.
struct inspector::survey {
  struct entry {
    actor_info info;
    bool told = false;
  };
  std::mutex mutex;           // guards entries
  std::vector<entry> entries; ///< by the place in `found_`
  sync::atomic<std::size_t> left{0};
};

struct inspector::question {
  shared_survey where;
  std::size_t place;
};

inspector::inspector(system_core& core, const inspect_options& options) noexcept
    : core_(core), options_(options), turn_(current_turn()) {}
inspector::~inspector() = default;

void inspector::answer(turn_context& turn, question& q) {
  actor_info info;
  look_closely(*turn.system, *turn.self, actor_state::ready, info);
  {
    std::lock_guard guard(q.where->mutex);
    q.where->entries[q.place] = {std::move(info), true};
  }
  q.where->left.fetch_sub(1, sync::acq_rel); // pairs with the load in take()
}

void inspector::missed(std::uint32_t, question& q) noexcept { // it has ended
  {
    std::lock_guard guard(q.where->mutex);
    q.where->entries[q.place].told = true;
  }
  q.where->left.fetch_sub(1, sync::acq_rel); // pairs with the load in take()
}

void inspector::look(cell& c) {
  const std::uint32_t generation = c.generation_.load(sync::acquire); // pairs with vacate()
  const actor_type* type = c.type_of(generation);
  if (!type) return;
  actor_info info;
  info.actor = ref_of(c, generation);
  bool lives = true;
  const glance seen = look_into(c, [&](cell& mine) noexcept {
    lives = mine.generation() == generation && mine.type() != nullptr;
    if (!lives) return;
    type = mine.type();
    look_closely(core_, mine, actor_state::idle, info);
  });
  if (seen == glance::awoken) schedule(*sender_to(&core_), c);
  if (!lives) return;
  info.type = type->name;
  info.path = path_of_any(core_, info.actor); // behind the look, see take()
  if (info.path.empty()) return;              // it has just ended
  if (seen == glance::busy) {
    busy_.push_back(found_.size());
    ask(c, info);
  }
  found_.push_back(std::move(info));
}

void inspector::ask(cell& c, actor_info& info) {
  const bool mine = turn_ && turn_->self == &c;
  info.state = mine ? actor_state::running : actor_state::ready;
  for (const auto& w : core_.workers) {
    const running_turn now = look_at(*w, core_.coarse_now());
    if (now.actor != &c && !(mine && &w->turn == turn_)) continue;
    info.state = actor_state::running;
    info.handles = now.handles;
    info.age = now.age;
  }
  if (mine || core_.executor->runs_here_only()) return look_closely(core_, c, info.state, info);
  info.answered = false;
  if (turn_ || core_.stopped()) return; // nobody answers while it waits here
  using mail = runtime_mail<question, &inspector::answer, &inspector::missed>;
  if (!survey_) survey_ = std::make_shared<survey>();
  survey_->left.fetch_add(1, sync::relaxed); // its own answer comes behind it
  {
    std::lock_guard guard(survey_->mutex);
    survey_->entries.resize(found_.size() + 1);
  }
  sender& home = *sender_to(&core_);
  deliver_system(home, c,
                 mail::make(home, static_cast<std::uint32_t>(info.actor.what()),
                            question{survey_, found_.size()}));
}

void inspector::hear_answers() {
  auto all = [](void* s) {
    return static_cast<survey*>(s)->left.load(sync::acquire) == 0; // pairs with the answers
  };
  (void)core_.executor->run_until(core_, all, survey_.get(), core_.clock.now() + options_.patience);
  std::lock_guard guard(survey_->mutex);
  for (std::size_t i = 0; i < survey_->entries.size(); ++i) {
    actor_info& known = found_[i];
    actor_info& told = survey_->entries[i].info;
    if (!survey_->entries[i].told) continue;
    known.answered = true;
    if (told.state != actor_state::ready) known.state = told.state;
    if (!told.handles.empty()) known.handles = told.handles;
    if (!told.waits_for.empty()) known.age = told.age;
    known.mailbox = told.mailbox;
    known.stashed = told.stashed;
    known.callbacks = told.callbacks;
    known.waits_for = std::move(told.waits_for);
  }
}

std::vector<actor_info> inspector::take() {
  if (survey_) hear_answers();
  // What looked busy may have ended since.
  for (std::size_t i : busy_) {
    actor_info& a = found_[i];
    a.path = path_of_any(core_, a.actor);
  }
  std::erase_if(
      found_, [](const actor_info& a) { return a.state == actor_state::ended || a.path.empty(); });
  return std::move(found_);
}

namespace {

/// Parents before children, siblings by name: '/' is the least character.
bool before(const actor_info& a, const actor_info& b) noexcept {
  auto less = [](char x, char y) { return x != y && (x == '/' || (y != '/' && x < y)); };
  return std::lexicographical_compare(a.path.begin(), a.path.end(), b.path.begin(), b.path.end(),
                                      less);
}

} // namespace
} // namespace detail

actor_list actor_system::actors(const inspect_options& options) const {
  actor_list list;
  detail::inspector inspector(*core_, options);
  std::size_t looked_at = 0;
  for (std::uint32_t i = 0, n = core_->cells.made(); i < n; ++i) {
    detail::cell& c = core_->cells.at(i);
    if (!c.type() || detail::is_callback_actor(c)) continue;
    if (looked_at++ < options.actors_max)
      inspector.look(c);
    else
      ++list.more;
  }
  list.actors = inspector.take();
  std::sort(list.actors.begin(), list.actors.end(), detail::before);
  return list;
}

actor_info actor_system::info(any_ref actor, const inspect_options& options) const {
  const bool here = actor && (actor.where() & detail::tag_mask) == 0 &&
                    detail::cell_of(actor.where())->system == core_;
  if (here) {
    detail::inspector inspector(*core_, options);
    inspector.look(*detail::cell_of(actor.where()));
    for (actor_info& found : inspector.take())
      if (found.actor == actor) return std::move(found);
  }
  actor_info none;
  none.actor = actor;
  return none;
}

const topic<wait_cycle>& actor_system::wait_cycles() const noexcept { return core_->wait_cycles; }

} // namespace akt::inline v0
