// SPDX-License-Identifier: Apache-2.0
// expect: this type, or a part of it, has no form on the wire: make it an aggregate of encodable
// fields, or add describe() or a specialization of akt::codec
#include "akt/wire/codec.hpp"

struct Attach {
  int* handle;
};

auto use(const Attach& a) { return akt::encode(a); }
