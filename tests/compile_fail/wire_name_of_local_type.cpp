// SPDX-License-Identifier: Apache-2.0
// expect: compilers do not agree on the name of this type, a template, a local one or one in an
// unnamed namespace: give it a `static constexpr std::string_view wire_name`
#include "akt/wire/name.hpp"

#include <string>

template <class T>
struct Changed {
  T now;
};

auto use() { return akt::wire_name<Changed<int>>(); }
