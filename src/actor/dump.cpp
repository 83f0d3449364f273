// SPDX-License-Identifier: Apache-2.0
//
// A system as text for people, or as JSON.
#include "akt/actor/actor_system.hpp"

#include "../wire/utf8.hpp"
#include "family.hpp"
#include "inspection.hpp"
#include "system_core.hpp"

#include <algorithm>

namespace akt::inline v0 {
namespace {

using detail::worker;

std::int64_t milliseconds(duration d) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(d).count();
}

struct worker_info {
  unsigned number;
  std::string_view state;
  detail::running_turn turn;
  std::string path; ///< of the actor; empty: none, or it has just ended
};

std::vector<worker_info> workers_of(detail::system_core& core) {
  std::vector<worker_info> all;
  constexpr std::string_view states[] = {"running", "searching", "parked", "not started"};
  for (const auto& w : core.workers) {
    const auto where = w->where.load(sync::relaxed); // a hint
    if (where == worker::whereabouts::not_started) continue;
    worker_info info{w->number,
                     states[static_cast<std::size_t>(where)],
                     detail::look_at(*w, core.coarse_now()),
                     {}};
    if (const detail::cell* c = info.turn.actor)
      info.path = path_of_any(core, detail::ref_of(*c, c->generation()));
    all.push_back(std::move(info));
  }
  return all;
}

/// What a dump says, taken at about the same time.
struct contents {
  contents(const actor_system& s, detail::system_core& core, const inspect_options& options)
      : name(s.name()), actors(s.actors(options)), fates(s.fates()), workers(workers_of(core)),
        mapped(core.pool.mapped_bytes()), mapped_max(core.pool.bytes_max()),
        alive(s.actors_alive()) {}

  std::string name;
  actor_list actors;
  fate_report fates;
  std::vector<worker_info> workers;
  std::size_t mapped, mapped_max;
  std::uint64_t alive;
};

// ---- text

std::string seconds(duration d) {
  const auto ms = milliseconds(d);
  if (ms < 1000) return std::to_string(ms) + " ms";
  return std::to_string(ms / 1000) + "." + std::to_string(ms % 1000 / 100) + " s";
}

void add_line(std::string& text, const actor_info& a, std::string_view below) {
  const std::string_view path = std::string_view(a.path).substr(below.size());
  const auto depth = static_cast<std::size_t>(std::count(path.begin(), path.end(), '/'));
  text.append(2 + 2 * depth, ' ').append(path.substr(path.rfind('/') + 1));
  text.append(" (").append(a.type).append(") ").append(name(a.state));
  if (a.age > duration::zero()) text += " for " + seconds(a.age);
  if (!a.handles.empty()) text.append(", handles ").append(a.handles);
  if (a.mailbox) text += ", mailbox " + std::to_string(a.mailbox);
  if (a.stashed) text += ", stashed " + std::to_string(a.stashed);
  if (a.callbacks) text += ", callbacks " + std::to_string(a.callbacks);
  if (!a.answered) text += ", did not answer";
  for (const await_point& p : a.waits_for)
    text += ", " + p.text() + " (" + seconds(p.left) + " left)";
  text += '\n';
}

std::string as_text(const contents& c) {
  const std::string below = "akt://" + c.name + "/";
  std::string text = "akt://" + c.name + ": " + std::to_string(c.alive) + " actors\n";
  for (const actor_info& a : c.actors.actors) add_line(text, a, below);
  if (c.actors.more) text += "  and " + std::to_string(c.actors.more) + " more\n";
  text += "messages: sent " + std::to_string(c.fates.sent) + ", in flight " +
          std::to_string(c.fates.in_flight);
  for (std::size_t f = 0; f < fate_count; ++f)
    if (c.fates.fates[f]) {
      text.append(", ").append(name(static_cast<fate>(f)));
      text += " " + std::to_string(c.fates.fates[f]);
    }
  text += "\nmemory: " + std::to_string(c.mapped) + " bytes mapped";
  if (c.mapped_max) text += ", at most " + std::to_string(c.mapped_max);
  text += '\n';
  for (const worker_info& w : c.workers) {
    text += "worker " + std::to_string(w.number) + ": " + std::string(w.state);
    if (!w.path.empty()) {
      text += " " + w.path;
      text.append(", handles ").append(w.turn.handles.empty() ? "its own" : w.turn.handles);
      if (w.turn.age > duration::zero()) text += " for " + seconds(w.turn.age);
    }
    text += '\n';
  }
  return text;
}

// ---- JSON

/// Writes objects and arrays; commas come by themselves.
class json {
public:
  void open(char bracket) {
    comma();
    text_ += bracket;
    first_ = true;
  }
  void close(char bracket) {
    text_ += bracket;
    first_ = false;
  }
  json& key(std::string_view k) {
    string(k);
    text_ += ':';
    first_ = true;
    return *this;
  }
  void string(std::string_view s) {
    comma();
    const bool readable = wire::is_utf8(s);
    text_ += '"';
    for (char c : s) {
      const auto byte = static_cast<unsigned char>(c);
      if (c == '"' || c == '\\')
        text_.append(1, '\\').append(1, c);
      else if (byte < 0x20)
        escape(byte);
      else if (byte >= 0x80 && !readable)
        escape(0xfffd);
      else
        text_ += c;
    }
    text_ += '"';
  }
  void number(std::uint64_t n) {
    comma();
    text_ += std::to_string(n);
  }
  void milliseconds_of(duration d) {
    comma();
    text_ += std::to_string(milliseconds(d));
  }
  void boolean(bool b) {
    comma();
    text_ += b ? "true" : "false";
  }
  std::string take() { return std::move(text_); }

private:
  void comma() {
    if (!first_) text_ += ',';
    first_ = false;
  }
  void escape(unsigned code) {
    constexpr std::string_view digits = "0123456789abcdef";
    text_ += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4) text_ += digits[code >> shift & 15];
  }

