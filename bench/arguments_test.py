# SPDX-License-Identifier: Apache-2.0
"""The command line: rubbish is refused with a line, before anything is built; one run at a time."""
import contextlib
import io
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from unittest.mock import patch

import build
import lock
import run

RUBBISH = {
    "--from": ["", "/nowhere/at/all"],
    "--only": ["", ",", "fanin1,", "no_such_row"],
    "--peers": ["", ",", "no_such_peer"],
    "--workers": ["", ",", "0", "-1", "1000", "x", "1,,2", "1.5"],
    "--repeat": ["", "0", "-1", "x", "1.5", "1001"],
    "--seconds": ["", "0", "nan", "-1", "inf", "x"],
    "--scale": ["", "0", "nan", "-1", "inf", "x"],
}
ALLOWED = {"--from": "bench/results", "--only": "names", "--peers": "names",
           "--workers": "from 1 to 128", "--repeat": "from 1 to 1000",
           "--seconds": "from 0.001 to 1000", "--scale": "from 0.001 to 1000"}
NOT_THERE = {"/nowhere/at/all": "no raw data", "no_such_row": "; there are pingpong1,",
             "no_such_peer": "; there are akt,"}


class was_begun(Exception):
    """Something would have been built."""


@contextlib.contextmanager
def own_lock():
    with tempfile.TemporaryDirectory() as folder:
        with patch.object(lock, "PATH", Path(folder, "bench.lock")):
            yield lock.PATH


def outcome(*words, **commands):
    """(what run.py ends with, what it says); raises was_begun when it begins to build."""
    said, nothing = io.StringIO(), patch.object(build, "run_quietly", side_effect=was_begun)
    with patch.object(sys, "argv", ["run.py", *words]), patch.dict(run.COMMANDS, commands), \
            contextlib.redirect_stderr(said), nothing:
        try:
            return run.main(), said.getvalue()
        except SystemExit as end:
            return end.code, said.getvalue()


def test_rubbish_is_one_line_that_says_what_is_allowed():
    with own_lock():
        for option, texts in RUBBISH.items():
            for text in texts:
                status, said = outcome("peers", f"{option}={text}")
                line = f"{said}{'' if isinstance(status, int) else status}".strip()
                assert status and "\n" not in line and line.startswith("bench: "), (option, text)
                allowed = NOT_THERE.get(text, ALLOWED[option])
                assert allowed in line, (option, text, line)


def test_rows_that_do_not_exist_are_refused_before_the_build():
    with own_lock():
        assert "no such row: nothing; there are" in outcome("rows", "--only", "nothing")[0]
        for other in ("/nowhere/at/all", "/tmp", ""):
            assert "is not a program" in outcome("rows", "--reference", other)[0], other
        assert "another name than akt" in outcome("rows", "--reference", "akt=/bin/true")[0]
        for name in ("", "a/b", "..", "x" * 41):
            assert "letters, digits" in outcome("rows", "--name", name)[1], name


def test_an_option_of_another_command_is_refused():
    with own_lock():
        for words in (("rows", "--from=x"), ("check", "--from=x"), ("gates", "--peers=akt"),
                      ("features", "--only=spawn"), ("features", "--workers=2"),
                      ("peers", "--reference=x"), ("gates", "--quick"), ("check", "--repeat=1")):
            option = words[1].partition("=")[0]
            assert f"{option} is not for {words[0]} but for " in outcome(*words)[1], words


def test_what_is_allowed_is_begun():
    with own_lock():
        for words in ("--only=fanin1,spawn", "--peers=akt", "--workers=1,128", "--repeat=1",
                      "--seconds=0.001", "--scale=1000"):
            try:
                outcome("peers", words)
            except was_begun:
                continue
            raise AssertionError(words)


def test_numbers_of_workers_are_sorted():
    seen = []
    with own_lock():
        assert outcome("peers", "--workers", "2,1,2", peers=lambda o: seen.append(o.workers)) == \
            (None, "")
    assert seen == [[1, 2]]


def refused_names_this_process(_):
    said = outcome("features", features=lambda _: 0)[0]
    assert "another run is under way" in said and f"(pid {os.getpid()})" in said, said


def test_a_second_run_ends_at_once_and_names_the_first():
    with own_lock():
        assert outcome("peers", peers=refused_names_this_process)[0] is None
        assert outcome("features", features=lambda _: 0)[0] == 0, "the first has ended"


def test_a_page_from_raw_data_does_not_wait_for_a_run():
    with own_lock():
        inner = ("peers", "--from", "some.json")
        assert outcome("gates", gates=lambda _: outcome(*inner, peers=lambda _: 7))[0][0] == 7


def test_a_run_that_was_killed_leaves_no_lock():
    holder = ("import lock, sys, pathlib; lock.PATH = pathlib.Path(sys.argv[1])\n"
              "with lock.only_run(): print('has it', flush=True); sys.stdin.read()")
    with own_lock() as path:
        with subprocess.Popen([sys.executable, "-c", holder, path], cwd=build.ROOT / "bench",
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
            assert other.stdout.readline() == b"has it\n"
            assert f"(pid {other.pid})" in outcome("gates", gates=lambda _: 0)[0]
            other.send_signal(signal.SIGKILL)
        assert outcome("gates", gates=refused_names_this_process)[0] is None
