# SPDX-License-Identifier: Apache-2.0
"""Tests of the comparison itself: each planted fault must be seen."""
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

from comparison import building, catalog, compare, counter, figures, page, plots, programs
from comparison import rows, running


def sample(peer, name, value, **more):
    return {"peer": peer, "row": name, "workers": 2, "dropped": False, "tries": 1, "others": 0.0,
            "figures": {name: [value, ""]}, **more}


def results_of(samples):
    about = {"language": "C++", "version": "1", "settings": "", "memory": "", "missing": "",
             "bring": "", "skip": {}}
    titles = {"akt": "akt", "caf": "CAF", "goakt": "GoAkt"}
    return {"date": "today", "repeat": 1, "seconds": 1, "workers": [2], "interrupted": False,
            "machine": dict.fromkeys(("commit", "cpu", "cores", "kernel", "compiler", "flags"), ""),
            "peers": {p: about | {"title": t} for p, t in titles.items()}, "samples": samples}


def found_of(samples):
    return figures.spreads(results_of(samples), 2)


def losses_of(samples):
    return [(lost.name, lost.peer, lost.level) for lost in figures.losses(found_of(samples))]


def test_a_slower_rate_is_a_loss():
    assert losses_of([sample("akt", "fanin1", 10), sample("caf", "fanin1", 11)]) == \
        [("fanin1", "caf", False)]
    assert not losses_of([sample("akt", "fanin1", 11), sample("caf", "fanin1", 10)])


def test_more_bytes_are_a_loss():
    assert losses_of([sample("akt", "idle_mem", 11), sample("caf", "idle_mem", 10)]) == \
        [("idle_mem", "caf", False)]
    assert not losses_of([sample("akt", "idle_mem", 10), sample("caf", "idle_mem", 11)])


def test_overlapping_ranges_are_level():
    assert losses_of([sample("akt", "fanin1", 10), sample("akt", "fanin1", 12),
                      sample("caf", "fanin1", 11), sample("caf", "fanin1", 13)]) == \
        [("fanin1", "caf", True)]


def test_a_dropped_run_does_not_count():
    found = found_of([sample("akt", "fanin1", 10), sample("akt", "fanin1", 90, dropped=True)])
    assert found["fanin1"]["akt"].median == 10 and found["fanin1"]["akt"].count == 1


def test_another_number_of_workers_is_another_table():
    assert not found_of([sample("akt", "fanin1", 10, workers=1)])


def test_times_is_above_one_when_akt_is_better():
    assert figures.times("fanin1", 20, 10) == 2 and figures.times("idle_mem", 10, 20) == 2


def test_the_page_names_losses_failures_and_missed_aims():
    results = results_of([sample("akt", "ring1000", 50), sample("caf", "ring1000", 10),
                          sample("akt", "fanin1", 10), sample("goakt", "fanin1", 11),
                          sample("caf", "spawn", 0, figures={}, failed="a reply is wrong")])
    text = page.text(results, "raw.json")
    assert "- `fanin1`: 0.91 of GoAkt" in text
    assert "CAF, `spawn`, 1 of its runs: a reply is wrong" in text
    assert "Below 10: `ring1000` 5.0" in text
    assert "first in 1 of 2 figures" in text


def test_plots_are_whole_and_the_same_every_time():
    samples = [sample(p, name, value) for p, value in (("akt", 2e6), ("caf", 1e5))
               for name in ("fanin1", "idle_mem", "lat_10k_p50", "lat_2M_p50")]
    titles = {"akt": "akt", "caf": "CAF & Co"}
    drawn = plots.all_plots(found_of(samples), list(titles), titles)
    assert sorted(drawn) == ["idle-actor.svg", "latency.svg", "rates.svg"]
    assert all(svg.endswith("</svg>\n") and "CAF &amp; Co" in svg for svg in drawn.values())
    assert drawn == plots.all_plots(found_of(samples), list(titles), titles)


