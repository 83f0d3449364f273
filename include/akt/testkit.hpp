// SPDX-License-Identifier: Apache-2.0
//
// Everything that tests of actors need.
#pragma once

#include "akt/akt.hpp"
#include "akt/testkit/explore.hpp"
#include "akt/testkit/interception.hpp"
#include "akt/testkit/kit.hpp"
#include "akt/testkit/policy.hpp"
#include "akt/testkit/probe.hpp"
#include "akt/testkit/probe_actor.hpp"
#include "akt/testkit/signals.hpp"
#include "akt/testkit/world.hpp"
