# SPDX-License-Identifier: Apache-2.0
"""Where akt is not first: every such figure, with the cause found and what was tried."""
import tomllib

import build
from comparison import figures
from comparison.rows import FIGURES

CAUSES = build.ROOT / "bench" / "comparison" / "causes.toml"
FIELDS = {"peer", "workers", "cause", "suspected", "tried", "like"}
UNKNOWN = "Cause not found yet."


def named(entry):
    """The peers that an entry speaks of."""
    return [entry["peer"]] if isinstance(entry["peer"], str) else entry["peer"]


def causes(text=None):
    """{figure: [entry, ...]} of causes.toml; an entry that nobody can use is an error."""
    read = tomllib.loads(CAUSES.read_text() if text is None else text)
    found = {name: entry if isinstance(entry, list) else [entry] for name, entry in read.items()}
    for name, entries in found.items():
        for entry in entries:
            says = set(entry) & {"cause", "suspected", "like"}
            if (name not in FIGURES or set(entry) - FIELDS or len(says) != 1
                    or entry.get("like", name) not in found
                    or "like" in entry and "tried" in entry
                    or not entry.get("peer", "like" in entry)):
                raise SystemExit(f"bench: causes.toml: {name}: {entry}")
    for entry in (entry for entries in found.values() for entry in entries):
        if "peer" not in entry:
            entry["peer"] = [peer for of in found[entry["like"]] for peer in named(of)]
    return found


def against(entries, peer, workers):
    """The entry that speaks of `peer` with so many workers, if there is one."""
    return next((entry for entry in entries if peer in named(entry)
                 and entry.get("workers", workers) == workers), None)


def explained(known, name, peer, workers):
    """Why `peer` is before akt, and what was tried. A cause found for another peer, or with another
    number of workers, says nothing."""
    entry = against(known.get(name, []), peer, workers)
    if entry and "like" in entry:
        liked = known[entry["like"]]
        entry = against(liked, peer, workers) or liked[0]
    if not entry:
        return f"{UNKNOWN} Tried: nothing yet."
    why = (f"Cause: {entry['cause']}" if "cause" in entry else
           f"{UNKNOWN} Suspected: {entry['suspected']}")
    return f"{why.strip()} Tried: {entry.get('tried', 'nothing yet.').strip()}"


def figure_text(lost, by_peer, titles):
    unit = FIGURES[lost.name].unit
    theirs = f"{titles[lost.peer]} {figures.quantity(by_peer[lost.peer].median, unit)}"
    if "akt" not in by_peer:
        return f"`{lost.name}` (akt has no figure, {theirs})"
    level = ", level" if lost.verdict == figures.LEVEL else ""
    ours = figures.quantity(by_peer["akt"].median, unit)
    return f"`{lost.name}` **{figures.times_text(lost.times)}**{level} (akt {ours}, {theirs})"


def text(part, titles, known):
    """A line for each explanation with all the figures that it explains, the level ones last."""
    lines = {}
    for lost in figures.losses(part.found):
        key = (lost.verdict, explained(known, lost.name, lost.peer, part.workers))
        lines.setdefault(key, []).append(figure_text(lost, part.found[lost.name], titles))
    return "\n".join(f"- {', '.join(of)}. {why}" for (_, why), of in lines.items()) or "None."