def test_lines_of_code():
    assert counter.code_lines("// no\n\n/* no\n no */\nint a;\n  % no\nb(); // yes\n") == 2


def fails(command):
    try:
        programs.finished(command, {})
    except programs.run_failed as failure:
        return str(failure)
    return ""


def test_failures_of_programs_are_told():
    assert fails(["sh", "-c", "echo first; echo the sum is wrong >&2; exit 1"]) == \
        "the sum is wrong"
    assert fails(["sh", "-c", "exit 3"]) == "exit status 3"
    assert "No such file" in fails(["/nowhere/at/all"])


def test_ratios_are_short_and_may_be_missing():
    assert [figures.times_text(v) for v in (None, 0.123, 1.04, 12.3, 644)] == \
        ["-", "0.12×", "1×", "12×", "644×"]
    assert figures.times("counter_size", 1, 0) is None


def test_a_failed_run_stands_also_if_it_was_disturbed():
    class busy:
        def seconds(self):
            return 10

        def of_others(self):
            return 0.9

    calm, running.measure.machine_load = running.measure.machine_load, busy
    try:
        p = catalog.peer(name="x", title="X", language="C", rows=["false"])
        options = SimpleNamespace(seconds=1, scale=1, quick=False)
        failed = running.run_row(p, "fanin1", 2, options)
        p.rows = ["printf", "R\tx\tfanin1\t5\tmsg/s\n"]
        slow = running.run_row(p, "fanin1", 2, options)
    finally:
        running.measure.machine_load = calm
    assert "failed" in failed and not failed["dropped"] and failed["tries"] == 1
    assert slow["dropped"] and slow["tries"] == running.TRIES and slow["figures"]


def test_a_part_of_a_run_leaves_the_page_alone():
    whole = dict(only="", peers="", quick=False, scale=1, seconds=0.5)
    assert not compare.is_partial(SimpleNamespace(**whole))
    for part in (dict(only="spawn"), dict(peers="caf"), dict(quick=True), dict(scale=0.5),
                 dict(seconds=0.1)):
        assert compare.is_partial(SimpleNamespace(**whole | part)), part


def test_causes_are_of_figures():
    assert set(page.causes()) <= set(rows.FIGURES)


def test_a_program_without_figures_has_failed():
    p = catalog.peer(name="x", title="X", language="C", rows=["true"])
    options = SimpleNamespace(seconds=1, scale=1, quick=True)
    assert running.run_row(p, "fanin1", 2, options)["failed"] == "no result line"


def test_a_failed_build_says_why_and_names_no_registry():
    log = "reading files\ngo: reading https://example.org/x: 403 Forbidden\nbye\n"
    assert building.said(log) == "go: reading the registry 403 Forbidden"
    assert building.scrubbed("at /home/me/x/y.cpp:3: error") == "at y.cpp:3: error"
    assert building.said("one\n\ntwo\n") == "two" and building.said("") == "no output"


def test_every_peer_is_described():
    for p in catalog.everyone():
        assert p.title and p.settings and p.memory and p.rows and p.counter, p.name
        assert p.name == "akt" or p.bring, p.name
        assert p.source().is_file() or "{out}" in p.counter_source, p.name


def test_a_wrong_description_is_refused():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "peer.toml")
        for wrong in ('title = "X"\nlanguage = "C"\nkind = "make"\n',
                      'title = "X"\nlanguage = "C"\nkind = "go"\ncolour = "red"\n'):
            path.write_text(wrong)
            try:
                catalog.described(path.parent)
            except SystemExit:
                continue
            raise AssertionError(wrong)


def run():
    """0 if every test of this file passes."""
    failed = 0
    tests = [(name, test) for name, test in sorted(globals().items()) if name.startswith("test_")]
    for name, test in tests:
        try:
            test()
        except AssertionError as error:
            failed += 1
            print(f"FAIL comparison: {name} {error}", file=sys.stderr)
    print(f"comparison: {len(tests) - failed} of {len(tests)} tests passed")
    return 1 if failed else 0
