// SPDX-License-Identifier: Apache-2.0
//
// Files and the terminal.
#pragma once

#include "csv.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <iostream>
#include <string>
#include <system_error>

namespace bank {

/// What ends the program with status 2.
struct CannotRun : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A file that is read, or standard input if it is named "-".
class Input {
public:
  explicit Input(const std::string& path) : name_(path == "-" ? "standard input" : path) {
    if (path != "-") descriptor_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    error_ = errno;
    if (descriptor_ < 0) fail("cannot open ");
  }
  ~Input() {
    if (descriptor_ > 0) ::close(descriptor_);
  }
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;

  const std::string& name() const { return name_; }

  /// `stop` is asked before each read and ten times a second while there is nothing to read; true:
  /// as if the input had ended there.
  LineReader lines(std::function<bool()> stop = [] { return false; }) const {
    return LineReader([this, stop](char* buffer, std::size_t bytes) -> long {
      for (;;) {
        if (stop()) return 0;
        pollfd waited_for{descriptor_, POLLIN, 0};
        const int ready = ::poll(&waited_for, 1, 100);
        if (ready == 0 || (ready < 0 && errno == EINTR)) continue; // a signal: ask before reading
        long got = ::read(descriptor_, buffer, bytes);
        if (got < 0) error_ = errno;
        if (got >= 0 || error_ != EINTR) return got;
      }
    });
  }
  [[noreturn]] void fail(const std::string& what) const {
    throw CannotRun(what + name_ + ": " + std::generic_category().message(error_));
  }

private:
  std::string name_;
  int descriptor_ = 0;
  mutable int error_ = 0; ///< of the last call that failed
};

/// Standard error: messages about lines and, on a terminal only, a line that shows the progress.
class Console {
public:
  void complain(const std::string& file, std::uint64_t line, std::string_view what) {
    complain(file, std::to_string(line), what);
  }
  void complain(const std::string& file, const std::string& lines, std::string_view what) {
    say((file + ':' + lines + ": ").append(what));
  }
  void say(std::string_view what) {
    clear();
    (std::cerr << what << '\n').flush();
  }
  void progress(std::uint64_t lines) {
    auto now = std::chrono::steady_clock::now();
    if (!terminal_ || now - shown_ < std::chrono::milliseconds(100)) return;
    shown_ = now;
    visible_ = true;
    (std::cerr << "\r\033[K" << lines << " lines").flush();
  }
  void clear() {
    if (std::exchange(visible_, false)) std::cerr << "\r\033[K";
  }

private:
  bool terminal_ = ::isatty(STDERR_FILENO) == 1;
  bool visible_ = false;
  std::chrono::steady_clock::time_point shown_{};
};

} // namespace bank
