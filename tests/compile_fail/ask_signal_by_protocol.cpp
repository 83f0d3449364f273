// SPDX-License-Identifier: Apache-2.0
// expect: started, stopping and child_failed come from the runtime alone
#include "akt/akt.hpp"

using Ending = akt::actor_ref<akt::protocol<void(akt::stopping)>>;

void use(Ending counter) { (void)counter.ask<akt::stopping>(); }
