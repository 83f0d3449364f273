// SPDX-License-Identifier: Apache-2.0
#include "thread_driver.hpp"

#include "akt/actor/environment.hpp"

namespace akt::inline v0 {

driver* make_thread_driver() { return new detail::thread_driver; }

} // namespace akt::inline v0
