# SPDX-License-Identifier: Apache-2.0
"""Runs in turns: disturbed ones, failed ones, interrupted ones."""
import json
import os
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import measure
import processes
import raw_data
from comparison import catalog, programs, rows, running

GOOD = ["printf", "R\tx\tfanin1\t5\tmsg/s\n"]


def peer_of(command, **more):
    return catalog.peer(name="x", title="X", language="C", rows=command, **more)


def options_of(**more):
    return SimpleNamespace(**dict(seconds=1, scale=1, quick=False, repeat=1) | more)


@contextmanager
def load_of(*others, seconds=10):
    """Runs after another meet a machine of which others take these shares."""
    shares = list(others)

    class load:
        def __init__(self):
            self.share = shares.pop(0)

        def seconds(self):
            return seconds

        def of_others(self):
            return self.share

    before, running.measure.machine_load = running.measure.machine_load, load
    try:
        yield shares
    finally:
        running.measure.machine_load = before


@contextmanager
def counters(*readings):
    """Readings of (wall, busy, own) in seconds in place of the kernel's."""
    left = list(readings)
    before = measure.machine_load.now
    measure.machine_load.now = staticmethod(lambda: left.pop(0))
    try:
        yield
    finally:
        measure.machine_load.now = staticmethod(before)


def test_what_others_took_is_what_was_busy_and_not_ours():
    cores = os.cpu_count()
    with counters((0, 100, 10), (10, 100 + 5 * cores, 10 + 2 * cores)):
        assert abs(measure.machine_load().of_others() - 0.3) < 1e-9
    with counters((0, 100, 10), (10, 101, 12)):
        assert measure.machine_load().of_others() == 0


def test_a_disturbed_run_is_repeated_and_stands_when_it_is_calm():
    with load_of(0.9, 0.11, 0.05) as left:
        found = running.run_row(peer_of(GOOD), "fanin1", 2, options_of())
    assert found["tries"] == 3 and not found["dropped"] and found["others"] == 0.05 and not left


def test_a_calm_run_is_not_repeated():
    with load_of(0.1, 0.5) as left:
        found = running.run_row(peer_of(GOOD), "fanin1", 2, options_of())
    assert found["tries"] == 1 and not found["dropped"] and left == [0.5]


def test_a_run_that_is_always_disturbed_is_dropped_with_its_figures():
    with load_of(0.9, 0.9, 0.9):
        found = running.run_row(peer_of(GOOD), "fanin1", 2, options_of())
    assert found["dropped"] and found["tries"] == running.TRIES
    assert found["figures"] == {"fanin1": [5.0, "msg/s"]}


def test_rows_that_need_much_memory_find_the_machine_having_it_and_latencies_find_it_at_rest():
    done = []
    with patch.object(running.host_memory, "touch", lambda: done.append("touch")), \
            patch.object(running.host_memory, "rest", lambda: done.append("rest")):
        for row, quick, wanted in (("mbox", False, ["touch"]), ("mbox", True, []),
                                   ("fanin1", False, []), ("spawn", False, ["touch"]),
                                   ("lat_load", False, ["rest"]), ("lat_load", True, []),
                                   ("lat_burst", False, ["rest"])):
            with load_of(0):
                running.run_row(peer_of(GOOD), row, 2, options_of(quick=quick))
            assert done == wanted, row
            done.clear()


def test_every_latency_is_of_a_row_that_begins_at_rest():
    of = {f.name for row in running.host_memory.ROWS_OF_LATENCY if row != "lat_50k"
          for f in rows.of(row)}
    assert {name for name in rows.FIGURES if name.startswith("lat_")} == of


def test_memory_that_cannot_be_had_is_no_reason_not_to_run():
    assert running.host_memory.touch(1 << 20)
    assert not running.host_memory.touch(1 << 62)


def test_a_failed_run_stands_also_if_it_was_disturbed():
    with load_of(0.9):
        found = running.run_row(peer_of(["false"]), "fanin1", 2, options_of())
    assert "failed" in found and not found["dropped"] and found["tries"] == 1


def test_quick_runs_and_those_too_short_to_tell_are_kept():
    with load_of(0.9):
        assert not running.run_row(peer_of(GOOD), "fanin1", 2, options_of(quick=True))["dropped"]
    with load_of(0.9, seconds=0.2):
        assert not running.run_row(peer_of(GOOD), "fanin1", 2, options_of())["dropped"]


def test_a_program_without_figures_has_failed():
    assert running.run_row(peer_of(["true"]), "fanin1", 2, options_of(quick=True))["failed"] == \
        "no result line of fanin1"


def planned(peers, names, workers, repeat=1):
    return [(p.name, count, row) for _, count, row, p in
            running.plan(peers, names, workers, repeat)]


