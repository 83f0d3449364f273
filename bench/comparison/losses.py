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
    """The peers that an entry speaks of; none: those of the figure that it is like."""
    peer = entry.get("peer", [])
    return [peer] if isinstance(peer, str) else peer


def usable(entry, found):
    """One of `found` that says one thing, of some peers. What is like another figure was found and
    tried there, and nowhere further on."""
    says, like = set(entry) & {"cause", "suspected", "like"}, entry.get("like")
    if set(entry) - FIELDS or len(says) != 1 or "peer" in entry and not entry["peer"]:
        return False
    if not like:
        return "peer" in entry
    return like in found and "tried" not in entry and not any("like" in e for e in found[like])


def causes(text=None):
    """{figure: [entry, ...]} of causes.toml; an entry that nobody can use is an error."""
    read = tomllib.loads(CAUSES.read_text() if text is None else text)
    found = {name: entry if isinstance(entry, list) else [entry] for name, entry in read.items()}
    for name, entries in found.items():
        for entry in entries:
            if name not in FIGURES or not usable(entry, found):
                raise SystemExit(f"bench: causes.toml: {name}: {entry}")
    return found


def against(entries, peer, workers):
    """The entry that speaks of `peer` with so many workers, if there is one."""
    return next((entry for entry in entries if peer in named(entry)
                 and entry.get("workers", workers) == workers), None)


def entry_of(known, name, peer, workers):
    """The entry that holds for `peer`, or what it is like. One that is like another and names peers
    holds for them whoever the other was found for; one that names none only for the other's."""
    entries = known.get(name, [])
    entry = against(entries, peer, workers)
    if entry and "like" not in entry:
        return entry
    if entry:
        liked = known[entry["like"]]
        return against(liked, peer, workers) or liked[0]
    liked = (against(known[e["like"]], peer, workers) for e in entries if "peer" not in e)
    return next(filter(None, liked), None)


def explained(known, name, peer, workers):
    """Why `peer` is before akt, and what was tried. A cause found for another peer, or with another
    number of workers, says nothing."""
    entry = entry_of(known, name, peer, workers)
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
