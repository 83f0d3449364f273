# SPDX-License-Identifier: Apache-2.0
"""What the samples of a run say: medians, ratios, who is first."""
import statistics
from collections import defaultdict
from dataclasses import dataclass

from comparison import rows


@dataclass(frozen=True)
class spread:
    """A figure of one peer over all its runs that count."""
    median: float
    least: float
    most: float
    count: int


def spreads(results, workers):
    """{figure name: {peer: spread}} without dropped and failed runs."""
    values = defaultdict(lambda: defaultdict(list))
    for s in results["samples"]:
        if s["workers"] != workers or s["dropped"]:
            continue
        for name, (value, _) in s["figures"].items():
            if name in rows.FIGURES:
                values[name][s["peer"]].append(value)
    return {name: {peer: spread(statistics.median(v), min(v), max(v), len(v))
                   for peer, v in by.items()} for name, by in values.items()}


def times(name, ours, theirs):
    """How many times better `ours` is; below 1: worse. Rates are better when high, all else low."""
    if not ours or not theirs:
        return None
    return ours / theirs if rows.FIGURES[name].rate() else theirs / ours


def ranked(name, by_peer):
    """Peers with their medians, the best first."""
    best_first = rows.FIGURES[name].rate()
    return sorted(by_peer.items(), key=lambda item: item[1].median, reverse=best_first)


@dataclass(frozen=True)
class loss:
    """A figure in which akt is not first. `level`: the ranges of the two overlap."""
    name: str
    peer: str
    times: float
    level: bool


def losses(found):
    """Every figure in which another peer's median is better than akt's."""
    for name in rows.FIGURES:
        by_peer = found.get(name, {})
        if "akt" not in by_peer or len(by_peer) < 2:
            continue
        peer, best = ranked(name, by_peer)[0]
        ours = by_peer["akt"]
        if peer != "akt" and best.median != ours.median:
            level = ours.least <= best.most and best.least <= ours.most
            yield loss(name, peer, times(name, ours.median, best.median), level)


def failures(results):
    """{(peer, row, what it said): how often}"""
    found = defaultdict(int)
    for s in results["samples"]:
        if "failed" in s:
            found[(s["peer"], s["row"], s["failed"])] += 1
    return found


def times_text(value):
    return "-" if value is None else f"{value:.0f}×" if value >= 10 else f"{value:.2g}×"


def short(value):
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:.3g}{letter}"
    return f"{value:.3g}"