def test_what_is_no_figure_of_the_row_is_a_failure():
    good = {"fanin1": (5.0, "msg/s"), "fanin1_cpu": (0.1, "s/M")}
    assert running.of_row("fanin1", good | {"ring1000": (7.0, "hops/s")}) == good
    assert running.of_row("fanin1", {"fanin1": (5.0, "msg/s")}) == {"fanin1": (5.0, "msg/s")}
    for bad in ({}, {"ring1000": (7.0, "hops/s")}, {"fanin1": (5.0, "ns")},
                {"fanin1": (float("nan"), "msg/s")}, {"fanin1": (float("inf"), "msg/s")},
                {"fanin1": (0.0, "msg/s")}, good | {"fanin1_cpu": (-1.0, "s/M")}):
        try:
            running.of_row("fanin1", bad)
        except programs.run_failed:
            continue
        raise AssertionError(bad)


def test_who_left_the_session_of_a_killed_program_is_not_waited_for():
    before, programs.RUN_SECONDS_MAX = programs.RUN_SECONDS_MAX, 0.5
    began = time.monotonic()
    try:
        programs.finished(["sh", "-c", "setsid sleep 20 & sleep 20"], {})
    except programs.run_failed:
        assert time.monotonic() - began < 10
    else:
        raise AssertionError("it ended")
    finally:
        programs.RUN_SECONDS_MAX = before


def test_systems_take_turns_and_another_one_is_first_each_time():
    akt, other = catalog.peer("akt", "akt", "C"), catalog.peer("x", "X", "C")
    assert planned([akt, other], ["fanin1"], [2], repeat=2) == \
        [("akt", 2, "fanin1"), ("x", 2, "fanin1"), ("x", 2, "fanin1"), ("akt", 2, "fanin1")]


def test_rows_of_one_actor_are_run_with_the_largest_number_of_workers_alone():
    akt = catalog.peer("akt", "akt", "C")
    runs = planned([akt], rows.ROWS, [1, 2])
    assert {row for _, count, row in runs if count == 2} == set(rows.ROWS)
    assert {row for _, count, row in runs if count == 1} == set(rows.ROWS) - set(rows.ONCE)


def test_rows_of_akt_alone_and_skipped_ones_are_not_asked_of_others():
    other = catalog.peer("x", "X", "C", skip={"ask_ext": "cannot"})
    assert {row for _, _, row in planned([other], rows.ROWS, [2])} == \
        set(rows.ROWS) - set(rows.AKT_ALONE) - {"ask_ext"}


def results_after(name, folder):
    """What a run leaves that gets signal `name` in its second row, from a program without end."""
    program = f"""[ "$0" = fanin1 ] && printf 'R\\tx\\tfanin1\\t5\\tmsg/s\\n' && exit
        echo $$ >{folder}/pid; kill -{name} $PPID; exec tail -f /dev/null"""
    peer, options = peer_of(["sh", "-c", program]), options_of(quick=True)
    results, path = running.new_results([peer], options, [2]), Path(folder, "raw.json")
    longest, programs.RUN_SECONDS_MAX = programs.RUN_SECONDS_MAX, 5
    try:
        with processes.interrupted_by_signals():
            running.run_all(results, [peer], ["fanin1", "fanin4", "spawn"], options,
                            lambda: raw_data.write(results, path))
        return json.loads(path.read_text())
    finally:
        programs.RUN_SECONDS_MAX = longest


def is_there(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_ctrl_c_and_sigterm_leave_what_was_finished_and_no_process():
    for name in ("INT", "TERM", "HUP") * 4:
        with tempfile.TemporaryDirectory() as folder:
            kept = results_after(name, folder)
            assert [s["row"] for s in kept["samples"]] == ["fanin1"], name
            assert kept["interrupted"], name
            assert not is_there(int(Path(folder, "pid").read_text())), name


def test_a_run_that_comes_to_its_end_is_not_interrupted_and_is_saved_after_each_row():
    saved, peer = [], peer_of(GOOD)
    results = running.new_results([peer], options_of(quick=True), [2])
    running.run_all(results, [peer], ["fanin1", "fanin4", "spawn"], options_of(quick=True),
                    lambda: saved.append(len(results["samples"])))
    assert saved == [1, 2, 3] and not results["interrupted"]


def test_the_limits_of_the_machine_are_measured_once_a_repeat_before_its_runs():
    began, peer = [], peer_of(GOOD)
    results = running.new_results([peer], options_of(repeat=3), [1, 2])
    running.run_all(results, [peer], ["fanin1", "spawn"], options_of(repeat=3, quick=True),
                    lambda: None, lambda: began.append(len(results["samples"])))
    assert began == [0, 4, 8]
