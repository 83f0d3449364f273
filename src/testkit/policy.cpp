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
  pct_policy(random_stream stream, unsigned depth, std::uint64_t steps) : stream_(stream) {
    for (unsigned i = 1; i < depth; ++i) changes_.push_back(stream_.below(steps));
  }

  std::size_t pick(std::span<const choice> choices) override {
    rank(choices);
    std::size_t best = 0;
    for (std::size_t i = 1; i < ranked_.size(); ++i)
      if (ranked_[i].priority > ranked_[best].priority) best = i;
    for (std::uint64_t change : changes_)
      if (change == step_) {
        priorities_[key(choices[best])] = ranked_[best].priority = --lowest_;
        ++changed_;
      }
    ++step_;
    return best;
  }

  std::uint64_t changes() const noexcept override { return changed_; }

private:
  using key_type = std::tuple<std::uint8_t, std::uint32_t, std::uint32_t>;
  static key_type key(const choice& c) noexcept {
    return {static_cast<std::uint8_t>(c.what), c.node, c.index};
  }

  struct ranked_choice {
    choice what;
    std::uint64_t priority;
  };

  /// Whoever was there in the last step, most of thousands, stands in the same order as then and is
  /// not looked up again.
  void rank(std::span<const choice> choices) {
    before_.swap(ranked_);
    ranked_.clear();
    auto known = before_.begin();
    for (const choice& c : choices) {
      if (known != before_.end() && !same(known->what, c) && known + 1 != before_.end() &&
          same(known[1].what, c))
        ++known; // the one before has gone
      if (known != before_.end() && same(known->what, c))
        ranked_.push_back(*known++);
      else
        ranked_.push_back({c, priority_of(c)});
    }
  }
  static bool same(const choice& a, const choice& b) noexcept {
    return a.index == b.index && a.node == b.node && a.what == b.what;
  }
  std::uint64_t priority_of(const choice& c) {
    auto [at, fresh] = priorities_.try_emplace(key(c), 0);
    if (fresh) at->second = (std::uint64_t(1) << 63) | stream_.next_u64();
    return at->second;
  }

  random_stream stream_;
  std::vector<ranked_choice> ranked_; // the choices of this step
  std::vector<ranked_choice> before_; // and of the last
  std::map<key_type, std::uint64_t> priorities_;
  std::vector<std::uint64_t> changes_;
  std::uint64_t step_ = 0, changed_ = 0;
  std::uint64_t lowest_ = std::uint64_t(1) << 63; // below all that were drawn
};

class replay_policy final : public policy {
public:
  explicit replay_policy(std::vector<std::size_t> picks) : picks_(std::move(picks)) {}
  std::size_t pick(std::span<const choice> choices) override {
    std::size_t picked = at_ < picks_.size() ? picks_[at_] : choices.size();
    if (picked >= choices.size()) {
      if (complaint_.empty())
        complaint_ = "the choices do not fit this run from step " + std::to_string(at_) + " on";
      picked = 0;
    }
    ++at_;
    return picked;
  }
  std::string complaint() const override {
    if (!complaint_.empty() || at_ == picks_.size()) return complaint_;
    return std::to_string(picks_.size() - at_) + " choices are left: they are of another run";
  }

private:
  std::vector<std::size_t> picks_;
  std::size_t at_ = 0;
  std::string complaint_;
};

error refuse(std::string_view what) { return error(errc::invalid_argument, what); }

/// The first line may say "seed N".
result<std::unique_ptr<policy>> read_replay(const std::string& path, std::uint64_t seed) {
  std::ifstream file(path);
  if (!file) return refuse("cannot read " + path);
  std::uint64_t recorded = seed;
  if (file.peek() == 's') {
    std::string word;
    if (!(file >> word >> recorded) || word != "seed")
      return refuse(path + " is no list of choices");
  }
  std::vector<std::size_t> picks;
  for (std::size_t n; file >> n;) picks.push_back(n);
  if (!file.eof()) return refuse(path + " is no list of choices");
  if (recorded != seed)
    return refuse(path + " has the choices of seed " + std::to_string(recorded) + ", not of " +
                  std::to_string(seed));
  return std::unique_ptr<policy>(new replay_policy(std::move(picks)));
}

bool read_number(std::string_view digits, std::uint64_t max, std::uint64_t& out) {
  auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
  return failed == std::errc{} && end == digits.data() + digits.size() && out >= 1 && out <= max;
}

} // namespace

result<std::unique_ptr<policy>> make_policy(std::string_view text, random_stream stream,
                                            std::uint64_t seed) {
  if (text.empty() || text == "random") return std::unique_ptr<policy>(new random_policy(stream));
  if (text.starts_with("replay:")) return read_replay(std::string(text.substr(7)), seed);
  if (text.starts_with("pct:")) {
    constexpr std::uint64_t depth_max = 64, steps_max = std::uint64_t(1) << 32;
    auto digits = text.substr(4);
    auto colon = digits.find(':');
    std::uint64_t depth = 0, steps = 2000;
    bool good = read_number(digits.substr(0, colon), depth_max, depth);
    if (colon != digits.npos)
      good = good && read_number(digits.substr(colon + 1), steps_max, steps);
    if (good)
      return std::unique_ptr<policy>(new pct_policy(stream, static_cast<unsigned>(depth), steps));
  }
  return refuse("a policy is random, pct:1 to pct:64 (pct:D:STEPS), or replay:FILE; not " +
                std::string(text));
}

} // namespace akt::inline v0::sim
