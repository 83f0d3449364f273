// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/any_ref.hpp"
#include "akt/actor/message_table.hpp"
#include "akt/actor/request.hpp"

namespace akt::inline v0::detail {

/// The answer to an ask that does not compile: converts to whatever the code around it wants, so
/// that one mistake is one error.
struct any_answer {
  template <class T>
  operator T() const;
};
inline request<any_answer> no_request() noexcept {
  return request<any_answer>(0, 0, nullptr, errc::invalid_argument);
}

/// What is wrong with a tell of M, built from F, to an A.
template <class A, class M, class... F>
consteval unfit unfit_tell() {
  if constexpr (!complete<A>)
    return unfit::incomplete;
  else if constexpr (access::takes_anything<A>())
    return unfit::anything;
  else if constexpr (!handles<A, M>)
    return unfit::unhandled;
  else if constexpr (lists_unencodable<A, M>())
    return unfit::unencodable;
  else
    return unfit_message<M, reply_t<A, M>, F...>();
}

/// Gives the block back if building the message throws.
struct block_guard {
  sender* home;
  std::uint32_t block_class;
  void* block;
  ~block_guard() {
    if (block) home->cache->put(block_class, block);
  }
};

/// A filled envelope, or null: memory refused.
template <class M, class... F>
[[gnu::always_inline]] inline envelope* fill(sender& home, const message_ops& ops,
                                             std::uint64_t what, F&&... fields) {
  constexpr std::uint32_t small = 0;
  void* block =
      ops.block_class == small ? home.cache->get(small) : home.cache->get(ops.block_class);
  if (__builtin_expect(block == nullptr, 0)) return nullptr;
  envelope* e = ::new (block) envelope;
  if constexpr (noexcept(M{static_cast<F&&>(fields)...})) {
    ::new (e->place()) M{static_cast<F&&>(fields)...};
  } else {
    block_guard guard{&home, ops.block_class, block};
    ::new (e->place()) M{static_cast<F&&>(fields)...};
    guard.block = nullptr;
  }
  e->ops = &ops;
  e->generation = static_cast<std::uint32_t>(what);
  e->ext = envelope::tell_ext;
  return e;
}

/// The sender for any reference; null for a null reference.
[[gnu::always_inline]] inline sender* sender_for(std::uint64_t where) noexcept {
  if (__builtin_expect((where & tag_mask) == 0 && where != 0, 1))
    return sender_to(cell_of(where)->system);
  return sender_to_tagged(where);
}

/// tell() with the table at hand.
template <class M, class... F>
[[gnu::always_inline]] inline void tell_with(const message_ops& ops, std::uint64_t where,
                                             std::uint64_t what, F&&... fields) {
  sender* home = sender_for(where);
  envelope* e = home ? fill<M>(*home, ops, what, static_cast<F&&>(fields)...) : nullptr;
  if (__builtin_expect(e != nullptr, 1))
    send(*home, where, what, e);
  else
    refused(where, ops);
}

/// ask() with the table at hand.
template <class R, class M, class... F>
[[gnu::always_inline]] inline request<R> ask_with(const message_ops& ops, std::uint64_t where,
                                                  std::uint64_t what, F&&... fields) {
  sender* home = sender_for(where);
  envelope* e = home ? fill<M>(*home, ops, what, static_cast<F&&>(fields)...) : nullptr;
  errc refusal = __builtin_expect(e != nullptr, 1) ? errc{} : asker_error(refusal_of(where));
  return request<R>(std::type_identity<M>(), where, what, e, refusal);
}

} // namespace akt::inline v0::detail
