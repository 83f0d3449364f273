# SPDX-License-Identifier: Apache-2.0
"""Writes docs/benchmarks.md and its plots from the raw data of a run."""
import shutil

import build
from comparison import aims, figures, limits, losses, plots, summary, tables
from comparison.figures import NOISE
from measure import OTHERS_MAX

DOCS = build.ROOT / "docs"
PLOTS = DOCS / "benchmarks"
WORDS_OF_PLOTS = {"rates": "Rates of every system as a share of akt's",
                  "latency": "Latency against offered load",
                  "idle-actor": "Bytes of an idle actor"}


def titles_of(results):
    """{name: title} of the systems that were there."""
    return {p: about["title"] for p, about in results["peers"].items() if not about["missing"]}


def drawn_of(results):
    """The plots, of the largest number of workers."""
    titles = titles_of(results)
    found = figures.spreads(results, max(results["workers"]))
    return plots.all_plots(found, list(titles), titles)


def picture(stem, drawn):
    return f"![{WORDS_OF_PLOTS[stem]}](benchmarks/{stem}.svg)\n\n" if f"{stem}.svg" in drawn else ""


def in_short(results, parts, titles):
    """The lines before the first table."""
    largest = [part for part in parts if part.workers == parts[0].workers]
    lines = list(summary.all_counts(parts))
    lines += [f"Behind, the worst first: {summary.behind(largest, titles) or 'nothing'}."]
    lines += [aims.in_short(parts[0].found, p, titles[p]) for p in aims.YARDSTICKS if p in titles]
    lines.append(failed_in_short(results, titles))
    return "\n".join(f"- {line}" for line in lines)


def lost(results, parts, titles):
    known = losses.causes()
    for part in parts:
        yield f"### {part.title}: not first\n\n{losses.text(part, titles, known)}"
        if part.once:
            yield bare_machine(results, part)


def bare_machine(results, part):
    """What stands beside this part's figures; empty where nothing does."""
    bare = limits.text(results, part.found)
    return bare and f"What the machine itself does, measured in each repeat:\n\n{bare}"


def less_than_ten(results, part, titles):
    missed = aims.missed(part.found, titles, aims.reasons())
    pieces = ["### Less than ten times", missed or "None.", bare_machine(results, part)]
    return "\n\n".join(piece for piece in pieces if piece)


def sections(parts, titles, drawn):
    """One for each part; those of fewer workers begin with a summary of their own."""
    plots_of_once = (picture("latency", drawn) + picture("idle-actor", drawn)).strip()
    for part in parts:
        own_summary = summary.lines(part.found, titles) if part.workers != parts[0].workers else ""
        pieces = [f"## {part.title}", own_summary, CELLS, *tables.of_groups(part.found, titles),
                  plots_of_once if part.once else tables.processor_time(part.found, titles),
                  tables.everything(part.found, titles)]
        yield "\n\n".join(piece for piece in pieces if piece)


def failures(results, titles):
    lines = [f"- {titles[peer]}, `{row}`, {often} of its runs: {said}"
             for (peer, row, said), often in sorted(figures.failures(results).items())]
    return "\n".join(lines) or "None."


def failed_in_short(results, titles):
    """How many runs failed, akt's told apart."""
    failed = [s["peer"] for s in results["samples"] if "failed" in s]
    if not failed:
        return f"None of {len(results['samples'])} runs failed."
    often = ", ".join(f"{failed.count(p)} of {titles[p]}" for p in titles if p in failed)
    return f"{len(failed)} of {len(results['samples'])} runs [failed](#the-systems): {often}."


def peers_table(results):
    lines = [[about["title"], about["language"], about["version"] or "-",
              about.get("toolchain") or "-",
              " ".join(about["settings"].split()), " ".join(about["memory"].split())]
             for about in results["peers"].values()]
    head = ["system", "language", "version", "built with", "settings", "`idle_mem` is"]
    return tables.table(head, lines)


def absent(results, titles):
    peers = results["peers"].values()
    lines = [f"- {a['title']}: {a['missing']}. {' '.join(a['bring'].split())}" for a in peers
             if a["missing"]]
    lines += [f"- {a['title']} has no `{row}`: {why}" for a in peers
              for row, why in a["skip"].items()]
    lines += [f"- {titles[peer]}, `{row}` with {workers}: every run was disturbed or failed"
              for peer, row, workers in figures.without_any(results)]
    return "\n".join(lines) or "None."


