// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace akt::inline v0 {
namespace detail {

template <class T>
constexpr auto pretty_name() noexcept {
  return __PRETTY_FUNCTION__;
}

/// What stands for T in "... [with T = X]" (g++) and in "... [T = X]" (clang++).
template <class T>
constexpr std::string_view printed_name() noexcept {
  const std::string_view text = pretty_name<T>();
  const auto start = text.find("T = ") + 4;
  return text.substr(start, text.size() - start - 1);
}

/// g++ prints our inline namespace and clang++ does not: "akt::v0::" becomes "akt::".
struct plain_name_copier {
  static constexpr bool is_word(char c) noexcept {
    return c == '_' || c == ':' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
           (c >= 'a' && c <= 'z');
  }

  constexpr std::size_t operator()(std::string_view from, char* to) const noexcept {
    std::size_t length = 0;
    for (std::size_t i = 0; i < from.size(); ++i) {
      if (to) to[length] = from[i];
      ++length;
      const bool begins = i == 0 || !is_word(from[i - 1]);
      if (begins && from.substr(i).starts_with("akt::v0::")) {
        if (to)
          for (char c : std::string_view("kt::")) to[length++] = c;
        else
          length += 4;
        i += 8;
      }
    }
    return length;
  }
};

template <class T>
struct name_storage {
  static constexpr auto text = [] {
    std::array<char, plain_name_copier{}(printed_name<T>(), nullptr)> out{};
    plain_name_copier{}(printed_name<T>(), out.data());
    return out;
  }();
};

} // namespace detail

/// The qualified name of T, in static storage.
///
/// Equal under g++ and clang++ for classes and enums that are no templates, not local to a function
/// and in no unnamed or (other than our own) inline namespace. Differs for other types.
template <class T>
constexpr std::string_view type_name() noexcept {
  return {detail::name_storage<T>::text.data(), detail::name_storage<T>::text.size()};
}

} // namespace akt::inline v0
