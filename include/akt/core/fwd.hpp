// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace akt::inline v0 {

class block_cache;
class block_pool;
class clock;
class driver;
class error;
class memory;
class random_stream;
class slab_source;
class trace_hash;
struct unit;
template <class T>
class result;
enum class errc;
enum class fate : std::uint8_t;

} // namespace akt::inline v0
