# SPDX-License-Identifier: Apache-2.0
"""Writes docs/benchmarks.md and its plots from the raw data of a run."""
import shutil
import tomllib

import build
from comparison import figures, plots, rows
from comparison.figures import short
from measure import OTHERS_MAX

DOCS = build.ROOT / "docs"
PLOTS = DOCS / "benchmarks"
CAUSES = build.ROOT / "bench" / "comparison" / "causes.toml"
YARDSTICKS = ("goakt", "caf")
AIM = 10


def table(head, lines):
    out = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return "\n".join(out + ["| " + " | ".join(line) + " |" for line in lines])


def cell(name, peer, by_peer):
    if peer not in by_peer:
        return "-"
    better = figures.times(name, by_peer["akt"].median, by_peer[peer].median)
    mark = "**" if better and better < 1 else ""
    return f"{mark}{short(by_peer[peer].median)} ({figures.times_text(better)}){mark}"


def group_table(found, names, peers, titles):
    head = ["row", "unit", "akt"] + [titles[p] for p in peers if p != "akt"]
    lines = []
    for name in names:
        by_peer = found.get(name, {})
        if "akt" not in by_peer:
            continue
        ours = by_peer["akt"]
        akt = f"{short(ours.median)} ({short(ours.least)} to {short(ours.most)})"
        lines.append([f"`{name}`", rows.FIGURES[name].unit, akt]
                     + [cell(name, p, by_peer) for p in peers if p != "akt"])
    return table(head, lines) if lines else ""


def main_tables(found, peers, titles):
    for group, of_group in rows.GROUPS.items():
        names = [f.name for row in of_group.values() for f in row if f.unit != "s/M"]
        text = group_table(found, names, peers, titles)
        if text:
            yield f"### {group}\n\n{text}"


def causes():
    return tomllib.loads(CAUSES.read_text()) if CAUSES.exists() else {}


def losses(found, titles):
    known = causes()
    lines = []
    for lost in figures.losses(found):
        level = " (the ranges of their runs overlap)" if lost.level else ""
        why = known.get(lost.name, "cause not found yet")
        share = "-" if lost.times is None else f"{lost.times:.2f}"
        lines.append(f"- `{lost.name}`: {share} of {titles[lost.peer]}{level}. {why}")
    return "\n".join(lines) or "None."


def first(found):
    judged = [n for n in rows.FIGURES if "akt" in found.get(n, {}) and len(found[n]) > 1]
    return len(judged) - len(list(figures.losses(found))), len(judged)


def against(found, peer, title):
    """How the message and ask rates stand to one of the two that the aim names."""
    names = [f.name for g in ("Messages", "Asks") for row in rows.GROUPS[g].values() for f in row
             if f.rate()]
    by = {n: figures.times(n, found[n]["akt"].median, found[n][peer].median)
          for n in names if {"akt", peer} <= set(found.get(n, {}))}
    by = {n: v for n, v in by.items() if v is not None}
    if not by:
        return f"- {title}: not measured."
    below = [f"`{n}` {v:.1f}" for n, v in by.items() if v < AIM]
    missed = f" Below {AIM}: {', '.join(below)}." if below else ""
    return (f"- {title}: {min(by.values()):.1f} to {max(by.values()):.0f} times its rate on "
            f"{len(by)} rows, {len(by) - len(below)} of them {AIM} times or more.{missed}")


def failures(results, titles):
    lines = [f"- {titles[peer]}, `{row}`, {often} of its runs: {said}"
             for (peer, row, said), often in sorted(figures.failures(results).items())]
    return "\n".join(lines) or "None."


def peers_table(results):
    lines = []
    for about in results["peers"].values():
        lines.append([about["title"], about["language"], about["version"] or "-",
                      about["settings"], about["memory"]])
    return table(["system", "language", "version", "settings", "`idle_mem` is"], lines)


def absent(results):
    lines = [f"- {a['title']}: {a['missing']}. {a['bring']}" for a in results["peers"].values()
             if a["missing"]]
    for a in results["peers"].values():
        lines += [f"- {a['title']} has no `{row}`: {why}" for row, why in a["skip"].items()]
    return "\n".join(lines) or "None."


def everything(found, titles):
    lines = [[f"`{name}`", titles[peer], *map(short, (s.least, s.median, s.most)), str(s.count),
              rows.FIGURES[name].unit]
             for name in rows.FIGURES if name in found for peer, s in
             figures.ranked(name, found[name])]
    return table(["figure", "system", "min", "median", "max", "runs", "unit"], lines)


def disturbed(results):
    samples = results["samples"]
    again = sum(s["tries"] > 1 for s in samples)
    dropped = sum(s["dropped"] for s in samples)
    return (f"{len(samples)} runs; {again} were repeated because other processes took more than "
            f"{OTHERS_MAX:.0%} of the machine meanwhile, {dropped} of these were dropped.")


