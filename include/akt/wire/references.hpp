// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/wire/fwd.hpp"

#include <cstdint>

namespace akt::inline v0::wire {

/// A reference to something that lives on some node. The layer above gives the numbers a meaning.
/// Thread-compatible.
struct raw_reference {
  std::uint64_t where = 0;
  std::uint64_t what = 0;
  std::uint64_t type = 0;

  friend constexpr bool operator==(const raw_reference&, const raw_reference&) noexcept = default;
};

/// How references travel on one link, or into one store.
///
/// Thread-compatible. Both functions handle exactly one CBOR item and return false if they cannot;
/// they may say why with fail(), else it counts as errc::bad_reference.
class reference_codec {
public:
  virtual ~reference_codec() = default;

  virtual bool write(writer& to, const raw_reference& reference) = 0;
  /// `reference.type` holds what the asker expects, 0 if anything is fine.
  virtual bool read(reader& from, raw_reference& reference) = 0;

protected:
  reference_codec() = default;
  reference_codec(const reference_codec&) = default;
  reference_codec& operator=(const reference_codec&) = default;
};

} // namespace akt::inline v0::wire
