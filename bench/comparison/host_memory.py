# SPDX-License-Identifier: Apache-2.0
"""What a run finds of the memory that others have left.

A virtual machine tells its host which pages lie free, and gets them back one by one at their first
use, at microseconds each: whoever ran after a pause was up to three times slower. To touch so much
and give it back at once makes it alike for all: the pages are the machine's, and still no
program's.

While the host takes pages back it stops the machine, and more often in the second after a program
that had much memory: akt, CAF, actix and SObjectizer were late by 4 to 17 ms in half of their runs.
Rows about lateness begin behind that second, where it is rarer."""
import mmap
import time

BYTES = 1 << 30
# For all alike (who has a memory manager of its own does not read it): freed memory is kept. Else
# glibc gives the pages of a large block back to the system and takes them again for the next one.
KEPT = {"MALLOC_TRIM_THRESHOLD_": str(256 << 20)}
ROWS = ("mbox", "spawn", "payload64k")
ROWS_OF_LATENCY = ("lat_load", "lat_50k", "lat_burst", "lat_burst_spin")
REST_SECONDS = 1


def prepare(row):
    """What comes before each run of that row."""
    if row in ROWS:
        touch()
    if row in ROWS_OF_LATENCY:
        rest()


def rest():
    time.sleep(REST_SECONDS)


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
