# SPDX-License-Identifier: Apache-2.0
"""Memory that the machine has, before a run that needs much of it.

A virtual machine tells its host which pages lie free, and gets them back one by one at their first
use, at microseconds each: whoever ran after a pause was up to three times slower. To touch so much
and give it back at once makes it alike for all: the pages are the machine's, and still no
program's."""
import mmap

BYTES = 1 << 30
# For all alike (who has a memory manager of its own does not read it): freed memory is kept. Else
# glibc gives the pages of a large block back to the system and takes them again for the next one.
KEPT = {"MALLOC_TRIM_THRESHOLD_": str(256 << 20)}
ROWS = ("mbox", "spawn", "payload64k")


def touch(size=BYTES):
    """True: it was there. Where it cannot be had, the run shows what it shows."""
    try:
        with mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS) as pages:
            if hasattr(mmap, "MADV_HUGEPAGE"):
                pages.madvise(mmap.MADV_HUGEPAGE)
            for place in range(0, size, 4096):
                pages[place] = 1
    except (OSError, ValueError):
        return False
    return True
