// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace akt::inline v0::remote {

class endpoint;
class link;
struct link_limits;

namespace detail {

class endpoint_core;
class link_core;
class receptionist;
struct lookup;

} // namespace detail
} // namespace akt::inline v0::remote
