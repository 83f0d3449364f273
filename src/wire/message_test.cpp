// SPDX-License-Identifier: Apache-2.0
#include "akt/core/error.hpp"
#include "akt/wire/message.hpp"

#include <gtest/gtest.h>

#include <any>
#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <variant>
#include <vector>

// That this builds, under both compilers, is the test: for no type may the question be an error.

namespace message_test {

using akt::wire_message;

struct Empty {};
struct Point {
  int x, y;
};
static_assert(wire_message<int> && wire_message<Empty> && wire_message<Point>);
static_assert(wire_message<std::vector<std::map<std::string, std::optional<Point>>>>);
static_assert(wire_message<std::variant<Point, std::string>>);
static_assert(wire_message<std::tuple<>> && wire_message<std::array<Point, 0>>);
static_assert(wire_message<std::chrono::nanoseconds>);

// No values of their own.
static_assert(!wire_message<void> && !wire_message<int&> && !wire_message<const int>);
static_assert(!wire_message<void()> && !wire_message<void (Point::*)()> && !wire_message<int*>);
static_assert(!wire_message<const char*> && !wire_message<std::nullptr_t>);
static_assert(!wire_message<std::string_view> && !wire_message<std::span<const int>>);
static_assert(!wire_message<std::unique_ptr<int>> && !wire_message<std::shared_ptr<int>>);
static_assert(!wire_message<std::reference_wrapper<int>>);
static_assert(!wire_message<std::function<void()>> && !wire_message<std::any>);
static_assert(!wire_message<int[]> && wire_message<int[2]>);
static_assert(!wire_message<decltype([] {})> && !wire_message<decltype([x = 1] { return x; })>);

// Not the same everywhere.
static_assert(!wire_message<long double> && !wire_message<std::chrono::duration<double>>);
static_assert(!wire_message<std::unordered_map<int, int>> &&
              !wire_message<std::unordered_set<int>>);
static_assert(!wire_message<std::unordered_multimap<int, int>>);
static_assert(!wire_message<std::map<double, int>> && !wire_message<std::set<float>>);
static_assert(!wire_message<std::chrono::steady_clock::time_point>);
enum Loose { loose };
enum Fixed : int { fixed };
static_assert(!wire_message<Loose> && wire_message<Fixed>);

// A part is enough.
struct HasPointer {
  int a;
  std::vector<std::unique_ptr<int>> b;
};
struct HasView {
  std::string_view text;
};
struct HasFunction {
  std::function<void()> f;
};
struct HasConst {
  const int a = 1;
};
struct HasVolatile {
  volatile int a;
};
struct HasReference {
  int& a;
};
extern int somewhere;
struct HasReferenceLater {
  int a;
  int& b = somewhere;
};
struct HasRvalue {
  int a;
  int&& b = static_cast<int&&>(somewhere);
};
struct HasConstReference {
  const int& a;
};
struct HasBits {
  int a : 3;
};
struct HasMutex {
  std::mutex m;
};
struct HasAtomic {
  std::atomic<int> a;
};
struct HasAny {
  std::any a;
};
struct HasPointerArray {
  const char* a[2];
};
static_assert(!wire_message<HasPointer> && !wire_message<HasView> && !wire_message<HasFunction>);
static_assert(!wire_message<HasConst> && !wire_message<HasVolatile> && !wire_message<HasBits>);
static_assert(!wire_message<HasReference> && !wire_message<HasReferenceLater>);
static_assert(!wire_message<HasRvalue> && !wire_message<HasConstReference>);
static_assert(!wire_message<HasMutex> && !wire_message<HasAtomic> && !wire_message<HasAny>);
static_assert(!wire_message<HasPointerArray>);
static_assert(!wire_message<std::vector<HasView>> && !wire_message<std::optional<HasView>>);
static_assert(!wire_message<std::variant<int, HasView>> && !wire_message<std::pair<int, int*>>);
static_assert(!wire_message<std::map<int, HasView>> && !wire_message<std::array<int*, 2>>);

// Classes that structured bindings cannot take apart.
struct Derived : Point {
  int z;
};
struct DerivedEmpty : Empty {
  int z;
};
union Union {
  int a;
  float b;
};
struct HasUnion {
  int tag;
  Union u;
};
struct HasAnonymousUnion {
  int tag;
  union {
    int a;
    float b;
  };
};
struct StartsWithAnonymousUnion {
  union {
    int a;
    float b;
  };
  int tag;
};
static_assert(!wire_message<Derived> && !wire_message<DerivedEmpty> && !wire_message<Union>);
static_assert(!wire_message<HasUnion> && !wire_message<HasAnonymousUnion>);
static_assert(!wire_message<StartsWithAnonymousUnion>);
struct Fields32 {
  char a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, A, B, C, D, E,
      F;
};
struct Fields33 {
  Fields32 first;
  char a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, A, B, C, D, E,
      F;
};
static_assert(wire_message<Fields32> && !wire_message<Fields33>);

// Classes that cannot be made first and filled then.
struct NoDefault {
  NoDefault(int) {}
};
struct HasNoDefault {
  int a;
  NoDefault b;
};
struct HasNoDefaultLater {
  int a;
  NoDefault b = NoDefault(3);
  int c = 1;
};
class Plain {
public:
  Plain() {}
};
struct Abstract {
  virtual ~Abstract() = default;
  virtual void f() = 0;
};
struct Incomplete;
static_assert(!wire_message<NoDefault> && !wire_message<HasNoDefault>);
static_assert(!wire_message<HasNoDefaultLater> && !wire_message<Plain>);
static_assert(!wire_message<Abstract> && !wire_message<Incomplete>);

// Greedy constructors confuse no one.
struct Greedy {
  Greedy() = default;
  template <class T>
  Greedy(T&&) {}
};
struct HasGreedy {
  Greedy a, b;
};
static_assert(!wire_message<Greedy> && !wire_message<HasGreedy>);

// Types within themselves.
struct Tree {
  int value;
  std::vector<Tree> children;
};
struct Odd;
struct Even {
  std::vector<Odd> odds;
};
struct Odd {
  std::optional<int> value;
  std::map<int, Even> evens;
};
struct BadTree {
  std::vector<BadTree> children;
  int* value;
};
static_assert(wire_message<Tree> && wire_message<Even> && wire_message<Odd>);
static_assert(!wire_message<BadTree>);

// describe() must name data members of types that can travel, and the class be constructible.
class Described {
  int a_ = 0;
  friend constexpr auto describe(std::type_identity<Described>) {
    return std::tuple{&Described::a_};
  }
};
class DescribesPointer {
  int* a_ = nullptr;
  friend constexpr auto describe(std::type_identity<DescribesPointer>) {
    return std::tuple{&DescribesPointer::a_};
  }
};
class DescribesFunction {
  int f() const { return 1; }
  friend constexpr auto describe(std::type_identity<DescribesFunction>) {
    return std::tuple{&DescribesFunction::f};
  }
};
class DescribesValue {
  friend constexpr auto describe(std::type_identity<DescribesValue>) { return std::tuple{1}; }
};
struct DescribesBase : Point { // an aggregate with a base class needs this
  int z;
  friend constexpr auto describe(std::type_identity<DescribesBase>) {
    return std::tuple{&Point::x, &Point::y, &DescribesBase::z};
  }
};
class DescribedNoDefault {
public:
  DescribedNoDefault(int a) : a_(a) {}

private:
  int a_;
  friend constexpr auto describe(std::type_identity<DescribedNoDefault>) {
    return std::tuple{&DescribedNoDefault::a_};
  }
};
static_assert(wire_message<Described> && wire_message<DescribesBase>);
static_assert(!wire_message<DescribesPointer> && !wire_message<DescribesFunction>);
static_assert(!wire_message<DescribesValue> && !wire_message<DescribedNoDefault>);

// Elements of containers are moved in, other parts need not be.
struct Fixed2 {
  Fixed2() = default;
  Fixed2(const Fixed2&) = delete;
  int a = 0;
  friend constexpr auto describe(std::type_identity<Fixed2>) { return std::tuple{&Fixed2::a}; }
};
static_assert(wire_message<Fixed2> && !wire_message<std::vector<Fixed2>>);
static_assert(wire_message<std::optional<Fixed2>>);
static_assert(!wire_message<std::map<int, Fixed2>>);

// What the core has.
static_assert(!wire_message<akt::error> && !wire_message<std::error_code>);

} // namespace message_test

TEST(wire_message, is_false_and_no_error_for_any_other_type) { SUCCEED(); }
