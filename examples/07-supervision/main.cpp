// SPDX-License-Identifier: Apache-2.0
//
// A parent spawns a child that may fail, and rules say what happens then.
#include "akt/testkit.hpp"

#include <iostream>
#include <stdexcept>
#include <string>

// [parser]
struct Parse {
  std::string text;
};
struct Total {};

/// Handles no errors: what is thrown is for the supervisor.
class Parser {
public:
  int on(const Parse& m) {
    if (m.text.size() > 20) throw std::length_error("too long");
    return total_ += std::stoi(m.text);
  }
  int on(Total) const { return total_; }

private:
  int total_ = 0;
};
// [parser]

struct GetParser {};

// [office]
class Office {
public:
  void on(const akt::started&, akt::context<Office>& ctx) {
    auto rules = akt::supervisor()
                     .on<std::invalid_argument>(akt::directive::restart) // begin with a new object
                     .on<std::out_of_range>(akt::directive::resume)      // go on with the old one
                     .otherwise(akt::directive::escalate)
                     .max_restarts(3);
    parser_ = ctx.spawn<Parser>(akt::spawn_options{.name = "parser", .supervise = rules});
  }
  akt::actor_ref<Parser> on(GetParser) const { return parser_; }

  akt::directive on(const akt::child_failed& news) {
    std::cout << news.path << " asks what to do: " << news.why.detail() << '\n';
    return akt::directive::stop;
  }

private:
  akt::actor_ref<Parser> parser_;
};
// [office]

int main() {
  akt::testkit::kit kit; // one thread, so that the lines come in this order
  auto office = kit.spawn<Office>("office");
  auto parser = kit.await(office.ask<GetParser>()).value();
  auto show = [](const akt::result<int>& r) {
    if (r)
      std::cout << *r << '\n';
    else
      std::cout << r.error().message() << '\n';
  };
  show(kit.await(parser.ask<Parse>("40")));
  show(kit.await(parser.ask<Parse>("99999999999999"))); // resume: the total stays
  show(kit.await(parser.ask<Parse>("2")));
  show(kit.await(parser.ask<Parse>("oops"))); // restart: it begins at zero
  show(kit.await(parser.ask<Total>()));
  show(kit.await(parser.ask<Parse>("a story without an end"))); // escalate: its parent ends it
  show(kit.await(parser.ask<Total>()));
}
