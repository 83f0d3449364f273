// SPDX-License-Identifier: Apache-2.0
#include "akt/actor/supervisor.hpp"

#include "akt/core/result.hpp"

#include "supervision_rules.hpp"

#include <algorithm>

namespace akt::inline v0 {

const char* name(directive d) noexcept {
  constexpr const char* names[] = {"resume", "restart", "stop", "escalate", "suspend"};
  return names[static_cast<std::size_t>(d)];
}

namespace detail {
namespace {

std::error_code code_of(const failure& f) {
  if (!f.exception) return f.why.code();
  try {
    std::rethrow_exception(f.exception);
  } catch (const bad_result& unwanted) {
    return unwanted.error().code();
  } catch (...) {
    return f.why.code();
  }
}

class code_rule final : public supervision_rule {
public:
  code_rule(errc code, directive d) : supervision_rule(d), code_(make_error_code(code)) {}
  bool matches(const failure& f) const override { return code_of(f) == code_; }

private:
  std::error_code code_;
};

constexpr duration time_max = std::chrono::hours(24 * 24);

} // namespace

// relaxed: who copies has a sharer that keeps it alive.
void shared_supervision::keep() const noexcept {
  if (shared_) shared_->sharers.fetch_add(1, sync::relaxed);
}
// acq_rel: the last one sees what all others did; pairs with itself.
void shared_supervision::drop() const noexcept {
  if (shared_ && shared_->sharers.fetch_sub(1, sync::acq_rel) == 1) delete shared_;
}

directive supervision::decide(const failure& f) const {
  for (const auto& rule : rules)
    if (rule->matches(f)) return rule->what;
  return otherwise;
}

bool supervision::may_restart() const noexcept {
  auto restarts = [](directive d) { return d == directive::restart || d == directive::escalate; };
  return restarts(otherwise) || std::any_of(rules.begin(), rules.end(),
                                            [&](const auto& rule) { return restarts(rule->what); });
}

} // namespace detail

using detail::supervision;

supervisor::supervisor() {
  static const detail::shared_supervision plain(new supervision);
  rules_ = plain;
}

template <class F>
supervisor supervisor::altered(const char* by, F change) const {
  if (!rules_) return *this; // the first wrong argument counts
  auto copy = std::make_unique<supervision>(*rules_);
  if (!change(*copy)) return supervisor(detail::shared_supervision(), by);
  return supervisor(detail::shared_supervision(copy.release()), nullptr);
}

supervisor supervisor::with(const detail::supervision_rule* rule) const {
  std::shared_ptr<const detail::supervision_rule> owned(rule);
  return altered("on", [&](supervision& s) {
    s.rules.push_back(std::move(owned));
    return true;
  });
}

supervisor supervisor::on(errc code, directive d) const {
  return with(new detail::code_rule(code, d));
}

supervisor supervisor::otherwise(directive d) const {
  return altered("otherwise", [&](supervision& s) {
    s.otherwise = d;
    return true;
  });
}

supervisor supervisor::max_restarts(unsigned n, duration window) const {
  return altered("max_restarts", [&](supervision& s) {
    s.restarts_max = n;
    s.window = window;
    return window >= duration::zero() && window <= detail::time_max;
  });
}

supervisor supervisor::when_spent(directive d) const {
  return altered("when_spent", [&](supervision& s) {
    s.when_spent = d;
    return d == directive::suspend || d == directive::stop || d == directive::escalate;
  });
}

supervisor supervisor::backoff(duration least, duration most) const {
  return altered("backoff", [&](supervision& s) {
    s.backoff_min = least;
    s.backoff_max = most;
    return least >= duration::zero() && least <= most && most <= detail::time_max;
  });
}

supervisor supervisor::one_for_one() const {
  return altered("one_for_one", [](supervision& s) {
    s.strategy = detail::strategy::one_for_one;
    return true;
  });
}

supervisor supervisor::one_for_all() const {
  return altered("one_for_all", [](supervision& s) {
    s.strategy = detail::strategy::one_for_all;
    return true;
  });
}

supervisor supervisor::rest_for_one() const {
  return altered("rest_for_one", [](supervision& s) {
    s.strategy = detail::strategy::rest_for_one;
    return true;
  });
}

supervisor supervisor::children(children_policy p) const {
  return altered("children", [&](supervision& s) {
    s.children = p;
    return true;
  });
}

} // namespace akt::inline v0
