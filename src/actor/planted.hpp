// SPDX-License-Identifier: Apache-2.0
//
// Planted bugs of the runtime that random programs must find. Where it is compiled for the product
// there are none; `*_planted_test.cpp` compiles it with AKT_PLANTED_BUGS and switches one on.
#pragma once

#ifndef AKT_PLANTED_BUGS
#define AKT_PLANTED_BUGS 0
#endif

/// `if (!AKT_PLANTED(3)) count();`. In .cpp files only: those alone are compiled anew.
#if AKT_PLANTED_BUGS
#define AKT_PLANTED(number) (::akt::detail::planted == (number))
namespace akt::inline v0::detail {
extern int planted; ///< number of the bug that is switched on, 0 for none; defined by the test
}
#else
#define AKT_PLANTED(number) false
#endif
