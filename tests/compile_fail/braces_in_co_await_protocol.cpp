// SPDX-License-Identifier: Apache-2.0
// only: g++
// expect: GCC 12 destroys brace-built aggregates twice inside co_await; pass the fields:
// ask<M>(field, ...)
#include "akt/akt.hpp"

#include <string>

struct Rename {
  std::string name;
};
struct Rebrand {
  std::string name;
};
using Named = akt::protocol<void(Rename)>;

class Owner {
public:
  explicit Owner(akt::actor_ref<Named> shop) : shop_(shop) {}
  akt::task<> on(const Rebrand& r) { (void)co_await shop_.ask(Rename{r.name}); }

private:
  akt::actor_ref<Named> shop_;
};
