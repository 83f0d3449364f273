// SPDX-License-Identifier: Apache-2.0
//
// Everything that local actors need.
#pragma once

#include "akt/actor/actor_system.hpp"
#include "akt/actor/callback.hpp"
#include "akt/actor/combine.hpp"
#include "akt/actor/offload.hpp"
