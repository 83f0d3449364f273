// SPDX-License-Identifier: Apache-2.0
#include "thread_activity.hpp"

#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

#include <charconv>
#include <string_view>

namespace akt::inline v0::detail {

// clock_ is relaxed: id_ publishes it.

void thread_activity::begin() noexcept {
  clockid_t clock = 0;
  pthread_getcpuclockid(pthread_self(), &clock);
  begin(static_cast<int>(gettid()), clock);
}

void thread_activity::begin(int id, int clock) noexcept {
  clock_.store(clock, sync::relaxed);
  id_.store(id, sync::release); // pairs with waits() and cpu_time()
}

bool thread_activity::waits() const noexcept {
  const int id = id_.load(sync::acquire); // pairs with begin()
  if (id == 0) return false;
  constexpr std::string_view before = "/proc/self/task/", behind = "/stat";
  char path[64];
  before.copy(path, before.size());
  char* end = std::to_chars(path + before.size(), path + 40, id).ptr;
  end += behind.copy(end, behind.size());
  *end = '\0';
  const int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return true;
  char text[128];
  const ssize_t n = read(file, text, sizeof text);
  close(file);
  // "1234 (its name) S ...", see proc_pid_stat(5). A name has at most 15 bytes, also ')'.
  std::string_view line(text, n > 0 ? static_cast<std::size_t>(n) : 0);
  const std::size_t name_end = line.rfind(") ");
  return name_end == line.npos || name_end + 2 >= line.size() || line[name_end + 2] != 'R';
}

duration thread_activity::cpu_time() const noexcept {
  if (id_.load(sync::acquire) == 0) return duration::zero(); // pairs with begin()
  timespec used{};
  if (clock_gettime(clock_.load(sync::relaxed), &used) != 0) return duration::zero();
  return std::chrono::seconds(used.tv_sec) + duration(used.tv_nsec);
}

} // namespace akt::inline v0::detail
