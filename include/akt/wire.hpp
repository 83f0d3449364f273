// SPDX-License-Identifier: Apache-2.0
//
// Everything of the module wire: values to bytes and back.
#pragma once

#include "akt/wire/codec.hpp"
#include "akt/wire/containers.hpp"
#include "akt/wire/describe.hpp"
#include "akt/wire/errc.hpp"
#include "akt/wire/fields.hpp"
#include "akt/wire/fwd.hpp"
#include "akt/wire/limits.hpp"
#include "akt/wire/message.hpp"
#include "akt/wire/name.hpp"
#include "akt/wire/reader.hpp"
#include "akt/wire/references.hpp"
#include "akt/wire/scalars.hpp"
#include "akt/wire/shape.hpp"
#include "akt/wire/writer.hpp"
