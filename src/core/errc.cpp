// SPDX-License-Identifier: Apache-2.0
#include "akt/core/errc.hpp"

#include "immortal.hpp"

#include <string>

namespace akt::inline v0 {
namespace {

class akt_category final : public std::error_category {
public:
  const char* name() const noexcept override { return "akt"; }

  std::string message(int code) const override {
    switch (static_cast<errc>(code)) {
    case errc::rejected:
      return "rejected";
    case errc::failed:
      return "actor failed";
    case errc::timeout:
      return "request timed out";
    case errc::stopped:
      return "actor stopped";
    case errc::no_such_actor:
      return "no such actor";
    case errc::unhandled:
      return "message not handled";
    case errc::mailbox_full:
      return "mailbox full";
    case errc::stash_full:
      return "stash full";
    case errc::over_budget:
      return "over the memory budget";
    case errc::too_large:
      return "message too large";
    case errc::not_encodable:
      return "message not encodable";
    case errc::cancelled:
      return "request cancelled";
    case errc::unknown:
      return "link lost, outcome unknown";
    case errc::fenced:
      return "target fenced";
    case errc::wrong_type:
      return "reference to an actor of another type";
    case errc::name_taken:
      return "name taken";
    case errc::invalid_name:
      return "invalid name";
    case errc::invalid_argument:
      return "invalid argument";
    case errc::null_reference:
      return "null reference";
    }
    return "unknown error " + std::to_string(code);
  }
};

} // namespace

const std::error_category& category() noexcept {
  static immortal<akt_category> instance;
  return *instance;
}

} // namespace akt::inline v0
