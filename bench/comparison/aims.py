# SPDX-License-Identifier: Apache-2.0
"""How far akt is from ten times GoAkt and CAF, and why where it is less."""
import tomllib

import build
from comparison import figures, rows

AIM = 10
YARDSTICKS = ("goakt", "caf")
REASONS = build.ROOT / "bench" / "comparison" / "aims.toml"


def rates_of_messages():
    return [f.name for g in ("Messages", "Asks") for row in rows.GROUPS[g].values() for f in row
            if f.rate()]


def to(found, peer):
    """{rate: how many times the peer's}"""
    by = {n: figures.times(n, found[n]["akt"].median, found[n][peer].median)
          for n in rates_of_messages() if {"akt", peer} <= set(found.get(n, {}))}
    return {n: v for n, v in by.items() if v is not None}


def in_short(found, peer, title):
    by = to(found, peer)
    if not by:
        return f"To {title}: not measured."
    below = [f"`{n}` {v:.1f}" for n, v in by.items() if v < AIM]
    missed = f", [missed](#less-than-ten-times) on {', '.join(below)}" if below else ""
    return (f"To {title}: {min(by.values()):.1f} to {max(by.values()):.0f} times its message and "
            f"ask rates; the aim, {AIM} times, is reached on {len(by) - len(below)} of "
            f"{len(by)}{missed}.")


def reasons(text=None):
    """{rate: why}; an entry that nobody can use is an error."""
    read = tomllib.loads(REASONS.read_text() if text is None else text)
    for name, entry in read.items():
        if name not in rates_of_messages() or set(entry) not in ({"why"}, {"like"}) or (
                "why" not in read.get(entry.get("like", name), {})):
            raise SystemExit(f"bench: aims.toml: {name}: {entry}")
    return {name: read[entry.get("like", name)]["why"].strip() for name, entry in read.items()}


def missed(found, titles, known):
    """A line for each reason with the rates that it explains."""
    by = {p: to(found, p) for p in YARDSTICKS if p in titles}
    lines = {}
    for name in rates_of_messages():
        below = [f"{v[name]:.1f}× {titles[p]}" for p, v in by.items() if v.get(name, AIM) < AIM]
        if below:
            why = known.get(name, "reason not found yet.")
            lines.setdefault(why, []).append(f"`{name}` {', '.join(below)}")
    return "\n".join(f"- {'; '.join(of)}: {why}" for why, of in lines.items())
