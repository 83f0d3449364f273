// SPDX-License-Identifier: Apache-2.0
//
// started() and stopped(): questions about an actor's life that its runtime answers.
#include "life_queries.hpp"

#include "akt/actor/request.hpp"

#include "system_core.hpp"

#include <algorithm>

namespace akt::inline v0 {
namespace detail {
namespace {

/// The actor is there, constructed, and has handled `started`.
disposition answer_started(void*, turn_context& turn, envelope& e) {
  return e.asked() ? reply_unit(turn, e) : disposition::done;
}

/// It is answered at the end; until then the question is under way. False: memory refused.
bool keep_for_the_end(turn_context& turn, envelope& e) noexcept {
  rare_parts* rare = rare_of(*turn.home, *turn.self);
  if (!rare) return false;
  e.next.set(rare->end_questions);
  rare->end_questions = &e;
  return true;
}

disposition keep_question(void*, turn_context& turn, envelope& e) {
  turn.current = nullptr;
  --turn.handled;
  if (!keep_for_the_end(turn, e)) end_unhandled(*turn.home, &e, fate::over_budget);
  return disposition::kept;
}

constexpr message_ops start_question{
    &answer_started,           nullptr, 0, false, true, "akt.started?", {}, nullptr,
    &reply_table<unit, 0>::ops};
constexpr message_ops end_question{&keep_question,
                                   nullptr,
                                   0,
                                   false,
                                   true,
                                   "akt.stopped?",
                                   {},
                                   nullptr,
                                   &reply_table<stop_reason, 0>::ops};

void answer(sender& home, envelope& e, stop_reason reason) noexcept {
  home.counters.ended(fate::handled);
  ::new (e.place()) stop_reason(reason);
  e.ops = e.ops->reply;
  send_reply(home, &e);
}

template <class R>
request<R> ask_about(std::uint64_t where, std::uint64_t what, const message_ops& ops) noexcept {
  system_core* core = system_of(where);
  if (!core) return request<R>(where, what, nullptr, asker_error(refusal_of(where)));
  if ((where & tag_mask) == node_tag) return request<R>(where, what, nullptr, errc::not_encodable);
  void* block = sender_to(core)->cache->get(0);
  if (!block) return request<R>(where, what, nullptr, asker_error(refusal_of(where)));
  envelope* e = ::new (block) envelope;
  e->ops = &ops;
  e->generation = static_cast<std::uint32_t>(what);
  e->ext = envelope::tell_ext;
  return request<R>(where, what, e, errc{});
}

} // namespace

void answer_end_questions(turn_context& turn, rare_parts& rare) noexcept {
  mail_link* list = reversed(std::exchange(rare.end_questions, nullptr));
  while (list) {
    envelope* e = as_envelope(list);
    list = list->next.get();
    answer(*turn.home, *e, turn.reason);
  }
}

bool answer_question_unhandled(sender& home, envelope& e, fate f) noexcept {
  if (!e.asked() || f != fate::stopped) return false;
  turn_context* turn = current_turn();
  if (e.ops == &end_question) {
    const bool ends_now = turn && turn->ending && turn->generation == e.generation;
    // Behind its object and its name, as those that it has noted before.
    if (ends_now && keep_for_the_end(*turn, e)) return true;
    answer(home, e, ends_now ? turn->reason : stop_reason::not_found);
    return true;
  }
  error why(errc::failed);
  if (e.ops != &start_question || !turn || !turn->self ||
      !turn->system->failures.find(ref_of(*turn->self, e.generation), &why))
    return false;
  home.counters.ended(f);
  home.counters.own_unhandled.add(1);
  send_error(home, &e, why == errc::failed ? std::move(why) : error(errc::failed, why.message()));
  return true;
}

} // namespace detail

request<unit> any_ref::started() const noexcept {
  return detail::ask_about<unit>(where_, what_, detail::start_question);
}

request<stop_reason> any_ref::stopped() const noexcept {
  return detail::ask_about<stop_reason>(where_, what_, detail::end_question);
}

} // namespace akt::inline v0
