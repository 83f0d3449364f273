// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace peer {

// pairs.cpp
void pingpong1();
void pingpong64();
void ring1000();

// fans.cpp
void fanin1();
void fanin4();
void fanin64();
void tell_ext();
void fanout256();

// asks.cpp
void ask_in();
void ask_in64();
void ask_ext();

// life.cpp
void spawn();
void idle_mem();

// work.cpp
void work64();
void payload64k();

// blocked.cpp
void blocked();
void mbox();

// latency.cpp
void lat_burst();
void lat_load();

} // namespace peer
