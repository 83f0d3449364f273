// SPDX-License-Identifier: Apache-2.0
//
// Everything of the module core. Whoever uses actors gets what it needs of it with akt.hpp.
#pragma once

#include "akt/core/assert.hpp"
#include "akt/core/block_pool.hpp"
#include "akt/core/clock.hpp"
#include "akt/core/driver.hpp"
#include "akt/core/errc.hpp"
#include "akt/core/error.hpp"
#include "akt/core/fate.hpp"
#include "akt/core/fwd.hpp"
#include "akt/core/hash.hpp"
#include "akt/core/log.hpp"
#include "akt/core/magazine.hpp"
#include "akt/core/memory.hpp"
#include "akt/core/random.hpp"
#include "akt/core/result.hpp"
#include "akt/core/slab_source.hpp"
#include "akt/core/sync.hpp"
#include "akt/core/type_name.hpp"