def text(results, raw_name):
    present = [p for p, about in results["peers"].items() if not about["missing"]]
    titles = {p: about["title"] for p, about in results["peers"].items()}
    sections = []
    for workers in results["workers"]:
        found = figures.spreads(results, workers)
        won, judged = first(found)
        drawn = plots.all_plots(found, present, titles)
        cpu = [f.name for f in rows.FIGURES.values() if f.unit == "s/M"]
        sections.append(SECTION.format(
            workers=workers, won=won, judged=judged, losses=losses(found, titles),
            against="\n".join(against(found, p, titles[p]) for p in YARDSTICKS if p in titles),
            tables="\n\n".join(main_tables(found, present, titles)),
            cpu=group_table(found, cpu, present, titles), all=everything(found, titles),
            rates=picture("rates", "Rates of every system as a share of akt's", drawn, results,
                          workers),
            plots=picture("latency", "Latency against offered load", drawn, results, workers)
            + picture("idle-actor", "Bytes of an idle actor", drawn, results, workers)))
    m = results["machine"]
    return PAGE.format(
        date=results["date"], commit=m["commit"], cpu=m["cpu"], cores=m["cores"],
        kernel=m["kernel"], compiler=m["compiler"], flags=m["flags"], repeat=results["repeat"],
        seconds=results["seconds"], sections="\n".join(sections), peers=peers_table(results),
        absent=absent(results), failures=failures(results, titles), disturbed=disturbed(results),
        interrupted="**The run was interrupted: some rows have fewer runs or none.**\n\n"
                    if results["interrupted"] else "", raw_name=raw_name)


def picture(stem, words, drawn, results, workers):
    """The link to a plot, if there was something to draw."""
    if f"{stem}.svg" not in drawn:
        return ""
    return f"![{words}](benchmarks/{stem}{suffix(results, workers)}.svg)\n\n"


def suffix(results, workers):
    return "" if workers == results["workers"][0] else f"-{workers}"


def write(results, raw_name):
    present = [p for p, about in results["peers"].items() if not about["missing"]]
    titles = {p: about["title"] for p, about in results["peers"].items()}
    shutil.rmtree(PLOTS, ignore_errors=True)
    PLOTS.mkdir(parents=True)
    for workers in results["workers"]:
        drawn = plots.all_plots(figures.spreads(results, workers), present, titles)
        for name, svg in drawn.items():
            stem, _, kind = name.partition(".")
            (PLOTS / f"{stem}{suffix(results, workers)}.{kind}").write_text(svg)
    path = DOCS / "benchmarks.md"
    path.write_text(text(results, raw_name))
    build.say(f"wrote {path.relative_to(build.ROOT)} and its plots")


SECTION = """## {workers} workers

akt is first in {won} of {judged} figures, by medians; differences below 1.3 are noise on a shared
machine, in either direction.

{rates}The aim is ten times GoAkt and CAF on every message and ask row:

{against}

### Where akt is not first

{losses}

A cell is a median, and in brackets how many times better akt is; bold: akt is worse.

{tables}

`blocked_plain` and `lat_burst_spin` are akt's alone: handlers that block plainly, so that all
workers are held until the monitor starts others, and bursts with `system_options::spin` of 2 ms in
place of 40 µs, which costs a core.

{plots}
### Processor time

Seconds of processor time per million units, of the whole process in the counted round.

{cpu}

<details><summary>Every figure: least, median, most</summary>

{all}

</details>
"""

PAGE = """# Benchmarks beside other actor systems

<!-- Generated by `./dev bench peers`; edits are lost. -->

{date}, commit {commit}. {cpu}, {cores} cores, {kernel}, {compiler}, `{flags}`. What akt's own
features cost is on [another page](benchmarks-features.md).

{interrupted}{sections}
## The systems

{peers}

Not measured:

{absent}

Failed, which means a wrong result, a lost message or no end:

{failures}

## Method

What each row does, and what a program must do to have one, is in
[bench/peers](../bench/peers/README.md). Work counts when it was delivered and handled; every
program checks its own sums. Each row is a process of its own. Rates come from rounds that grow
until one has lasted {seconds} s or has reached the row's limit, which counts; the others warm up.
Full mailboxes, idle actors, latencies, blocked handlers and the small program are measured once a
process. Memory that the C library has freed is kept (`MALLOC_TRIM_THRESHOLD_`), for all. {repeat}
repeats; in each of them all systems do one row before any does the next, and another system is
first each time. {disturbed}

Medians; least and most are in the raw data and in the lists above. On a shared machine differences
below 1.3 are noise. Local messages only: akt has no network yet.

Raw data: [{raw_name}](../bench/results/{raw_name}). Again: `./dev bench peers`; the page alone,
from raw data: `./dev bench peers --from FILE`.
"""
