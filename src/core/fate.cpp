// SPDX-License-Identifier: Apache-2.0
#include "akt/core/fate.hpp"

#include "akt/core/assert.hpp"

namespace akt::inline v0 {
namespace {

struct row {
  const char* name;
  errc error;
};

constexpr row rows[fate_count] = {
    {"handled", errc{}},
    {"mailbox_full", errc::mailbox_full},
    {"stash_full", errc::stash_full},
    {"over_budget", errc::over_budget},
    {"too_large", errc::too_large},
    {"not_encodable", errc::not_encodable},
    {"expired", errc::timeout},
    {"fenced", errc::fenced},
    {"unhandled", errc::unhandled},
    {"wrong_type", errc::wrong_type},
    {"null_reference", errc::null_reference},
    {"stopped", errc::stopped},
    {"no_such_actor", errc::no_such_actor},
    {"link_lost", errc::unknown},
    {"moved", errc::fenced},
    {"cancelled", errc::cancelled},
    {"failed", errc::failed},
};

} // namespace

const char* name(fate f) noexcept { return rows[static_cast<std::size_t>(f)].name; }

errc asker_error(fate f) noexcept {
  AKT_ASSERT(f != fate::handled);
  return rows[static_cast<std::size_t>(f)].error;
}

} // namespace akt::inline v0
