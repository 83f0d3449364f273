// SPDX-License-Identifier: Apache-2.0
//
// Everything that talking to actors of other systems needs, beside akt.hpp.
#pragma once

#include "akt/remote/endpoint.hpp"
#include "akt/remote/fwd.hpp"