def disturbed(results):
    samples = results["samples"]
    again = sum(s["tries"] > 1 for s in samples)
    dropped = sum(s["dropped"] for s in samples)
    return (f"Runs: {len(samples)}. Repeated, because other processes took more than "
            f"{OTHERS_MAX:.0%} of the machine meanwhile: {again}. Dropped, because the last "
            f"repetition was disturbed too: {dropped}.")


def text(results, raw_name):
    titles, drawn, parts = titles_of(results), drawn_of(results), list(figures.parts(results))
    m, largest = results["machine"], parts[0].workers
    top = {name: by for part in parts if part.workers == largest for name, by in part.found.items()}
    return PAGE.format(
        date=results["date"], commit=m["commit"], cpu=m["cpu"], cores=m["cores"],
        kernel=m["kernel"], compiler=m["compiler"], flags=m["flags"], repeat=results["repeat"],
        seconds=results["seconds"], others=len(titles) - 1, noise=NOISE, workers=largest,
        in_short=in_short(results, parts, titles), summary=summary.lines(top, titles),
        losses="\n\n".join(filter(None, lost(results, parts, titles))),
        less=less_than_ten(results, parts[0], titles),
        rates=picture("rates", drawn),
        sections="\n\n".join(sections(parts, titles, drawn)),
        peers=peers_table(results), absent=absent(results, titles),
        failures=failures(results, titles), disturbed=disturbed(results),
        interrupted="**The run was interrupted: some rows have fewer runs or none.**\n\n"
                    if results["interrupted"] else "", raw_name=raw_name)


def write(results, page):
    shutil.rmtree(PLOTS, ignore_errors=True)
    PLOTS.mkdir(parents=True)
    for name, svg in drawn_of(results).items():
        (PLOTS / name).write_text(svg)
    path = DOCS / "benchmarks.md"
    path.write_text(page)
    build.say(f"wrote {path.relative_to(build.ROOT)} and its plots")


CELLS = """A cell is a median, and in brackets how many times better akt is; bold: akt is worse.
Beside akt's median are its least and most."""

PAGE = """# Benchmarks beside other actor systems

<!-- Generated by `./dev bench peers`; edits are lost. -->

{interrupted}akt and {others} other actor systems do the same work: messages, asks, actors that come
and go, blocked threads, latency under load, memory, the smallest useful program. Each has a program
in its own idiom, with the settings that make it fastest, which checks its own sums; they take turns
on one machine. Local messages only.

Measured {date} at commit {commit} on {cores} cores of {cpu}, {kernel}, by `./dev bench peers`
([method](#method), [systems and settings](#the-systems)). What akt's own features cost is on
[another page](benchmarks-features.md).

## In short

{in_short}

**Ahead** takes both: a median more than {noise} times better than that of every other system, and
no run of theirs as good as akt's worst. **Behind** takes one: the median of another is more than
{noise} times better, or it is better and akt's best run is not as good as its worst. **Level** is
the rest, too close or too unsteady to tell. The machine is shared; {noise} is its noise.

With {workers} workers; of latencies the p99, the others are [below](#latency). Every figure in
which akt is not first is in [the next section](#where-akt-is-not-first), with its cause.

{summary}

{rates}## Where akt is not first

Every figure in which another median is better: first those in which akt is behind, then those
that are level. In bold how many times better akt is than the best of the others; 1 is equal.
Message and ask rates are meant to be ten times those of GoAkt and CAF: which are not, and why, is
[behind them](#less-than-ten-times).

{losses}

{less}

{sections}

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
process; all of these but full mailboxes and blocked handlers with the largest number of workers
alone, for they are about one actor or one program. `blocked_plain` and `lat_burst_spin` are akt's
alone: handlers that block plainly, so that all workers are held until the monitor starts others,
and bursts with `system_options::spin` of 2 ms in place of 40 µs, which costs a core. Memory that
the C library has freed is kept (`MALLOC_TRIM_THRESHOLD_`), for all. Before the rows that need much
memory (`mbox`, `spawn`, `payload64k`) a gigabyte is touched and given back, so that no run waits
for the host of a virtual machine. Before the latencies a second passes: in the second after a
program that had much memory, the host more often stops the machine for milliseconds, whoever runs.
{repeat} repeats; in each of them all systems do one row before any does the next, and another
system is first each time.
{disturbed}

akt is built by {compiler} with `{flags}`.

Raw data: [{raw_name}](../bench/results/{raw_name}). Again: `./dev bench peers`; the page alone,
from raw data: `./dev bench peers --from FILE`.
"""
