// SPDX-License-Identifier: Apache-2.0
// Messages, awaiters and a reference with the ways of asking that were considered for akt.
#pragma once
#include "../common.hpp"
struct msg {
  probe a;
  std::string s;
};
struct triv {
  int a;
  long b;
};
template <class M>
struct aw {
  M m;
  explicit aw(M&& x) : m(std::move(x)) {}
  explicit aw(const M& x) : m(x) {}
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> h) { later::pending = h; }
  int await_resume() { return 1; }
};
struct node_base {
  virtual ~node_base() = default;
};
template <class M>
struct node : node_base {
  M m;
  template <class... A>
  node(std::in_place_t, A&&... a) : m{std::forward<A>(a)...} {}
};
struct paw {
  std::unique_ptr<node_base> n;
  explicit paw(std::unique_ptr<node_base> x) : n(std::move(x)) {}
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> h) { later::pending = h; }
  int await_resume() { return 1; }
};
struct ref {
  template <class M>
  paw ask(M&& m) const {
    return paw{std::make_unique<node<std::decay_t<M>>>(std::in_place, std::forward<M>(m))};
  }
  template <class M, class... A>
  paw ask_e(A&&... a) const {
    return paw{std::make_unique<node<M>>(std::in_place, std::forward<A>(a)...)};
  }
  template <class M>
  paw ask_cref(const M& m) const {
    return paw{std::make_unique<node<M>>(std::in_place, m)};
  }
  template <class M>
  paw ask_val(M m) const {
    return paw{std::make_unique<node<M>>(std::in_place, std::move(m))};
  }
};
