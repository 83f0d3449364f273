// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "life_scenes.hpp"
#include "message_scenes.hpp"

namespace gate {

struct scene {
  const char* name;
  void (*run)(meter&);
};

inline constexpr scene scenes[] = {
    {"pingpong", &pingpong},         {"fanin", &fanin}, {"outside", &outside},
    {"behaving", &behaving},         {"ask", &ask},     {"spawn", &spawn},
    {"three_awaits", &three_awaits}, {"batch", &batch}, {"spawn_named", &spawn_named},
    {"watch_stop", &watch_stop},     {"timer", &timer}, {"restart", &restart},
};

inline const scene& scene_named(std::string_view name) {
  for (const scene& s : scenes)
    if (name == s.name) return s;
  std::fprintf(stderr, "there is no scene of that name\n");
  std::exit(2);
}

/// A line that run.py reads.
inline void figure(const char* name, double value) {
  std::printf("G\t%s\t%.6g\n", name, value);
  std::fflush(stdout);
}

} // namespace gate
