# SPDX-License-Identifier: Apache-2.0
"""akt beside other actor systems: `./dev bench peers`."""
