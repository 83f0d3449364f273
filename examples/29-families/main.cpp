// SPDX-License-Identifier: Apache-2.0
//
// A parent whose children are found by their names, and rules with conditions for them.
#include "akt/akt.hpp"

#include <iostream>
#include <string>
#include <vector>

struct Put {
  std::string book;
};
struct Owner {};
struct Full {
  int books;
};

struct Shelf {
  using context = akt::context<Shelf>;
  int on(const Put& m, context& ctx) {
    if (m.book.empty()) ctx.fail(akt::error(akt::errc::invalid_argument, "no title"));
    if (books == 2) throw Full{books};
    return ++books;
  }
  std::string on(Owner, context& ctx) { return ctx.parent().path(); }
  int books = 0;
};

// [conditions]
akt::supervisor shelf_rules() {
  return akt::supervisor()
      .on<Full>([](const Full& f) { return f.books < 100; }, akt::directive::resume)
      .on(akt::errc::timeout, akt::directive::restart)
      .when([](const akt::error& e) { return e.detail() == "no title"; }, akt::directive::restart)
      .otherwise(akt::directive::stop);
}
// [conditions]

struct Subject {
  std::string name;
};
struct Close {};

// [family]
struct Library {
  using context = akt::context<Library>;

  akt::actor_ref<Shelf> on(const Subject& m, context& ctx) { // the same shelf for whoever asks
    return ctx.spawn_or_find<Shelf>(akt::spawn_options{.name = m.name, .supervise = shelf_rules()});
  }
  akt::task<std::size_t> on(Close, context& ctx) {
    const std::vector<akt::any_ref> shelves = ctx.children();
    for (const akt::any_ref& shelf : shelves) {
      shelf.stop();
      co_await shelf.stopped(); // afterwards its name is free
    }
    co_return shelves.size();
  }
};
// [family]

int main() {
  akt::actor_system system("town");
  auto show = [](const auto& r) { std::cout << (r ? "done" : r.error().message()) << '\n'; };
  // [find]
  auto library = system.spawn<Library>("library");
  show(library.started().get()); // or why there is none
  auto poems = library.ask<Subject>("poems").get().value();
  auto found = system.find<Shelf>("library/poems").value(); // or "akt://town/library/poems"
  std::cout << found.path() << (found == poems ? " is the same\n" : " is another\n");
  show(system.find<Shelf>("library/maps"));
  show(system.try_spawn<Library>("the library"));
  // [find]
  std::cout << poems.ask<Owner>().get().value() << " owns it\n";
  show(poems.ask<Put>("").get()); // restart
  for (int i = 0; i < 3; ++i) show(poems.ask<Put>("Odes").get());
  std::cout << library.ask<Close>().get().value() << " closed\n";
  show(system.find<Shelf>("library/poems"));
}
