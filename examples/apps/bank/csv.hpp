// SPDX-License-Identifier: Apache-2.0
//
// Lines and fields of CSV, without any knowledge of banks.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bank {

inline constexpr std::size_t line_bytes_max = 4096;

/// One line without its line end. `text` is valid until the next line is asked for.
struct Line {
  std::uint64_t number = 0; ///< from 1
  std::string_view text;
  bool too_long = false; ///< longer than line_bytes_max; `text` is its beginning
};

/// Cuts a stream of bytes into lines: LF or CRLF, with or without one at the end of the file, and
/// without the byte order mark that some editors put first.
class LineReader {
public:
  /// Fills the buffer: the number of bytes, 0 at the end, negative on an error.
  using Source = std::function<long(char* buffer, std::size_t bytes)>;

  explicit LineReader(Source source) : source_(std::move(source)) {}

  /// False: there is no further line.
  bool next(Line& line) {
    kept_.clear();
    bool too_long = false;
    for (;;) {
      if (at_ == chunk_.size() && !refill()) {
        if (kept_.empty()) return false;
        return deliver(line, kept_, too_long);
      }
      std::string_view rest = chunk_.substr(at_);
      std::size_t length = rest.find('\n');
      bool complete = length != std::string_view::npos;
      std::string_view part = rest.substr(0, length);
      at_ += part.size() + (complete ? 1 : 0);
      if (complete && kept_.empty()) return deliver(line, part, false);
      too_long |= kept_.size() + part.size() > line_bytes_max + 1; // 1: the CR
      kept_.append(part.substr(0, std::min(part.size(), line_bytes_max + 1 - kept_.size())));
      if (complete) return deliver(line, kept_, too_long);
    }
  }

  /// Whether the last line was the last: may wait for more bytes.
  bool at_end() { return at_ == chunk_.size() && !refill(); }
  bool failed() const { return failed_; }

private:
  bool refill() {
    if (ended_) return false;
    std::size_t filled = 0;
    bool first = std::exchange(first_, false);
    while (filled < (first ? byte_order_mark.size() : 1) && read(filled)) {}
    chunk_ = {buffer_.data(), filled};
    at_ = first && chunk_.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
    return at_ < chunk_.size() || refill();
  }
  bool read(std::size_t& filled) {
    long got = ended_ ? 0 : source_(buffer_.data() + filled, buffer_.size() - filled);
    failed_ |= got < 0;
    ended_ |= got <= 0;
    if (got > 0) filled += static_cast<std::size_t>(got);
    return got > 0;
  }
  bool deliver(Line& line, std::string_view text, bool too_long) {
    if (text.ends_with('\r')) text.remove_suffix(1);
    too_long |= text.size() > line_bytes_max;
    line = {++number_, text.substr(0, line_bytes_max), too_long};
    return true;
  }

  static constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

  Source source_;
  std::string buffer_ = std::string(std::size_t{1} << 16, '\0');
  std::string_view chunk_;
  std::size_t at_ = 0;
  std::string kept_; // the beginning of a line that crosses chunks
  std::uint64_t number_ = 0;
  bool first_ = true;
  bool ended_ = false;
  bool failed_ = false;
};

/// The fields of one line. Fields may be quoted: "a ""b"", c". Views into the line, or into the
/// own memory for fields with quotes inside.
class Fields {
public:
  /// Empty, or what is wrong with the quotes.
  std::string_view split(std::string_view line) {
    fields_.clear();
    storage_.clear();
    storage_.reserve(line.size()); // so that views into it stay valid
    for (;;) {
      bool quoted = line.starts_with('"');
      std::string_view wrong = quoted ? take_quoted(line) : take_plain(line);
      if (!wrong.empty()) return wrong;
      if (line.empty()) return {};
      line.remove_prefix(1); // the comma
    }
  }
  std::size_t size() const { return fields_.size(); }
  std::string_view operator[](std::size_t i) const { return fields_[i]; }

private:
  std::string_view take_plain(std::string_view& line) {
    fields_.push_back(line.substr(0, line.find(',')));
    line.remove_prefix(fields_.back().size());
    if (fields_.back().find('"') != std::string_view::npos) return "quote inside a plain field";
    return {};
  }
  std::string_view take_quoted(std::string_view& line) {
    std::size_t begin = storage_.size();
    line.remove_prefix(1);
    for (;;) {
      std::size_t quote = line.find('"');
      if (quote == std::string_view::npos) return "quote without an end";
      storage_.append(line.substr(0, quote));
      line.remove_prefix(quote + 1);
      if (!line.starts_with('"')) break;
      storage_.push_back('"');
      line.remove_prefix(1);
    }
    if (!line.empty() && !line.starts_with(',')) return "text after a quoted field";
    fields_.push_back(std::string_view(storage_).substr(begin));
    return {};
  }

  std::vector<std::string_view> fields_;
  std::string storage_;
};

/// The field as Fields::split() reads it back.
inline std::string to_field(std::string_view text) {
  if (text.find_first_of(",\"") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (char c : text) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + '"';
}

} // namespace bank
