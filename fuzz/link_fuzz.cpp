// SPDX-License-Identifier: Apache-2.0
// Bytes from anybody into a link: after a hello, if the first byte is odd. Whatever comes, the
// actor lives unless it was told to stop, every message has a fate, and the other link works.
#include "akt/testkit.hpp"

#include <cstdlib>

namespace link_fuzz {

struct Note {
  std::vector<std::string> lines;
  akt::any_ref about;
};
struct Question {
  std::int32_t number = 0;
};

class Target {
public:
  static constexpr std::string_view wire_name = "fuzz.Target";
  using messages = akt::protocol<void(Note), std::int32_t(Question)>;
  void on(const Note& m) { lines_ += m.lines.size(); }
  std::int32_t on(Question m) const { return m.number; }

private:
  std::size_t lines_ = 0;
};

void require(bool holds) {
  if (!holds) std::abort();
}

} // namespace link_fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using link_fuzz::require;
  if (size == 0) return 0;
  akt::sim::world world({.seed = 1});
  auto& good = world.system("good");
  auto& node = world.system("node");
  world.connect(good, node);
  (void)node.spawn<link_fuzz::Target>("target");
  (void)node.spawn<link_fuzz::Target>("other");
  auto far = world.find<link_fuzz::Target>(good, "node", "other");
  require(far && world.find<link_fuzz::Target>(good, "node", "target"));

  akt::remote::link link = world.endpoint(node).open();
  if (data[0] & 1) {
    constexpr std::uint8_t hello[] = {8, 0, 0, 0, 0x84, 1, 1, 0x19, 0x12, 0x34, 0x61, 'p'};
    require(link.receive(std::as_bytes(std::span(hello))).has_value());
  }
  (void)link.receive(std::as_bytes(std::span(data + 1, size - 1)));
  world.run_until_idle();
  (void)link.take_output();
  link.lost("end of input");
  world.run_until_idle();

  auto answer = std::move(far->ask<link_fuzz::Question>(7)).get();
  require((answer && *answer == 7) || node.actors_alive() < 3); // the peer may stop what it knows
  require(world.conserved());
  node.stop();
  require(world.conserved());
  return 0;
}
