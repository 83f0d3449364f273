# SPDX-License-Identifier: Apache-2.0
"""What the samples of a run say: medians, ratios, who is first and how clearly."""
import statistics
from collections import defaultdict
from dataclasses import dataclass

from comparison import rows
from raw_data import RUNS_LEAST

NOISE = 1.3
AHEAD, LEVEL, BEHIND = "ahead", "level", "behind"


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


@dataclass(frozen=True)
class part:
    """The figures of one number of workers, or `once`: those measured with the largest alone."""
    title: str
    workers: int
    found: dict
    once: bool = False


def parts(results):
    """The largest number of workers first; then what was measured once; then the others."""
    largest, *others = sorted(results["workers"], reverse=True)
    everything = spreads(results, largest)
    once = {name: by for name, by in everything.items() if name in rows.FIGURES_ONCE}
    yield of_workers(largest, everything)
    if once:
        yield part("Latency, memory, a small program", largest, once, once=True)
    for workers in others:
        yield of_workers(workers, spreads(results, workers))


def of_workers(workers, found):
    return part(f"{workers} worker{'s' if workers > 1 else ''}", workers,
                {name: by for name, by in found.items() if name not in rows.FIGURES_ONCE})


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
class standing:
    """How akt stands in a figure to `peer`, the best of the others. `times` is None if one of the
    two is zero or akt has no figure."""
    name: str
    peer: str
    times: float
    verdict: str
    first: bool


def far(name, one, other):
    """Their medians differ by more than noise."""
    ratio = times(name, one.median, other.median)
    if ratio is None:
        return one.median != other.median
    return not 1 / NOISE <= ratio <= NOISE


def apart(one, other):
    """No run of one is as any run of the other."""
    return one.most < other.least or other.most < one.least


def better(name, one, other):
    return one.median > other.median if rows.FIGURES[name].rate() else one.median < other.median


def verdict(name, ours, others):
    """Doubt never speaks for akt: to be ahead it must be far from every other system and apart from
    it; far from a better one or apart from it is behind."""
    winners = [s for s in others if better(name, s, ours)]
    if any(far(name, ours, s) or apart(ours, s) for s in winners):
        return BEHIND
    enough = all(s.count >= RUNS_LEAST for s in [ours, *others]) or not rows.FIGURES[name].varies()
    if enough and not winners and all(far(name, ours, s) and apart(ours, s) for s in others):
        return AHEAD
    return LEVEL


def standings(found):
    """One for each figure that another system has. Without a figure of its own akt is behind."""
    for name in rows.FIGURES:
        others = {p: s for p, s in found.get(name, {}).items() if p != "akt"}
        if not others:
            continue
        leader, best = ranked(name, others)[0]
        ours = found[name].get("akt")
        if ours is None:
            yield standing(name, leader, None, BEHIND, False)
        else:
            yield standing(name, leader, times(name, ours.median, best.median),
                           verdict(name, ours, others.values()), not better(name, best, ours))


def losses(found):
    """Every figure in which another median is better than akt's; those behind come first."""
    lost = [s for s in standings(found) if not s.first]
    return sorted(lost, key=lambda s: s.verdict != BEHIND)


def failures(results):
    """{(peer, row, what it said): how often}"""
    found = defaultdict(int)
    for s in results["samples"]:
        if "failed" in s:
            found[(s["peer"], s["row"], s["failed"])] += 1
    return found


def without_any(results):
    """[(peer, row, workers)] of which every run was disturbed or failed."""
    tried, kept = {}, set()
    for s in results["samples"]:
        key = (s["peer"], s["row"], s["workers"])
        tried[key] = True
        if s["figures"] and not s["dropped"]:
            kept.add(key)
    return [key for key in tried if key not in kept]


def times_text(value):
    return "-" if value is None else f"{value:.0f}×" if value >= 10 else f"{value:.2g}×"


def quantity(value, unit):
    """A value with its unit; nanoseconds as what people read."""
    if unit == "ns":
        return f"{value / 1e6:.3g} ms" if value >= 1e6 else f"{value / 1e3:.3g} µs"
    return f"{short(value)} {unit}"


def short(value):
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:.3g}{letter}"
    return f"{value:.3g}"
