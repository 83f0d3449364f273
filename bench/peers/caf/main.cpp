// SPDX-License-Identifier: Apache-2.0
#include "caf_api.hpp"
#include "rows.hpp"

constexpr peer::row rows[] = {
    {"pingpong1", peer::pingpong1}, {"pingpong64", peer::pingpong64}, {"fanin1", peer::fanin1},
    {"fanin4", peer::fanin4},       {"fanin64", peer::fanin64},       {"tell_ext", peer::tell_ext},
    {"fanout256", peer::fanout256}, {"ring1000", peer::ring1000},     {"spawn", peer::spawn_row},
    {"ask_in", peer::ask_in},       {"ask_in64", peer::ask_in64},     {"ask_ext", peer::ask_ext},
    {"work64", peer::work64},       {"payload64k", peer::payload64k}, {"blocked", peer::blocked},
    {"mbox", peer::mbox},           {"lat_burst", peer::lat_burst},   {"lat_load", peer::lat_load},
    {"idle_mem", peer::idle_mem},
};

int main(int argc, char** argv) {
  peer::init_caf();
  return peer::run_rows("caf", {argv + 1, argv + argc}, rows);
}
