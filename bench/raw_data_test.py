# SPDX-License-Identifier: Apache-2.0
"""Raw data and pages: a part of a run takes the place of neither."""
import contextlib
import io
import tempfile
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import build
import features
import features_page
import machine
import raw_data
import report
from comparison import compare

WHOLE = dict(only=[], peers=[], quick=False, scale=1, seconds=0.5, repeat=3, source="", workers=[])

said = io.StringIO()


@contextlib.contextmanager
def results_folder():
    """A bench/results of its own, with the data of a whole run of each kind."""
    (build.ROOT / "build").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=build.ROOT / "build") as folder:
        with patch.object(raw_data, "FOLDER", Path(folder)):
            for name in ("features", "rows"):
                raw_data.path_of({"interrupted": False}, name).write_text("whole")
            yield Path(folder)


def filled(interrupted):
    def run_all(results, todo, save):
        results["samples"].append({"repeat": 0, "scene": "pingpong", "ns": 5.0})
        results["interrupted"] = interrupted
        save()
    return run_all


def features_run(folder, interrupted, **changes):
    """(status, the pages written) of `./dev bench features`; what it says is in `said`."""
    pages = []
    said.seek(said.truncate(0))
    with patch.object(build, "programs", lambda *_: folder), \
            patch.object(features, "LAST", folder / "last.json"), \
            patch.object(features, "run_all", filled(interrupted)), \
            patch.object(features_page, "write", pages.append), \
            contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
        return features.run(SimpleNamespace(**WHOLE | changes)), pages


def whole_of(folder, name):
    return next(f for f in folder.iterdir() if f.name.endswith(f"-{name}.json")).read_text()


def test_features_that_were_interrupted_leave_the_data_of_the_page():
    with results_folder() as folder:
        assert features_run(folder, interrupted=True) == (130, [])
        assert whole_of(folder, "features") == "whole"
        assert "pingpong" in whole_of(folder, "features-interrupted")
        assert f"to make it: --from build/{folder.name}/" in said.getvalue()


def test_features_run_in_part_leave_data_and_page():
    for part in (dict(quick=True), dict(scale=0.5), dict(repeat=2)):
        with results_folder() as folder:
            assert features_run(folder, interrupted=False, **part)[1] == [], part
            assert whole_of(folder, "features") == "whole", part
            assert "pingpong" in (folder / "last.json").read_text(), part
            assert said.getvalue().endswith(f"/{folder.name}/last.json\n"), part


def test_features_that_came_to_their_end_make_the_page():
    with results_folder() as folder:
        assert len(features_run(folder, interrupted=False)[1]) == 1
        assert "pingpong" in whole_of(folder, "features")


def test_a_part_of_a_comparison_leaves_the_page_alone():
    assert not compare.is_partial(SimpleNamespace(**WHOLE))
    for part in (dict(only=["spawn"]), dict(peers=["caf"]), dict(quick=True), dict(scale=0.5),
                 dict(seconds=0.1), dict(repeat=2)):
        assert compare.is_partial(SimpleNamespace(**WHOLE | part)), part


def test_rows_that_were_interrupted_leave_the_results_as_they_were():
    with results_folder() as folder, patch.object(report, "FOLDER", folder):
        report.write({"interrupted": True, "samples": []}, "rows")
        assert whole_of(folder, "rows") == "whole" and not (folder / "RESULTS.md").exists()
        assert whole_of(folder, "rows-interrupted")


def test_nothing_is_saved_where_nothing_was_measured():
    results = {"samples": []}
    with raw_data.collected(results, lambda: 1 / 0):
        raise KeyboardInterrupt
    assert "interrupted" not in results


def test_the_flags_are_those_of_the_build():
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "compile_commands.json")
        path.write_text('[{"file": "/a/src/x.cpp", "command": "c++ -O0"}, {"file":'
                        '"/a/bench/rows.cpp", "command": "/b/g++ -I/a -O2 -DNDEBUG -Wall -Werror '
                        '-march=native -std=gnu++20 -o rows.o -c /a/bench/rows.cpp"}]')
        with patch.object(machine, "COMMANDS", path):
            assert machine.compilation() == \
                ("/b/g++", "-O2 -DNDEBUG -march=native -std=gnu++20")
        with patch.object(machine, "COMMANDS", Path(folder, "nothing")):
            assert machine.compilation() == ("g++", "unknown flags")
