// SPDX-License-Identifier: Apache-2.0
#include "akt/testkit/policy.hpp"

#include <charconv>
#include <fstream>
#include <map>
#include <tuple>

namespace akt::inline v0::sim {
namespace {

class random_policy final : public policy {
public:
  explicit random_policy(random_stream stream) noexcept : stream_(stream) {}
  std::size_t pick(std::span<const choice> choices) override {
    return static_cast<std::size_t>(stream_.below(choices.size()));
  }

private:
  random_stream stream_;
};

/// Probabilistic concurrency testing (Burckhardt et al., ASPLOS 2010): everything has a random
/// priority, the highest goes first, and at D - 1 random steps the one at work drops to the end.
class pct_policy final : public policy {
public:
  pct_policy(random_stream stream, unsigned depth) : stream_(stream) {
    constexpr std::uint64_t steps_expected = 2000;
    for (unsigned i = 1; i < depth; ++i) changes_.push_back(stream_.below(steps_expected));
  }

  std::size_t pick(std::span<const choice> choices) override {
    std::size_t best = 0;
    std::uint64_t best_priority = 0;
    for (std::size_t i = 0; i < choices.size(); ++i) {
      auto [at, fresh] = priorities_.try_emplace(key(choices[i]), 0);
      if (fresh) at->second = (std::uint64_t(1) << 63) | stream_.next_u64();
      if (i > 0 && at->second <= best_priority) continue;
      best = i;
      best_priority = at->second;
    }
    for (std::uint64_t change : changes_)
      if (change == step_) priorities_[key(choices[best])] = --lowest_;
    ++step_;
    return best;
  }

private:
  using key_type = std::tuple<std::uint8_t, std::uint32_t, std::uint32_t>;
  static key_type key(const choice& c) noexcept {
    return {static_cast<std::uint8_t>(c.what), c.node, c.index};
  }

  random_stream stream_;
  std::map<key_type, std::uint64_t> priorities_;
  std::vector<std::uint64_t> changes_;
  std::uint64_t step_ = 0;
  std::uint64_t lowest_ = std::uint64_t(1) << 63; // below all that were drawn
};

class replay_policy final : public policy {
public:
  explicit replay_policy(std::vector<std::size_t> picks) : picks_(std::move(picks)) {}
  std::size_t pick(std::span<const choice> choices) override {
    std::size_t picked = at_ < picks_.size() ? picks_[at_++] : 0;
    return picked < choices.size() ? picked : choices.size() - 1;
  }

private:
  std::vector<std::size_t> picks_;
  std::size_t at_ = 0;
};

result<std::unique_ptr<policy>> read_replay(std::string_view path) {
  std::ifstream file{std::string(path)};
  if (!file) return error(errc::invalid_argument, "cannot read " + std::string(path));
  std::vector<std::size_t> picks;
  for (std::size_t n; file >> n;) picks.push_back(n);
  if (!file.eof())
    return error(errc::invalid_argument, std::string(path) + " is no list of numbers");
  return std::unique_ptr<policy>(new replay_policy(std::move(picks)));
}

} // namespace

result<std::unique_ptr<policy>> make_policy(std::string_view text, random_stream stream) {
  if (text.empty() || text == "random") return std::unique_ptr<policy>(new random_policy(stream));
  if (text.starts_with("replay:")) return read_replay(text.substr(7));
  if (text.starts_with("pct:")) {
    unsigned depth = 0;
    auto digits = text.substr(4);
    auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), depth);
    if (failed == std::errc{} && end == digits.data() + digits.size() && depth >= 1 && depth <= 64)
      return std::unique_ptr<policy>(new pct_policy(stream, depth));
  }
  return error(errc::invalid_argument,
               "a policy is random, pct:1 to pct:64, or replay:FILE; not " + std::string(text));
}

} // namespace akt::inline v0::sim
