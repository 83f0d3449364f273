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

/// A changed copy; null stays null: it was out of range before.
template <class F>
shared_supervision changed(const shared_supervision& from, F f) {
  if (!from) return {};
  auto copy = std::make_unique<supervision>(*from);
  return f(*copy) ? shared_supervision(copy.release()) : shared_supervision();
}

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

using detail::changed;
using detail::supervision;

supervisor::supervisor() {
  static const detail::shared_supervision plain(new supervision);
  rules_ = plain;
}

supervisor supervisor::altered(detail::shared_supervision rules, const char* by) const noexcept {
  const char* const wrong = wrong_ || rules ? wrong_ : by; // the first one counts
  return supervisor(std::move(rules), wrong);
}

supervisor supervisor::with(const detail::supervision_rule* rule) const {
  std::shared_ptr<const detail::supervision_rule> owned(rule);
  return altered(changed(rules_,
                         [&](supervision& s) {
                           s.rules.push_back(std::move(owned));
                           return true;
                         }),
                 "on");
}

supervisor supervisor::on(errc code, directive d) const {
  return with(new detail::code_rule(code, d));
}

supervisor supervisor::otherwise(directive d) const {
  return altered(changed(rules_,
                         [&](supervision& s) {
                           s.otherwise = d;
                           return true;
                         }),
                 "otherwise");
}

supervisor supervisor::max_restarts(unsigned n, duration window) const {
  return altered(changed(rules_,
                         [&](supervision& s) {
                           s.restarts_max = n;
                           s.window = window;
                           return window >= duration::zero() && window <= detail::time_max;
                         }),
                 "max_restarts");
}

supervisor supervisor::when_spent(directive d) const {
  return altered(changed(rules_,
                         [&](supervision& s) {
                           s.when_spent = d;
                           return d == directive::suspend || d == directive::stop ||
                                  d == directive::escalate;
                         }),
                 "when_spent");
}

supervisor supervisor::backoff(duration least, duration most) const {
  return altered(changed(rules_,
                         [&](supervision& s) {
                           s.backoff_min = least;
                           s.backoff_max = most;
                           return least >= duration::zero() && least <= most &&
                                  most <= detail::time_max;
                         }),
                 "backoff");
}

supervisor supervisor::one_for_one() const {
  return altered(changed(rules_,
                         [](supervision& s) {
                           s.strategy = detail::strategy::one_for_one;
                           return true;
                         }),
                 "one_for_one");
}

supervisor supervisor::one_for_all() const {
  return altered(changed(rules_,
                         [](supervision& s) {
                           s.strategy = detail::strategy::one_for_all;
                           return true;
                         }),
                 "one_for_all");
}

supervisor supervisor::rest_for_one() const {
  return altered(changed(rules_,
                         [](supervision& s) {
                           s.strategy = detail::strategy::rest_for_one;
                           return true;
                         }),
                 "rest_for_one");
}

supervisor supervisor::children(children_policy p) const {
  return altered(changed(rules_,
                         [&](supervision& s) {
                           s.children = p;
                           return true;
                         }),
                 "children");
}

} // namespace akt::inline v0
