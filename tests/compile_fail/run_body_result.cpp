// SPDX-License-Identifier: Apache-2.0
// expect: the body of run() returns nothing, or an int for the exit code
#include "akt/actor/run.hpp"

int main() {
  (void)akt::run({.name = "test"}, [](akt::program&) { return true; });
}
