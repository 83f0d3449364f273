// SPDX-License-Identifier: Apache-2.0
#include "akt/core/result.hpp"

namespace akt::inline v0::detail {

void throw_bad_result(const error& e) { throw bad_result(e); }

} // namespace akt::inline v0::detail
