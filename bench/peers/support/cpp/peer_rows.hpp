// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "peer_support.hpp"

/// What each C++ peer defines: rounds of n, which return what the work took, and whole rows.
namespace peer {

class running_system; // the peer's

// pairs.cpp
taken pingpong(running_system& system, int pairs, u64 n);
taken ring(running_system& system, std::size_t size, u64 hops);

// fans.cpp
taken fan(running_system& system, int producers, int counters, u64 n, int in_a_turn);
taken from_outside(running_system& system, u64 n);

// asks.cpp
taken ask_inside(running_system& system, int pairs, u64 n);
taken ask_outside(running_system& system, u64 n);

// life.cpp
taken spawn_many(running_system& system, u64 n);
void idle_mem();

// work.cpp
taken work_in_all(running_system& system, int actors, u64 n);
taken send_blocks(running_system& system, u64 n);

// blocked.cpp
void blocked();
void mbox();

// latency.cpp
void lat_burst();
void lat_load();

} // namespace peer
