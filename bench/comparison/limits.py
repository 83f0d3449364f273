# SPDX-License-Identifier: Apache-2.0
"""What the machine itself does, without actors, beside akt's rows of the same work."""
import statistics

import build
from comparison import catalog, host_memory, rows
from comparison.figures import quantity
from comparison.programs import finished, run_failed
from comparison.tables import table
from measure import result_lines

# What bench_raw measures, what it is, and akt's figure for which it is a scale: measured at another
# moment, so no bound.
ROWS = {
    "line_rtt": ("a cache line goes to another core and back, once an ask", "ask_ext"),
    "mpsc_burst": ("64 nodes are pushed to a queue one by one and taken, by one thread", "fanin1"),
    "list_fill": ("two million nodes are written to fresh memory", "mbox_enqueue"),
    "list_drain": ("they are put in order and read", "mbox_drain"),
    "blocks": ("64 KiB are allocated, filled, looked through and freed", "payload64k"),
    "late_one": ("10,000 times a second are due: how late a thread that only reads the clock sees "
                 "them, p999", "lat_10k_p999"),
    "late_all": ("one thread on each core does so: the worst of them, p999", "lat_10k_p999"),
}


def measure(results):
    """One more value of each in `results`."""
    host_memory.touch()
    try:
        output = finished([catalog.akt().out / "bench_raw"], host_memory.KEPT)
    except run_failed as failure:
        return build.say(f"the machine's limits: {failure}")
    for name, (value, unit) in result_lines(output).items():
        results["raw"].setdefault(name, {"unit": unit, "values": []})["values"].append(value)


def as_in(unit_of_akt, value, unit):
    """A duration beside a rate is how often a second has room for it."""
    return (1e9 / value, "/s") if unit == "ns" and unit_of_akt != "ns" else (value, unit)


def text(results, found):
    """A line for each that was measured, with akt's median beside it."""
    lines = []
    for name, (what, ours) in ROWS.items():
        raw = results.get("raw", {}).get(name)
        akt = found.get(ours, {}).get("akt")
        if raw and akt:
            unit = rows.FIGURES[ours].unit
            bare = as_in(unit, statistics.median(raw["values"]), raw["unit"])
            least, most = (quantity(*as_in(unit, value, raw["unit"]))
                           for value in (min(raw["values"]), max(raw["values"])))
            lines.append([f"{what} (`{name}`)", f"{quantity(*bare)} ({least} to {most})",
                          f"{quantity(akt.median, unit)} (`{ours}`)"])
    return table(["without actors", "the machine", "akt"], lines) if lines else ""
