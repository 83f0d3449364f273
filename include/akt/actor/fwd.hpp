// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace akt::inline v0 {

class actor_system;
class any_ref;
template <class A>
class actor_ref;
template <class... Signatures>
struct protocol;
template <class A>
class context;
template <class T>
class task;
template <class R>
class deferred;
template <class R>
class request;
template <class R>
class reply_port;
template <class Event>
class topic;

class signal_source;
struct child_failed;
struct wait_cycle;
enum class directive : std::uint8_t;

namespace detail {
struct actor_type;
struct blocking_job;
struct cell;
struct conduct;
struct envelope;
struct external_waiter;
struct failure;
struct identity;
struct message_ops;
struct pending;
struct rare_parts;
struct sender;
struct turn_context;
struct vacant_cells;
struct wait_walk;
class system_core;
class worker;
class remote_node;
} // namespace detail

} // namespace akt::inline v0
