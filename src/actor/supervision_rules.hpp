// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/supervisor.hpp"
#include "akt/core/sync.hpp"

#include <memory>
#include <vector>

namespace akt::inline v0::detail {

enum class strategy : std::uint8_t { one_for_one, one_for_all, rest_for_one };

/// What a supervisor says. Immutable once it is shared.
struct supervision {
  std::vector<std::shared_ptr<const supervision_rule>> rules;
  directive otherwise = directive::stop;
  directive when_spent = directive::suspend;
  detail::strategy strategy = detail::strategy::one_for_one;
  children_policy children = children_policy::stop;
  unsigned restarts_max = 10;
  duration window = std::chrono::minutes(1);
  duration backoff_min{0};
  duration backoff_max{0};
  mutable sync::atomic<std::uint32_t> sharers{1}; ///< see shared_supervision

  supervision() = default;
  supervision(const supervision& other)
      : rules(other.rules), otherwise(other.otherwise), when_spent(other.when_spent),
        strategy(other.strategy), children(other.children), restarts_max(other.restarts_max),
        window(other.window), backoff_min(other.backoff_min), backoff_max(other.backoff_max) {}

  /// The directive of the first rule that matches. Throws what a predicate throws.
  directive decide(const failure&) const;
  /// By itself or by the decision of a parent.
  bool may_restart() const noexcept;
};

} // namespace akt::inline v0::detail
