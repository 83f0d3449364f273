// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace akt::inline v0 {

template <class T>
struct codec;

namespace wire {

struct limits;
struct raw_reference;
class reader;
class reference_codec;
class writer;

} // namespace wire
} // namespace akt::inline v0
