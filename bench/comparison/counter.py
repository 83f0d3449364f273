# SPDX-License-Identifier: Apache-2.0
"""The typed counter of each peer: its time from start to end, memory, size and lines."""
import glob
import os
import statistics

from comparison import catalog
from comparison.programs import finished, run_failed

LINE_COMMENTS = ("//", "%", "#!")
BLOCK_COMMENT = ("/*", "*/")


def code_lines(text):
    """Lines that are neither blank nor comment."""
    count, within = 0, False
    for line in (line.strip() for line in text.splitlines()):
        opens = line.startswith(BLOCK_COMMENT[0])
        if not within and line and not opens and not line.startswith(LINE_COMMENTS):
            count += 1
        within = (within or opens) and BLOCK_COMMENT[1] not in line
    return count


def size_of(patterns):
    return sum(os.path.getsize(path) for pattern in patterns for path in glob.glob(pattern))


def run_once(p, workers):
    """(seconds, bytes at most resident) of a run, which must print 3."""
    once = catalog.akt().out / "bench_once"
    output = finished([once, *p.filled(p.counter, workers)], {"WORKERS": str(workers)})
    lines = output.strip().splitlines()
    if lines[:-1] != ["3"]:
        raise run_failed(f"counter printed {lines[:3]} instead of 3")
    _, seconds, resident = lines[-1].split("\t")
    return float(seconds), int(resident)


def figures(p, workers):
    """Medians of as many runs as last a second, at most 20."""
    runs = []
    while len(runs) < 20 and sum(seconds for seconds, _ in runs) < 1:
        runs.append(run_once(p, workers))
    return {
        "counter_start": (statistics.median(seconds for seconds, _ in runs) * 1e3, "ms"),
        "counter_rss": (statistics.median(resident for _, resident in runs) / 2**20, "MiB"),
        "counter_size": (size_of(p.filled(p.size, workers)) / 1e6, "MB"),
        "counter_lines": (code_lines(p.source().read_text()), "lines"),
    }
