// SPDX-License-Identifier: Apache-2.0
// expect: a type in an unnamed namespace may share its name with another: an interceptor needs one
//         in a named namespace
#include "akt/testkit/interception.hpp"

namespace {

struct Ping {};

} // namespace

const Ping* use(const akt::sim::arrival& arrival) { return arrival.as<Ping>(); }
