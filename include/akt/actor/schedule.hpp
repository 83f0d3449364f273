// SPDX-License-Identifier: Apache-2.0
//
// How an actor's context sends it messages later.
#pragma once

#include "akt/actor/send.hpp"
#include "akt/actor/spawn.hpp"

namespace akt::inline v0 {
namespace detail {

template <class A, class M>
consteval unfit unfit_every() {
  if constexpr (constexpr unfit once = unfit_tell<A, M, M>(); once != unfit::no)
    return once;
  else
    return surely_copyable<M>::value ? unfit::no : unfit::uncopyable;
}

template <class M>
void copy_message(envelope& from, void* to) {
  ::new (to) M(static_cast<const M&>(from.as<M>()));
}

/// A message that fits a word and is no more than its bytes, and with its reply fits the smallest
/// block.
template <class A, class M>
inline constexpr bool is_small =
    sizeof(M) <= sizeof(std::uint64_t) && std::is_trivially_copyable_v<M> &&
    message_table<A, M>::ops.block_class == 0;

template <class M, class... F>
std::uint64_t bytes_of(F&&... fields) {
  const M message{static_cast<F&&>(fields)...};
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, &message, sizeof message);
  return bytes;
}

template <class A, class M, class... F>
result<timer> schedule(cell& c, const schedule_plan& plan, F&&... fields) {
  auto fits = may_schedule(c, plan);
  if (!fits) return std::move(fits).error();
  const message_ops& ops = message_table<A, M>::ops;
  if constexpr (is_small<A, M>)
    if (!plan.keyed && !plan.copy)
      return add_small_schedule(c, plan, ops, bytes_of<M>(static_cast<F&&>(fields)...));
  return add_schedule(
      c, plan, fill<M>(*this_thread().home, ops, c.generation(), static_cast<F&&>(fields)...));
}

} // namespace detail

template <class A>
template <class M, class... F>
result<timer> context<A>::try_schedule_once(duration d, F&&... fields) {
  if constexpr (detail::can_send<M, detail::unfit_tell<A, M, F...>()>())
    return detail::schedule<A, M>(*cell_, {d, duration::zero()}, static_cast<F&&>(fields)...);
  else
    return errc::invalid_argument;
}
template <class A>
template <class M, class... F>
result<timer> context<A>::try_schedule_once(std::string_view key, duration d, F&&... fields) {
  if constexpr (detail::can_send<M, detail::unfit_tell<A, M, F...>()>())
    return detail::schedule<A, M>(*cell_, {d, duration::zero(), key, true},
                                  static_cast<F&&>(fields)...);
  else
    return errc::invalid_argument;
}
template <class A>
template <class M>
result<timer> context<A>::try_schedule_every(duration d, M message) {
  if constexpr (detail::can_send<M, detail::unfit_every<A, M>()>())
    return detail::schedule<A, M>(*cell_, {d, d, {}, false, &detail::copy_message<M>},
                                  std::move(message));
  else
    return errc::invalid_argument;
}
template <class A>
template <class M>
result<timer> context<A>::try_schedule_every(std::string_view key, duration d, M message) {
  if constexpr (detail::can_send<M, detail::unfit_every<A, M>()>())
    return detail::schedule<A, M>(*cell_, {d, d, key, true, &detail::copy_message<M>},
                                  std::move(message));
  else
    return errc::invalid_argument;
}

template <class A>
template <class M, class... F>
timer context<A>::schedule_once(duration d, F&&... fields) {
  if constexpr (detail::can_send<M, detail::unfit_tell<A, M, F...>()>())
    return try_schedule_once<M>(d, static_cast<F&&>(fields)...).value();
  else
    return {};
}
template <class A>
template <class M, class... F>
timer context<A>::schedule_once(std::string_view key, duration d, F&&... fields) {
  if constexpr (detail::can_send<M, detail::unfit_tell<A, M, F...>()>())
    return try_schedule_once<M>(key, d, static_cast<F&&>(fields)...).value();
  else
    return {};
}
template <class A>
template <class M>
timer context<A>::schedule_every(duration d, M message) {
  if constexpr (detail::can_send<M, detail::unfit_every<A, M>()>())
    return try_schedule_every(d, std::move(message)).value();
  else
    return {};
}
template <class A>
template <class M>
timer context<A>::schedule_every(std::string_view key, duration d, M message) {
  if constexpr (detail::can_send<M, detail::unfit_every<A, M>()>())
    return try_schedule_every(key, d, std::move(message)).value();
  else
    return {};
}

template <class A>
result<unit> context<A>::try_receive_timeout(duration d) {
  constexpr bool hears = access::handles<A, idle>();
  static_assert(hears, "receive_timeout() needs a handler on(const akt::idle&)");
  if constexpr (hears)
    return detail::set_receive_timeout(*cell_, d, detail::message_table<A, idle>::ops);
  else
    return errc::invalid_argument;
}
template <class A>
void context<A>::receive_timeout(duration d) {
  (void)try_receive_timeout(d).value();
}

} // namespace akt::inline v0
