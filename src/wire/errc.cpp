// SPDX-License-Identifier: Apache-2.0
#include "akt/wire/errc.hpp"

#include "../core/immortal.hpp"

#include <string>

namespace akt::inline v0::wire {
namespace {

class wire_category final : public std::error_category {
public:
  const char* name() const noexcept override { return "akt.wire"; }

  std::string message(int code) const override {
    switch (static_cast<errc>(code)) {
    case errc::truncated:
      return "bytes end inside a value";
    case errc::trailing_bytes:
      return "bytes behind the value";
    case errc::bad_type:
      return "another kind of item was expected";
    case errc::not_canonical:
      return "not in canonical form";
    case errc::too_deep:
      return "nested too deep";
    case errc::too_many:
      return "too many elements";
    case errc::too_long:
      return "string too long";
    case errc::too_large:
      return "message too large";
    case errc::out_of_range:
      return "value out of range";
    case errc::wrong_length:
      return "wrong number of elements";
    case errc::bad_order:
      return "keys out of order";
    case errc::bad_reference:
      return "bad reference";
    case errc::wrong_reference_type:
      return "reference to another type";
    }
    return "unknown wire error " + std::to_string(code);
  }
};

} // namespace

const std::error_category& category() noexcept {
  static immortal<wire_category> instance;
  return *instance;
}

} // namespace akt::inline v0::wire
