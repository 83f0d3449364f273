// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/actor_system.hpp"

namespace akt::inline v0::remote::detail {

/// Who has this name, if it is an actor of that type?
struct lookup {
  static constexpr std::string_view wire_name = "akt.lookup";
  std::string name;
  std::uint64_t type = 0;
};

/// Answers other nodes' questions for named actors: the one actor that every node knows, by a fixed
/// export id. It shows only actors that say what may arrive over a link.
class receptionist {
public:
  using messages = protocol<any_ref(lookup)>;
  static constexpr std::uint64_t export_id = 1;

  result<any_ref> on(const lookup& question, context<receptionist>& ctx);
};

} // namespace akt::inline v0::remote::detail
