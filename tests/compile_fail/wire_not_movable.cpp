// SPDX-License-Identifier: Apache-2.0
// expect: the elements of a container must be movable to be decoded
#include "akt/wire/codec.hpp"

#include <list>
#include <tuple>

struct Seat {
  Seat() = default;
  Seat(const Seat&) = delete;
  int number = 0;

  friend auto describe(std::type_identity<Seat>) { return std::tuple(&Seat::number); }
};

auto use(const std::list<Seat>& seats) { return akt::encode(seats); }
