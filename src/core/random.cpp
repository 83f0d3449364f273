// SPDX-License-Identifier: Apache-2.0
#include "akt/core/random.hpp"

#include "akt/core/assert.hpp"

#include <sys/random.h>

#include <bit>

namespace akt::inline v0 {
namespace {

__extension__ using u128 = unsigned __int128;

constexpr std::uint64_t golden_ratio = 0x9e3779b97f4a7c15u;

} // namespace

random_stream::random_stream(std::uint64_t seed, std::uint64_t node,
                             std::string_view purpose) noexcept {
  // Each part goes through a step of its own, so that (1, 2) and (2, 1) are unrelated.
  auto base = mix64(seed + golden_ratio);
  base = mix64((base ^ node) + golden_ratio);
  base = mix64((base ^ hash_string(purpose)) + golden_ratio);
  for (auto& word : state_)
    word = mix64(base += golden_ratio); // splitmix64: at most one word is zero
}

std::uint64_t random_stream::next_u64() noexcept {
  const auto drawn = std::rotl(state_[1] * 5, 7) * 9;
  const auto shifted = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  if (observer_) observer_->add(drawn);
  return drawn;
}

std::uint64_t random_stream::below(std::uint64_t n) noexcept {
  AKT_ASSERT(n > 0);
  // Lemire: the high half of draw * n is uniform if the low half is not one of the 2^64 mod n
  // smallest. The division is only needed when the low half is small.
  auto product = static_cast<u128>(next_u64()) * n;
  if (static_cast<std::uint64_t>(product) < n) {
    const auto refused = (0 - n) % n;
    while (static_cast<std::uint64_t>(product) < refused)
      product = static_cast<u128>(next_u64()) * n;
  }
  return static_cast<std::uint64_t>(product >> 64);
}

std::uint64_t seed_of_this_computer() noexcept {
  std::uint64_t seed = 0;
  while (getrandom(&seed, sizeof seed, 0) != sizeof seed) {}
  return seed;
}

} // namespace akt::inline v0
