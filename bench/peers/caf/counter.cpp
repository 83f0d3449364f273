// SPDX-License-Identifier: Apache-2.0
//
// A typed counter, since CAF 1.
#include <caf/all.hpp>

#include <cstdio>

struct counter_trait {
  using signatures = caf::type_list<caf::result<void>(caf::add_atom, int32_t),
                                    caf::result<int32_t>(caf::get_atom)>;
};
using counter = caf::typed_actor<counter_trait>;

struct counter_state {
  counter::behavior_type make_behavior() {
    return {
        [this](caf::add_atom, int32_t by) { value += by; },
        [this](caf::get_atom) { return value; },
    };
  }
  int32_t value = 0;
};

void caf_main(caf::actor_system& system) {
  auto c = system.spawn(caf::actor_from_state<counter_state>);
  caf::scoped_actor self(system);
  self->mail(caf::add_atom_v, 1).send(c);
  self->mail(caf::add_atom_v, 2).send(c);
  self->mail(caf::get_atom_v)
      .request(c, caf::infinite)
      .receive([](int32_t value) { std::printf("%d\n", value); },
               [](const caf::error& e) { std::fprintf(stderr, "%s\n", to_string(e).c_str()); });
}

CAF_MAIN()
