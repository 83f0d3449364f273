// SPDX-License-Identifier: Apache-2.0
//
// Everything that local actors need.
#pragma once

// Where wrong use is explained comes first: a compiler lists the way to a header with each error,
// and so it is two lines long.
// clang-format off
#include "akt/actor/task.hpp"
#include "akt/actor/unfit.hpp"
#include "akt/actor/message_table.hpp"
#include "akt/actor/actor_ref.hpp"
#include "akt/actor/protocol.hpp"
#include "akt/actor/spawn.hpp"
#include "akt/actor/spawn_or_find.hpp"
#include "akt/actor/schedule.hpp"
#include "akt/actor/messaging.hpp"
#include "akt/actor/topic.hpp"
#include "akt/actor/behavior.hpp"
#include "akt/actor/actor_system.hpp"
#include "akt/actor/wait_cycle.hpp"
#include "akt/actor/offload.hpp"
#include "akt/actor/callback.hpp"
#include "akt/actor/combine.hpp"
#include "akt/actor/run.hpp"
// clang-format on
