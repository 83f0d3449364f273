// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace akt::inline v0 {

/// What an actor does while a handler of it waits. A property of its class, public or open to
/// akt::access:
///
///     static constexpr auto reentrancy = akt::reentrancy::interleave;
///     static constexpr std::size_t max_in_flight = 8; // default: interleave_max_default
///
/// Without it user mail waits until the handler is done. An actor that interleaves handles other
/// messages meanwhile, never two at a time, so that its members may have changed behind each
/// co_await. While max_in_flight handlers wait, user mail waits. `started` and `stopping` are
/// handled alone; `stop()` lets the handlers that wait come to their end and begins no other.
enum class reentrancy : std::uint8_t { wait, interleave };

/// Handlers of one actor that wait at a time, unless its class says max_in_flight.
inline constexpr std::uint32_t interleave_max_default = 64;

} // namespace akt::inline v0
