// SPDX-License-Identifier: Apache-2.0
#include "peer_table.hpp"
#include "so_system.hpp"

int main(int argc, char** argv) {
  return peer::run_table<peer::running_system>("sobjectizer", {argv + 1, argv + argc});
}
