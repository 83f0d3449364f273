// SPDX-License-Identifier: Apache-2.0
#include "caf_api.hpp"
#include "peer_table.hpp"

int main(int argc, char** argv) {
  peer::init_caf();
  if (argc == 2 && std::string(argv[1]) == "spawn") peer::policy = "sharing";
  return peer::run_table<peer::running_system>("caf", {argv + 1, argv + argc});
}
