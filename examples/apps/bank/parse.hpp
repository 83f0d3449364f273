// SPDX-License-Identifier: Apache-2.0
//
// What the lines of the two input files mean, and every way in which they can be wrong.
#pragma once

#include "csv.hpp"

#include <charconv>
#include <string>
#include <system_error>

namespace bank {

using Amount = std::int64_t; ///< whole cents, never a fraction

inline constexpr std::size_t name_bytes_max = 255;

/// A line `id,from,to,amount` whose accounts are not looked up yet. Views into the line.
struct TransferLine {
  std::uint64_t id = 0;
  std::string_view from;
  std::string_view to;
  Amount amount = 0;
};

/// A line `account,balance`.
struct OpeningLine {
  std::string_view name;
  Amount balance = 0;
};

/// Why a line is bad; empty: it is good.
using Complaint = std::string;

/// The text as a message may show it: short, and without what could confuse a terminal.
inline std::string shown(std::string_view text) {
  std::string safe = "'";
  for (char c : text.substr(0, 40)) safe += static_cast<unsigned char>(c) < 0x20 ? '?' : c;
  return safe + (text.size() > 40 ? "...'" : "'");
}

/// Well-formed UTF-8 (no surrogates, no overlong forms) without control characters.
inline bool is_plain_text(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    auto byte = [&](std::size_t at) {
      return at < text.size() ? static_cast<unsigned char>(text[at]) : 0u;
    };
    unsigned lead = byte(i);
    if (lead > 0xF4 || (lead & 0xC0) == 0x80) return false;
    std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    std::uint32_t code = length == 1 ? lead : lead & (0x7Fu >> length);
    for (std::size_t k = 1; k < length; ++k) {
      if ((byte(i + k) & 0xC0u) != 0x80) return false;
      code = code << 6 | (byte(i + k) & 0x3Fu);
    }
    constexpr std::uint32_t smallest[] = {0, 0x20, 0xA0, 0x800, 0x10000};
    if (code < smallest[length] || code == 0x7F || code > 0x10FFFF) return false;
    if (code >= 0xD800 && code <= 0xDFFF) return false;
    i += length;
  }
  return true;
}

inline bool is_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Digits only, at most the largest T.
template <class T>
Complaint parse_number(std::string_view text, std::string_view what, T& number) {
  std::string name(what);
  if (text.empty()) return name + " is missing";
  if (text.front() == '-' && is_digits(text.substr(1))) return name + " is negative";
  if (!is_digits(text)) return name + " is not a whole number";
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc::result_out_of_range) return name + " is too large";
  return {};
}

inline Complaint check_name(std::string_view name, std::string_view what) {
  if (name.empty()) return std::string(what) + " is missing";
  if (name.size() > name_bytes_max) return std::string(what) + " is longer than 255 bytes";
  return {};
}

/// What both files have in common: a line of so many fields of plain text.
inline Complaint parse_fields(const Line& line, std::size_t wanted, Fields& fields) {
  if (line.too_long) return "line is longer than " + std::to_string(line_bytes_max) + " bytes";
  if (line.text.empty()) return "empty line";
  if (!is_plain_text(line.text)) return "not UTF-8 text, or with control characters";
  if (auto wrong = fields.split(line.text); !wrong.empty()) return std::string(wrong);
  if (fields.size() == wanted) return {};
  return std::to_string(fields.size()) + (fields.size() == 1 ? " column" : " columns") +
         " instead of " + std::to_string(wanted);
}

/// The columns of a transfer, each by itself. `fields` owns what the views of `to` refer to.
inline Complaint parse_transfer(const Line& line, Fields& fields, TransferLine& to) {
  Complaint wrong = parse_fields(line, 4, fields);
  if (wrong.empty()) wrong = parse_number(fields[0], "id", to.id);
  if (wrong.empty()) wrong = check_name(fields[1], "account 'from'");
  if (wrong.empty()) wrong = check_name(fields[2], "account 'to'");
  if (wrong.empty()) wrong = parse_number(fields[3], "amount", to.amount);
  if (!wrong.empty()) return wrong;
  to.from = fields[1];
  to.to = fields[2];
  if (to.amount == 0) return "amount is zero";
  if (to.from == to.to) return "both accounts are the same";
  return {};
}

inline Complaint parse_opening(const Line& line, Fields& fields, OpeningLine& to) {
  Complaint wrong = parse_fields(line, 2, fields);
  if (wrong.empty()) wrong = check_name(fields[0], "account");
  if (wrong.empty()) wrong = parse_number(fields[1], "balance", to.balance);
  if (wrong.empty()) to.name = fields[0];
  return wrong;
}

inline constexpr std::string_view transfer_header = "id,from,to,amount";
inline constexpr std::string_view opening_header = "account,balance";

/// Lines that say nothing and are not counted: a header in front, an empty line at the very end.
inline bool says_nothing(const Line& line, std::string_view header, LineReader& reader) {
  return (line.number == 1 && line.text == header) || (line.text.empty() && reader.at_end());
}

} // namespace bank
