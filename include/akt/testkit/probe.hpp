// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/testkit/kit.hpp"

#include <deque>
#include <sstream>
#include <variant>

namespace akt::inline v0::testkit {
namespace detail {

template <class... Ms>
struct probe_messages {};
template <class... Ms>
requires(wire_message<Ms> && ...)
struct probe_messages<Ms...> {
  using messages = protocol<void(Ms)...>;
};

template <class Received, class M>
struct probe_slot {
  Received* received;
  void on(const M& m) { received->push_back(m); }
};

/// A message in a failure: its type, and its value if it has an operator<<.
template <class M>
std::string shown(const M& message) {
  std::string text(type_name<M>());
  if constexpr (requires(std::ostream& out) { out << message; }) {
    std::ostringstream value;
    value << message;
    text += " " + value.str();
  }
  return text;
}

/// The actor behind a probe: keeps what it is told.
template <class... Ms>
class probe_actor : public probe_slot<std::deque<std::variant<Ms...>>, Ms>...,
                    public probe_messages<Ms...> {
public:
  static constexpr std::string_view wire_name = "akt.probe";
  using received = std::deque<std::variant<Ms...>>;
  explicit probe_actor(received* r) : probe_slot<received, Ms>{r}... {}
  using probe_slot<received, Ms>::on...;
};

} // namespace detail

/// Stands where an actor under test expects a partner, and says what it was told.
///
/// Bound to the world's thread; must outlive nothing but be outlived by its kit. Every expectation
/// first lets the actors run until they are idle; time does not pass. It takes messages without an
/// answer: for a partner that answers, write an actor.
template <class... Ms>
class probe {
  using actor = detail::probe_actor<Ms...>;

public:
  explicit probe(kit& k) : probe(k.world(), k.system()) {}
  probe(sim::world& w, actor_system& s) : world_(w), ref_(s.spawn<actor>(anonymous, &received_)) {}
  ~probe() {
    ref_.stop();
    world_.run_until_idle();
  }
  probe(const probe&) = delete;
  probe& operator=(const probe&) = delete;

  /// Converts to a reference to any protocol over Ms.
  actor_ref<actor> ref() const noexcept { return ref_; }

  /// The next message is this one.
  template <class M>
  void expect(const M& value, const char* file = __builtin_FILE(), int line = __builtin_LINE()) {
    if (const M* got = next<M>(file, line)) {
      if (!(*got == value))
        fail("expected " + detail::shown(value) + ", got another value: " + detail::shown(*got),
             file, line);
      received_.pop_front();
    }
  }

  /// The next message is of this type; here it is.
  template <class M>
  M expect(const char* file = __builtin_FILE(), int line = __builtin_LINE()) {
    M* got = next<M>(file, line);
    if (!got) {
      if constexpr (std::is_default_constructible_v<M>)
        return M{};
      else
        std::abort();
    }
    M value = std::move(*got);
    received_.pop_front();
    return value;
  }

  /// Nothing came.
  void expect_none(const char* file = __builtin_FILE(), int line = __builtin_LINE()) {
    world_.run_until_idle();
    if (!received_.empty())
      fail("expected no message, got " + std::to_string(received_.size()), file, line);
  }

private:
  template <class M>
  M* next(const char* file, int line) {
    world_.run_until_idle();
    std::string wanted = "expected a " + std::string(type_name<M>());
    if (received_.empty()) return fail(wanted + ", got nothing", file, line), nullptr;
    M* got = std::get_if<M>(&received_.front());
    if (!got) {
      auto show = [](const auto& message) { return detail::shown(message); };
      fail(wanted + ", got " + std::visit(show, received_.front()), file, line);
    }
    return got;
  }

  sim::world& world_;
  typename actor::received received_;
  actor_ref<actor> ref_;
};

} // namespace akt::inline v0::testkit
