// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace akt::inline v0 {
namespace sim {

class arrival;
class policy;
class world;
struct choice;
struct link_totals;
struct verdict;
struct world_options;

} // namespace sim

namespace testkit {

class kit;
struct exploration;
struct explore_options;
struct kit_options;
struct probe_options;
struct test_framework;
template <class... Ts>
class probe;

} // namespace testkit
} // namespace akt::inline v0
