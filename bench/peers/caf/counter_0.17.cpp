// SPDX-License-Identifier: Apache-2.0
//
// A typed counter, in CAF 0.17.
#include <caf/all.hpp>

#include <cstdio>

using add_atom = caf::atom_constant<caf::atom("add")>;
using get_atom = caf::atom_constant<caf::atom("get")>;
using counter =
    caf::typed_actor<caf::reacts_to<add_atom, int32_t>, caf::replies_to<get_atom>::with<int32_t>>;

struct counter_state {
  int32_t value = 0;
};

counter::behavior_type count(counter::stateful_pointer<counter_state> self) {
  return {
      [self](add_atom, int32_t by) { self->state.value += by; },
      [self](get_atom) { return self->state.value; },
  };
}

void caf_main(caf::actor_system& system) {
  auto c = system.spawn(count);
  caf::scoped_actor self(system);
  self->send(c, add_atom::value, 1);
  self->send(c, add_atom::value, 2);
  self->request(c, caf::infinite, get_atom::value)
      .receive([](int32_t value) { std::printf("%d\n", value); },
               [](const caf::error& e) { std::fprintf(stderr, "error %d\n", int(e.code())); });
}

CAF_MAIN()
