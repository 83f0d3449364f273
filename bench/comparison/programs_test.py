# SPDX-License-Identifier: Apache-2.0
"""Programs of peers: how they are described, built, counted and run."""
import tempfile
from pathlib import Path

from comparison import building, catalog, counter, programs


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


def test_every_peer_is_described():
    for p in catalog.everyone():
        assert p.title and p.settings and p.memory and p.rows and p.counter, p.name
        assert p.name == "akt" or p.bring, p.name
        assert p.name == "akt" or p.build or p.kind in building.KNOWN, p.name
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
