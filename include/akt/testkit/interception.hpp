// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/actor_system.hpp"

#include <functional>
#include <string>
#include <type_traits>

namespace akt::inline v0::sim {

/// What becomes of a message that was intercepted. Thread-compatible.
struct verdict {
  enum class kind : std::uint8_t { pass, drop, delay };
  kind what = kind::pass;
  duration by{0};
};

/// It is handled as ever.
inline constexpr verdict pass{};

/// It is lost on its way: its fate is `cancelled`, nobody hears of it, and who has asked gets
/// errc::timeout when that is due.
inline constexpr verdict drop{verdict::kind::drop, {}};

/// It arrives when `d` has passed; what is sent meanwhile overtakes it. Zero or less: now.
constexpr verdict delay(duration d) noexcept {
  return d > duration::zero() ? verdict{verdict::kind::delay, d} : pass;
}

namespace detail {

template <class M>
constexpr bool has_its_own_name() noexcept {
  constexpr std::string_view name = type_name<M>();
  constexpr bool unnamed = name.find("{anonymous}") != name.npos ||
                           name.find("(anonymous namespace)") != name.npos ||
                           name.find("<unnamed") != name.npos;
  if constexpr (unnamed)
    static_assert(akt::detail::never<M>,
                  "a type in an unnamed namespace may share its name with another: an interceptor "
                  "needs one in a named namespace");
  return !unnamed;
}

} // namespace detail

/// A message that its receiver will handle next, or soon, as an interceptor sees it.
///
/// Bound to the world's thread, and valid during the call only.
class arrival {
public:
  /// For the world.
  arrival(const akt::detail::envelope& e, any_ref to, std::string path) noexcept
      : envelope_(e), to_(to), path_(std::move(path)) {}
  arrival(const arrival&) = delete;
  arrival& operator=(const arrival&) = delete;

  /// The name of the message's type.
  std::string_view type() const noexcept { return envelope_.ops->name; }
  /// The path of its receiver.
  const std::string& receiver() const noexcept { return path_; }
  bool is_for(any_ref actor) const noexcept { return actor == to_; }
  /// It was asked, not told.
  bool asked() const noexcept { return envelope_.asked(); }

  /// The message, or null: it is of another type. Types are told apart by their names.
  template <class M>
  const M* as() const noexcept {
    if constexpr (detail::has_its_own_name<M>()) {
      if (type() == type_name<M>())
        return std::launder(reinterpret_cast<const M*>(&envelope_.payload));
    }
    return nullptr;
  }

private:
  const akt::detail::envelope& envelope_;
  any_ref to_;
  std::string path_;
};

/// Looks at a message before its receiver handles it and decides. Called off any turn; must neither
/// throw nor run the world.
using interceptor = std::function<verdict(const arrival&)>;

namespace detail {

template <class F, class... Args>
verdict verdict_of(F& f, const Args&... args) {
  if constexpr (std::is_void_v<std::invoke_result_t<F&, const Args&...>>) {
    f(args...);
    return pass;
  } else {
    return f(args...);
  }
}

} // namespace detail

/// Of f(const arrival&), which returns a verdict, or nothing: it only looks.
template <class F>
requires std::is_invocable_v<F&, const arrival&>
interceptor intercepting(F f) {
  return [f = std::move(f)](const arrival& a) mutable { return detail::verdict_of(f, a); };
}

/// Of f(const M&) or f(const M&, const arrival&): messages of other types pass.
template <class M, class F>
requires(std::is_invocable_v<F&, const M&> || std::is_invocable_v<F&, const M&, const arrival&>)
interceptor intercepting(F f) {
  return [f = std::move(f)](const arrival& a) mutable {
    const M* message = a.template as<M>();
    if (!message) return pass;
    if constexpr (std::is_invocable_v<F&, const M&>)
      return detail::verdict_of(f, *message);
    else
      return detail::verdict_of(f, *message, a);
  };
}

} // namespace akt::inline v0::sim
