// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace akt::inline v0 {
namespace sim {

class policy;
class world;
struct choice;
struct link_totals;
struct world_options;

} // namespace sim

namespace testkit {

class kit;
struct kit_options;
template <class... Ms>
class probe;

} // namespace testkit
} // namespace akt::inline v0
