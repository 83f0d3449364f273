// SPDX-License-Identifier: Apache-2.0
#include "akt/core/error.hpp"

#include "immortal.hpp"

namespace akt::inline v0 {

error::error(std::error_code code, std::string_view detail)
    : code_(code), more_(detail.empty() ? nullptr : new more{std::string(detail), {}}) {}

error::error(const error& other)
    : code_(other.code_), more_(other.more_ ? new more(*other.more_) : nullptr) {}

error& error::operator=(error other) noexcept {
  std::swap(code_, other.code_);
  std::swap(more_, other.more_);
  return *this;
}

error::~error() { delete more_; }

std::string_view error::detail() const noexcept {
  return more_ ? std::string_view(more_->detail) : std::string_view();
}

std::string error::message() const {
  auto text = code_.message();
  return detail().empty() ? text : text + ": " + more_->detail;
}

const std::vector<ask_step>& error::trace() const noexcept {
  static immortal<std::vector<ask_step>> none;
  return more_ ? more_->trace : *none;
}

std::string error::trace_text() const {
  std::string text;
  for (const ask_step& step : trace()) {
    text += step.actor;
    if (!step.handling.empty()) text.append(" handling ").append(step.handling);
    if (!step.asking.empty())
      text.append(", awaiting ").append(step.asking).append(" at ").append(step.file);
    if (step.line > 0) text.append(":").append(std::to_string(step.line));
    text += '\n';
  }
  return text;
}

void error::add_step(ask_step step) {
  if (!more_) more_ = new more;
  if (more_->trace.size() < trace_max) more_->trace.push_back(std::move(step));
}

void error::take_trace_of(const error& other) {
  for (const ask_step& step : other.trace()) add_step(step);
}

} // namespace akt::inline v0
