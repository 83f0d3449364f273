// SPDX-License-Identifier: Apache-2.0
#include "family.hpp"

#include "runtime_mail.hpp"
#include "supervision.hpp"

#include <charconv>
#include <iterator>

namespace akt::inline v0::detail {
namespace {

void unlink_child(identity& child) noexcept {
  identity& parent = *child.parent;
  (child.older ? child.older->younger : parent.first_child) = child.younger;
  (child.younger ? child.younger->older : parent.last_child) = child.older;
}

void destroy(sender& home, identity& who) noexcept {
  who.~identity();
  home.cache->put_bytes(sizeof(identity), &who);
}

struct end_of_child {
  identity* child;
};

/// A child is gone. Whoever has waited for the last one goes on.
void child_ended(turn_context& turn, end_of_child& news) {
  unlink_child(*news.child);
  forget_escalations(*turn.self, *news.child);
  destroy(*turn.home, *news.child);
  if (turn.self->who->first_child) return;
  if (turn.gates & flag_closing) turn.stop_asked |= stop_at_once;
  if (turn.gates & flag_restarting) restart_when_ready(turn);
}

using end_of_child_mail = runtime_mail<end_of_child, &child_ended>;

/// Room for the last part of the path of an actor without a name.
using number_text = char[2 + 2 * 10];

std::string_view write_number(number_text& text, const cell& c, std::uint32_t generation) noexcept {
  char* at = text;
  *at++ = '$';
  at = std::to_chars(at, std::end(text), c.index).ptr;
  *at++ = '.';
  at = std::to_chars(at, std::end(text), generation).ptr;
  return {text, static_cast<std::size_t>(at - text)};
}

/// Calls `take` with the last part of its path.
template <class F>
void with_own_part(const identity& who, F take) {
  number_text text;
  const std::string_view name = who.name.view();
  take(name.empty() ? write_number(text, *who.self, who.generation) : name);
}

/// Without recursion: families may be deep.
void add_path(std::string& path, const identity& who) {
  std::size_t at = path.size();
  for (const identity* i = &who; i; i = i->parent)
    with_own_part(*i, [&](std::string_view part) { at += part.size() + (i->parent ? 1 : 0); });
  path.resize(at, '/');
  for (const identity* i = &who; i; i = i->parent)
    with_own_part(*i, [&](std::string_view part) {
      at -= part.size();
      part.copy(&path[at], part.size());
      if (i->parent) --at; // the '/'
    });
}

std::string path_of_number(const system_core& core, const cell& c, std::uint32_t generation) {
  number_text text;
  const std::string_view number = write_number(text, c, generation);
  std::string path;
  path.reserve(core.root.size() + number.size());
  path.append(core.root).append(number);
  return path;
}

std::uint32_t milliseconds_of(duration d) noexcept {
  return static_cast<std::uint32_t>(std::chrono::ceil<std::chrono::milliseconds>(d).count());
}

} // namespace

identity* make_identity(sender& home, cell& c, identity* parent, const spawn_plan& plan) noexcept {
  void* block = home.cache->get_bytes(sizeof(identity));
  if (!block) return nullptr;
  auto* who = ::new (block) identity(c, parent);
  if (plan.supervise) who->rules = plan.supervise->take_rules();
  if (!plan.name.empty()) who->name.set(plan.name);
  who->stash_max = plan.stash_max;
  if (plan.start_timeout) who->start_ms = milliseconds_of(*plan.start_timeout);
  sync::lock_guard guard(c.system->identity_lock(c));
  return c.who = who;
}

identity* identity_of(sender& home, cell& c) noexcept {
  if (c.who) return c.who;
  return make_identity(home, c, nullptr, spawn_plan{});
}

void drop_identity(sender& home, cell& c) noexcept {
  identity* who;
  {
    sync::lock_guard guard(c.system->identity_lock(c));
    who = std::exchange(c.who, nullptr);
  }
  destroy(home, *who);
}

void leave_family(turn_context& turn) noexcept {
  cell& c = *turn.self;
  identity* who;
  {
    sync::lock_guard guard(c.system->identity_lock(c));
    who = std::exchange(c.who, nullptr);
  }
  if (!who->parent) return destroy(*turn.home, *who);
  identity& parent = *who->parent;
  deliver_system(*turn.home, *parent.self,
                 end_of_child_mail::make(*turn.home, parent.generation, end_of_child{who}));
}

void adopt(identity& parent, identity& child) noexcept {
  child.older = parent.last_child;
  (parent.last_child ? parent.last_child->younger : parent.first_child) = &child;
  parent.last_child = &child;
}

void stop_children(turn_context& turn, bool at_once) noexcept {
  identity* who = turn.self->who;
  for (identity* child = who ? who->first_child : nullptr; child; child = child->younger) {
    if (at_once)
      child->ref().stop(now);
    else
      child->ref().stop();
  }
}

std::string path_of(const system_core& core, const cell& c, const identity* who) {
  if (!who) return path_of_number(core, c, c.generation());
  std::string path = core.root;
  add_path(path, *who);
  return path;
}

std::string path_of_any(system_core& core, any_ref actor) {
  cell& c = *cell_of(actor.where());
  const auto generation = static_cast<std::uint32_t>(actor.what());
  std::string path = core.root;
  {
    sync::lock_guard guard(core.identity_lock(c)); // keeps the identity, and those of its ancestors
    if (c.who && c.who->generation == generation) {
      add_path(path, *c.who);
      return path;
    }
  }
  if (!c.type_of(generation)) return {};
  return path_of_number(core, c, generation);
}

} // namespace akt::inline v0::detail
