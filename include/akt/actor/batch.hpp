// SPDX-License-Identifier: Apache-2.0
//
// A range of messages to one actor.
#pragma once

#include "akt/actor/send.hpp"

#include <string>

namespace akt::inline v0::detail {

/// What a range gives: void where it is none.
template <class Range>
struct range_parts {
  using message = void;
};
template <class Range>
requires requires(Range& r) {
  *std::begin(r);
  std::end(r);
}
struct range_parts<Range> {
  using reference = decltype(*std::begin(std::declval<Range&>()));
  using message = std::remove_cvref_t<reference>;
  /// An rvalue whose elements are constant where it is: it owns them, a view does not.
  static constexpr bool owned = [] {
    if constexpr (std::is_reference_v<Range> || !std::is_lvalue_reference_v<reference>)
      return false;
    else if constexpr (requires(const Range& r) { *std::begin(r); })
      return std::is_const_v<
          std::remove_reference_t<decltype(*std::begin(std::declval<const Range&>()))>>;
    else
      return false;
  }();
  using given = std::conditional_t<owned, std::remove_reference_t<reference>&&, reference>;
};

/// Messages for one actor, linked and sent together when it ends, whatever ends it.
class batch_to {
public:
  batch_to(sender* home, std::uint64_t where, std::uint64_t what) noexcept
      : home_(home), where_(where), what_(what) {}
  batch_to(const batch_to&) = delete;
  ~batch_to() {
    if (newest_) send_batch(*home_, where_, what_, newest_, oldest_, count_);
  }
  void add(envelope* e) noexcept {
    e->next.set(newest_);
    newest_ = e;
    if (!oldest_) oldest_ = e;
    ++count_;
  }

private:
  sender* home_;
  std::uint64_t where_;
  std::uint64_t what_;
  mail_link* newest_ = nullptr;
  mail_link* oldest_ = nullptr;
  std::uint64_t count_ = 0;
};

/// tell_all() with the table at hand.
template <class M, class Range>
void tell_all_with(const message_ops& ops, std::uint64_t where, std::uint64_t what,
                   Range&& messages) {
  using given = typename range_parts<Range>::given;
  sender* home = sender_for(where);
  batch_to batch(home, where, what);
  for (auto&& m : messages) {
    envelope* e = home ? fill<M>(*home, ops, what, static_cast<given>(m)) : nullptr;
    if (__builtin_expect(e != nullptr, 1))
      batch.add(e);
    else
      refused(where, ops);
  }
}

} // namespace akt::inline v0::detail