  std::string text_;
  bool first_ = true;
};

void add(json& to, const await_point& p) {
  constexpr std::string_view kinds[] = {"ask", "sleep", "offload", "callback"};
  to.open('{');
  to.key("kind").string(kinds[static_cast<std::size_t>(p.what)]);
  if (p.what == await_point::kind::ask) {
    to.key("path").string(p.path);
    to.key("message").string(p.message);
  }
  to.key("file").string(p.file);
  to.key("line").number(p.line);
  to.key("age_ms").milliseconds_of(p.age);
  to.key("left_ms").milliseconds_of(p.left);
  to.close('}');
}

void add(json& to, const actor_info& a) {
  to.open('{');
  to.key("path").string(a.path);
  to.key("type").string(a.type);
  to.key("state").string(name(a.state));
  to.key("answered").boolean(a.answered);
  to.key("handles").string(a.handles);
  to.key("age_ms").milliseconds_of(a.age);
  to.key("mailbox").number(a.mailbox);
  to.key("stashed").number(a.stashed);
  to.key("callbacks").number(a.callbacks);
  to.key("waits_for").open('[');
  for (const await_point& p : a.waits_for) add(to, p);
  to.close(']');
  to.close('}');
}

std::string as_json(const contents& c) {
  json to;
  to.open('{');
  to.key("system").string(c.name);
  to.key("actors_alive").number(c.alive);
  to.key("actors").open('[');
  for (const actor_info& a : c.actors.actors) add(to, a);
  to.close(']');
  to.key("more").number(c.actors.more);
  to.key("messages").open('{');
  to.key("sent").number(c.fates.sent);
  to.key("in_flight").number(c.fates.in_flight);
  to.key("fates").open('{');
  for (std::size_t f = 0; f < fate_count; ++f)
    to.key(name(static_cast<fate>(f))).number(c.fates.fates[f]);
  to.close('}');
  to.close('}');
  to.key("memory").open('{');
  to.key("mapped_bytes").number(c.mapped);
  to.key("mapped_bytes_max").number(c.mapped_max);
  to.close('}');
  to.key("workers").open('[');
  for (const worker_info& w : c.workers) {
    to.open('{');
    to.key("number").number(w.number);
    to.key("state").string(w.state);
    to.key("path").string(w.path);
    to.key("handles").string(w.turn.handles);
    to.key("age_ms").milliseconds_of(w.turn.age);
    to.close('}');
  }
  to.close(']');
  to.close('}');
  return to.take();
}

} // namespace

std::string actor_system::dump(dump_format format, const inspect_options& options) const {
  const contents all(*this, *core_, options);
  return format == dump_format::json ? as_json(all) : as_text(all);
}

} // namespace akt::inline v0
