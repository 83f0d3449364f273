// SPDX-License-Identifier: Apache-2.0
// expect: the body of run() takes an akt::program&
#include "akt/actor/run.hpp"

int main() {
  (void)akt::run({.name = "test"}, [] {});
}
