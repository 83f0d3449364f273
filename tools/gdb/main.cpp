// SPDX-License-Identifier: Apache-2.0
//
// What tools/gdb/check.py looks at in gdb: references, cells, errors and results, at a moment that
// is always the same.
#include "akt/testkit.hpp"

#include "../../src/actor/identity.hpp"

#include <cstdio>

namespace {

using namespace std::chrono_literals;

struct Nap {};
struct Note {};

struct Sleeper {
  akt::task<> on(Nap, akt::context<Sleeper>& ctx) { co_await ctx.sleep(1s); }
  void on(Note) {}
};
struct Parent {
  akt::actor_ref<Sleeper> child;
  akt::actor_ref<Sleeper> on(Nap, akt::context<Parent>& ctx) {
    return child = ctx.spawn<Sleeper>("a-child-whose-name-is-longer-than-31-characters");
  }
};

} // namespace

/// gdb stops here.
[[gnu::noinline]] void look(const void*...) { asm volatile("" ::: "memory"); }

int main() {
  akt::testkit::kit kit;
  akt::actor_ref<Sleeper> nobody;
  auto idle = kit.spawn<Sleeper>("idle"), ended = kit.spawn<Sleeper>("ended");
  auto nameless = kit.spawn<Sleeper>(akt::anonymous);
  auto parent = kit.spawn<Parent>("parent");
  auto child = kit.await(parent.ask<Nap>()).value();
  child.tell<Nap>();
  ended.stop();
  kit.settle();
  child.tell<Note>();
  child.tell<Note>();
  const akt::any_ref any(child);
  const auto* cell = akt::detail::cell_of(child.where());
  const auto* vacant = akt::detail::cell_of(ended.where());
  const akt::detail::identity* who = cell->who;
  const akt::error plain(akt::errc::timeout);
  const akt::error told(akt::errc::name_taken, "by a Sleeper");
  const akt::error foreign(std::make_error_code(std::errc::no_such_file_or_directory));
  const akt::result<int> good(7), bad(akt::errc::stopped);
  look(&nobody, &idle, &ended, &nameless, &any, &cell, &vacant, &who, &plain, &told, &foreign,
       &good, &bad);
  std::puts("looked");
}
