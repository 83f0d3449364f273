// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/core/clock.hpp"
#include "akt/core/error.hpp"

#include <exception>
#include <utility>

namespace akt::inline v0 {

/// What happens to an actor that has failed, before its next message.
enum class directive : std::uint8_t {
  resume,   ///< goes on with the state it has
  restart,  ///< its object is destroyed and made anew from the arguments of its spawn
  stop,     ///< ends with the reason `failed`
  escalate, ///< waits for its parent's decision, which fails in its place unless it has a handler
            ///< `on(const akt::child_failed&)`
  suspend,  ///< waits until somebody calls reinstate(), restart() or stop()
};

/// "resume", "restart", ...
const char* name(directive) noexcept;

/// What a restart does with the children of the actor that restarts.
enum class children_policy : std::uint8_t {
  stop,    ///< they end before the object is destroyed: its successor spawns its own
  restart, ///< they restart too, behind their parent
  keep,    ///< they run on
};

/// Restarts without a limit.
inline constexpr unsigned unlimited = ~0u;

namespace detail {

/// How an actor failed.
struct failure {
  error why;
  std::exception_ptr exception; ///< null: ctx.fail()
};

/// One rule of a supervisor. Immutable.
class supervision_rule {
public:
  explicit supervision_rule(directive d) noexcept : what(d) {}
  virtual ~supervision_rule() = default;
  /// May throw what a user's predicate throws.
  virtual bool matches(const failure&) const = 0;
  const directive what;
};

/// Exceptions of type E or derived from it that satisfy the predicate.
template <class E, class F>
class exception_rule final : public supervision_rule {
public:
  exception_rule(F predicate, directive d)
      : supervision_rule(d), predicate_(std::move(predicate)) {}
  bool matches(const failure& f) const override {
    if (!f.exception) return false;
    try {
      std::rethrow_exception(f.exception);
    } catch (const E& thrown) {
      return static_cast<bool>(predicate_(thrown));
    } catch (...) {
      return false;
    }
  }

private:
  F predicate_;
};

/// Failures whose error satisfies the predicate.
template <class F>
class error_rule final : public supervision_rule {
public:
  error_rule(F predicate, directive d) : supervision_rule(d), predicate_(std::move(predicate)) {}
  bool matches(const failure& f) const override { return static_cast<bool>(predicate_(f.why)); }

private:
  F predicate_;
};

struct supervision;

/// What a supervisor says, shared by all that were made from it. Immutable; null: an argument was
/// out of its range. Thread-safe as a value.
class shared_supervision {
public:
  shared_supervision() noexcept = default;
  /// Takes one over that nobody else knows.
  explicit shared_supervision(const supervision* fresh) noexcept : shared_(fresh) {}
  shared_supervision(const shared_supervision& other) noexcept : shared_(other.shared_) { keep(); }
  shared_supervision(shared_supervision&& other) noexcept
      : shared_(std::exchange(other.shared_, nullptr)) {}
  shared_supervision& operator=(shared_supervision other) noexcept {
    std::swap(shared_, other.shared_);
    return *this;
  }
  ~shared_supervision() { drop(); }

  explicit operator bool() const noexcept { return shared_ != nullptr; }
  const supervision* operator->() const noexcept { return shared_; }
  const supervision& operator*() const noexcept { return *shared_; }

private:
  void keep() const noexcept;
  void drop() const noexcept;

  const supervision* shared_ = nullptr;
};

} // namespace detail

/// The rules by which an actor that fails goes on or ends: `spawn_options::supervise`.
///
///     auto rules = akt::supervisor()
///                      .on<std::invalid_argument>(akt::directive::restart)
///                      .otherwise(akt::directive::stop)
///                      .max_restarts(3, 10s);
///
/// A value: each function returns a changed copy, so that one that several actors share never
/// changes. An actor without one stops. Thread-safe as a value. Arguments out of their range make
/// the spawn that is given the supervisor an errc::invalid_argument.
class supervisor {
public:
  supervisor();

  /// Exceptions of type E and of classes derived from it. The first rule that matches counts, as
  /// with catch clauses.
  template <class E>
  supervisor on(directive d) const {
    return on<E>([](const E&) { return true; }, d);
  }
  /// The same if `predicate(const E&)`. It is called on the failed actor's turn; one that throws
  /// stops the actor.
  template <class E, class F>
  supervisor on(F predicate, directive d) const {
    return with(new detail::exception_rule<E, F>(std::move(predicate), d));
  }
  /// Failures with this code: of `ctx.fail(error)`, or of the error whose value() was wanted.
  supervisor on(errc code, directive d) const;
  /// Failures for which `predicate(const error&)`.
  template <class F>
  supervisor when(F predicate, directive d) const {
    return with(new detail::error_rule<F>(std::move(predicate), d));
  }
  /// What no rule matches; `stop` unless said.
  supervisor otherwise(directive d) const;

  /// At most `n` restarts of each actor; failures that are further apart than `window` start a new
  /// count. 10 in a minute unless said. A window of zero never starts anew.
  supervisor max_restarts(unsigned n, duration window = duration::zero()) const;
  /// What follows when they are used up: `suspend` unless said, or `stop` or `escalate`.
  supervisor when_spent(directive d) const;
  /// The n-th restart within the window comes after least * 2^(n-1), at most `most`, each up to a
  /// tenth shorter or longer by chance. None unless said.
  supervisor backoff(duration least, duration most) const;

  /// The decision is for the failed actor alone: this unless said.
  supervisor one_for_one() const;
  /// It is for all children of its parent.
  supervisor one_for_all() const;
  /// It is for those too that were spawned after it.
  supervisor rest_for_one() const;

  /// What a restart does with the failed actor's children; they stop unless said.
  supervisor children(children_policy p) const;

  /// For the runtime. Null: an argument was out of its range.
  const detail::shared_supervision& rules() const noexcept { return rules_; }
  /// For the runtime, which keeps them: without another count of the sharers.
  detail::shared_supervision take_rules() noexcept { return std::move(rules_); }
  /// For the runtime: which function got it. Null: none did.
  const char* wrong() const noexcept { return wrong_; }

private:
  supervisor(detail::shared_supervision rules, const char* wrong) noexcept
      : rules_(std::move(rules)), wrong_(wrong) {}
  /// A copy that `change` has changed, on behalf of that function; false: its argument was out of
  /// its range.
  template <class F>
  supervisor altered(const char* by, F change) const;
  /// Takes the rule over.
  supervisor with(const detail::supervision_rule* rule) const;

  detail::shared_supervision rules_;
  const char* wrong_ = nullptr;
};

} // namespace akt::inline v0
