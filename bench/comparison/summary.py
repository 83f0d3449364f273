# SPDX-License-Identifier: Apache-2.0
"""The top of the page: how often akt is ahead, level and behind, and one line a row."""
from collections import Counter

from comparison import figures, rows
from comparison.aims import YARDSTICKS, rates_of_messages
from comparison.figures import quantity, times_text
from comparison.tables import table


def counts(title, stands):
    number = Counter(s.verdict for s in stands)
    return (f"{title}: akt is **ahead in {number[figures.AHEAD]} of {len(stands)}, level in "
            f"{number[figures.LEVEL]}, behind in {number[figures.BEHIND]}**; its median is the "
            f"best in {sum(s.first for s in stands)}.")


def all_counts(parts):
    """Of the rates that the aim speaks of, then of every figure."""
    stands = list(figures.standings(parts[0].found))
    rates = [s for s in stands if s.name in rates_of_messages()]
    if rates:
        yield counts(f"{parts[0].title}, message and ask rates", rates)
    for part in parts:
        title = part.title if part.once else f"{part.title}, all figures"
        yield counts(title, list(figures.standings(part.found)))


def behind(parts, titles):
    """The names of all that is lost, the worst first."""
    lost = [s for part in parts for s in figures.standings(part.found)
            if s.verdict == figures.BEHIND]
    worst_first = sorted(lost, key=lambda s: s.times or 0)
    return ", ".join(f"`{s.name}` {times_text(s.times)} ({titles[s.peer]})" for s in worst_first)


def to(name, by_peer, peer):
    if not {"akt", peer} <= set(by_peer):
        return "-"
    return times_text(figures.times(name, by_peer["akt"].median, by_peer[peer].median))


def line(stands, by_peer, titles, yardsticks):
    name, ours, best = stands.name, by_peer.get("akt"), by_peer[stands.peer]
    unit = rows.FIGURES[name].unit
    mark = "**" if stands.verdict == figures.BEHIND else ""
    unsteady = stands.verdict == figures.LEVEL and (stands.times or 0) > figures.NOISE
    return [f"{rows.SUMMARY[name]} (`{name}`)",
            quantity(ours.median, unit) if ours else "no figure",
            f"{titles[stands.peer]} {quantity(best.median, unit)}",
            f"{mark}{times_text(stands.times)} {stands.verdict}{mark}"
            f"{' (unsteady)' if unsteady else ''}",
            *(to(name, by_peer, p) for p in yardsticks)]


def lines(found, titles):
    """One line for each row: akt, the best of the others, and akt to it and to the yardsticks."""
    yardsticks = [p for p in YARDSTICKS if p in titles]
    shown = [line(s, found[s.name], titles, yardsticks) for s in figures.standings(found)
             if s.name in rows.SUMMARY]
    head = ["what is done", "akt", "best of the others", "akt to it",
            *(f"to {titles[p]}" for p in yardsticks)]
    return table(head, shown) if shown else ""
