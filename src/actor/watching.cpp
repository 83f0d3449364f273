// SPDX-License-Identifier: Apache-2.0
//
// Who is told when an actor ends. The watched actor keeps the list; the watcher knows whom it
// watches, so that it leaves the lists when it ends itself.
#include "end_of_life.hpp"
#include "runtime_mail.hpp"

namespace akt::inline v0::detail {
namespace {

void start_watch(turn_context& turn, watcher& w) {
  rare_parts* rare = rare_of(*turn.home, *turn.self);
  if (!rare) { // nobody will remember: the watcher hears at once rather than never
    terminated news{std::string(), stop_reason::not_found, ref_of(*turn.self, turn.generation)};
    return tell_terminated(*turn.home, w.actor, w.told, news);
  }
  rare->watchers.add(w);
}

void missed_watch(std::uint32_t generation, watcher& w) noexcept {
  turn_context& turn = *current_turn();
  terminated news{std::string(), stop_reason::not_found, ref_of(*turn.self, generation)};
  tell_terminated(*turn.home, w.actor, w.told, news);
}

void end_watch(turn_context& turn, any_ref& who) {
  if (turn.self->rare) turn.self->rare->watchers.remove(who);
}

using watch_mail = runtime_mail<watcher, &start_watch, &missed_watch>;
using unwatch_mail = runtime_mail<any_ref, &end_watch>;

} // namespace

void watch_by(sender& home, any_ref watched, const watcher& w) noexcept {
  auto generation = static_cast<std::uint32_t>(watched.what());
  deliver_system(home, *cell_of(watched.where()), watch_mail::make(home, generation, w));
}

void unwatch_from(sender& home, any_ref who, any_ref watched) noexcept {
  if (system_of(watched.where()) != home.system) return; // see watch()
  if (remote_node* node = node_of(watched)) return node->unwatch(home, watched.what(), who, false);
  auto generation = static_cast<std::uint32_t>(watched.what());
  deliver_system(home, *cell_of(watched.where()), unwatch_mail::make(home, generation, who));
}

void watch(cell& c, any_ref watched, const message_ops& told) noexcept {
  turn_context& turn = *current_turn();
  any_ref self = ref_of(c, turn.generation);
  rare_parts* rare = rare_of(*turn.home, c);
  if (!watched || !rare)
    return tell_terminated(*turn.home, self, &told,
                           {std::string(), stop_reason::not_found, watched});
  rare->watched.add(watched);
  if (system_of(watched.where()) != turn.system) // leaked: it must not bypass the network
    return tell_terminated(*turn.home, self, &told,
                           {std::string(), stop_reason::not_found, watched});
  if (remote_node* node = node_of(watched))
    return node->watch(*turn.home, watched.what(), self, told);
  watch_by(*turn.home, watched, {self, &told});
}

bool forget_watched(turn_context& turn, any_ref ended) noexcept {
  rare_parts* rare = turn.self->rare;
  return !ended || !rare || rare->watched.remove(ended);
}

void unwatch(cell& c, any_ref watched) noexcept {
  turn_context& turn = *current_turn();
  if (!watched || !c.rare) return;
  c.rare->watched.remove(watched);
  unwatch_from(*turn.home, ref_of(c, turn.generation), watched);
}

} // namespace akt::inline v0::detail
