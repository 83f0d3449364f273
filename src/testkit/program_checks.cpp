// SPDX-License-Identifier: Apache-2.0
#include "program_checks.hpp"

#include "../actor/system_core.hpp"
#include "program_actors.hpp"

namespace akt::inline v0::sim::programs {

void checks::begin() {
  for (looked_at& s : systems_) s.actors_before = s.system->actors_alive();
}

void checks::at_rest() {
  std::string what;
  if (!world_.conserved(&what)) book_.fail("a message without a fate in " + what);
  std::int64_t objects = 0;
  for (looked_at& s : systems_) objects += look_at_cells(*s.system);
  if (objects != book_.objects)
    book_.fail(std::to_string(objects) + " objects of actors are in their cells, " +
               std::to_string(book_.objects) + " alive");
  look_at_ties();
  book_.rest();
}

void checks::look_at_ties() {
  using namespace akt::detail;
  auto flags_of = [this](number who) { // ~0: it has ended
    const actor_record& a = book_.actors[who];
    const any_ref one = a.seen_from[a.node];
    const cell* c = one ? cell_of(one.where()) : nullptr;
    return c && c->generation() == one.what() ? c->flags.get() : ~0u;
  };
  constexpr std::uint32_t ends = flag_ending | flag_closing | flag_stop_told;
  auto outlives = [&](number one, number other) {
    if (flags_of(other) == ~0u && !(flags_of(one) & ends))
      book_.fail("actor " + std::to_string(one) + " outlives " + std::to_string(other) +
                 ", which it is linked to, flags " + std::to_string(flags_of(one)));
  };
  std::erase_if(book_.ties(), [&](const ledger::tie& t) {
    if (t.lost && !(flags_of(t.by) & ends))
      book_.fail("actor " + std::to_string(t.by) + " outlives its link over a connection");
    outlives(t.by, t.other);
    // Whether one of another node has heard of the link, nobody knows.
    if (t.same_node) outlives(t.other, t.by);
    return t.lost || flags_of(t.by) == ~0u;
  });
}

std::int64_t checks::look_at_cells(actor_system& s) {
  using namespace akt::detail;
  std::int64_t objects = 0;
  std::uint64_t actors = 0;
  system_core& core = s.core();
  for (std::uint32_t i = 0, n = core.cells.made(); i < n; ++i) {
    const cell& c = core.cells.at(i);
    const std::uint32_t flags = c.flags.get();
    if (c.type()) ++actors;
    const bool of_the_program = c.type() == &type_of<Member> || c.type() == &type_of<Weaver> ||
                                c.type() == &type_of<NarrowWeaver>;
    if (of_the_program && !(flags & (flag_unborn | flag_hollow))) ++objects;
    const bool mail = c.words.peek_user_mail() || c.batch.first.get();
    if (c.words.peek_system_mail() || (mail && !(flags & flag_gates)))
      book_.fail("mail of cell " + std::to_string(i) + " of " + s.name() +
                 " waits for nobody, flags " + std::to_string(flags));
  }
  if (actors != s.actors_alive())
    book_.fail(std::to_string(s.actors_alive()) + " actors alive by the counters of " + s.name() +
               ", " + std::to_string(actors) + " found");
  return objects;
}

void checks::end() {
  at_rest();
  for (const looked_at& s : systems_) {
    const std::string& name = s.system->name();
    if (s.system->actors_alive() != s.actors_before)
      book_.fail(std::to_string(s.system->actors_alive() - s.actors_before) + " actors of " + name +
                 " have not ended");
    if (s.system->fates().in_flight != 0)
      book_.fail("messages are in flight at the end in " + name);
  }
}

} // namespace akt::inline v0::sim::programs
