// SPDX-License-Identifier: Apache-2.0
// expect: a probe answers what it was made for with its answer: probe<R(M)>
#include "akt/testkit.hpp"

struct Ping {};
struct Question {};

void use(akt::testkit::probe<Ping, int(Question)>& probe) { probe.reply_with<Ping>(1); }
