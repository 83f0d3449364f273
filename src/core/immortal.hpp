// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <new>

namespace akt::inline v0 {

/// For a static that nothing destroys: threads may use it while the process exits. Its place is in
/// the static, so that it is no leak.
template <class T>
class immortal {
public:
  immortal() { ::new (place_) T; }
  immortal(const immortal&) = delete;
  T& operator*() noexcept { return *std::launder(reinterpret_cast<T*>(place_)); }

private:
  alignas(T) std::byte place_[sizeof(T)];
};

} // namespace akt::inline v0
