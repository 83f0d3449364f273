// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "akt/actor/request.hpp"

#include <tuple>
#include <variant>

namespace akt::inline v0 {
namespace detail {

/// The awaitable of all() and first(). Turn-bound.
template <class... Rs>
class request_set {
public:
  using akt_awaitable = void;

  explicit request_set(request<Rs>&&... requests) noexcept : requests_(std::move(requests)...) {}
  request_set(request_set&& other) noexcept : requests_(std::move(other.requests_)) {}

  bool await_ready() const noexcept { return false; }
  void await_at(detail::co_await_place at) noexcept { group_.at = source_location_of(at); }

protected:
  std::tuple<request<Rs>...> requests_;
  request_group group_;
};

template <class... Rs>
class [[nodiscard]] all_of : public request_set<Rs...> {
public:
  using request_set<Rs...>::request_set;

  template <class P>
  void await_suspend(std::coroutine_handle<P> h) noexcept {
    this->group_.frame = &h.promise();
    this->group_.left = sizeof...(Rs);
    std::apply(
        [this](auto&... r) { ((r.begin(this->group_) ? void() : void(--this->group_.left)), ...); },
        this->requests_);
    if (this->group_.left == 0) this_thread().turn->next = this->group_.frame;
  }
  std::tuple<result<Rs>...> await_resume() {
    return std::apply([](auto&... r) { return std::tuple<result<Rs>...>(r.answer()...); },
                      this->requests_);
  }
};

template <class... Rs>
class [[nodiscard]] first_of : public request_set<Rs...> {
public:
  using request_set<Rs...>::request_set;

  template <class P>
  void await_suspend(std::coroutine_handle<P> h) noexcept {
    this->group_.frame = &h.promise();
    this->group_.left = 1;
    this->group_.any = sizeof...(Rs) > 1;
    bool early = false;
    std::apply(
        [&](auto&... r) { ((early || r.begin(this->group_) ? void() : void(early = true)), ...); },
        this->requests_);
    if (early) this_thread().turn->next = this->group_.frame;
  }
  std::variant<result<Rs>...> await_resume() { return take(std::index_sequence_for<Rs...>()); }

private:
  template <std::size_t... Is>
  std::variant<result<Rs>...> take(std::index_sequence<Is...>) {
    std::apply([](auto&... r) { (r.abandon(), ...); }, this->requests_);
    std::optional<std::variant<result<Rs>...>> winner;
    ((std::get<Is>(this->requests_).has_answer() && !winner
          ? void(winner.emplace(std::in_place_index<Is>, std::get<Is>(this->requests_).answer()))
          : void()),
     ...);
    return std::move(*winner);
  }
};

} // namespace detail

/// Sends all requests and waits for every answer: a tuple of results in the order of arguments.
template <class... Rs>
detail::all_of<Rs...> all(request<Rs>... requests) noexcept {
  static_assert(sizeof...(Rs) > 0, "all() takes at least one request");
  return detail::all_of<Rs...>(std::move(requests)...);
}

/// Sends all requests and waits for the first answer: a variant whose index says whose it is. The
/// others are forgotten; their answers reach nobody.
template <class... Rs>
detail::first_of<Rs...> first(request<Rs>... requests) noexcept {
  static_assert(sizeof...(Rs) > 0, "first() takes at least one request");
  return detail::first_of<Rs...>(std::move(requests)...);
}

} // namespace akt::inline v0
