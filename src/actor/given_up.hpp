// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/any_ref.hpp"
#include "akt/actor/turn.hpp"

#include <cstdint>
#include <unordered_map>

namespace akt::inline v0::detail {

/// An ask whose asker waits no longer: where its answer would go.
struct given_up {
  std::uint64_t ext; ///< as in the envelope
  std::uint32_t asker_generation;
};

/// Asks that were given up while they were in the mailbox of the asked actor, or a little before.
/// Belongs to its turn. Those that a mark has passed are forgotten: they had been taken up.
class given_up_asks {
public:
  static constexpr std::size_t most = 10'000; ///< further ones are handled all the same

  /// True: it is the first one, the caller sends the mark.
  bool add(const given_up& ask);
  /// The envelope is one of them, which is forgotten.
  bool take(const envelope& e);
  /// The mark has come. True: others have been added behind it, the caller sends it again.
  bool forget_marked() noexcept;

private:
  using asks = std::unordered_map<std::uint64_t, std::uint32_t>;
  static bool take_from(asks& some, const envelope& e);

  asks marked_, later_;
  bool mark_is_under_way_ = false;
};

/// Tells the asked actor, unless it is of another node or system. On the asker's thread, behind the
/// ask.
void tell_given_up(sender&, any_ref asked, const given_up&) noexcept;

/// The message that the turn's actor takes up was given up: it has its fate. Requires: the actor's
/// flag_given_up.
bool ends_expired(turn_context&, envelope&);

} // namespace akt::inline v0::detail
