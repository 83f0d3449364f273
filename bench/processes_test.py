# SPDX-License-Identifier: Apache-2.0
"""Processes end when a run is interrupted, with all their children."""
import contextlib
import os
import select
import signal
import tempfile
import time
from pathlib import Path
from unittest.mock import patch

import processes
from comparison import building, catalog

SECONDS_MAX = 10
HOLD = "tail -f /dev/null >/dev/null"  # never ends, has the pipe open


class line_home:
    """What processes write into a pipe, until the last that has it open is gone."""

    def __init__(self, folder):
        self.path = Path(folder, "home")
        os.mkfifo(self.path)
        self.end = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK)

    def said(self):
        text, until = b"", time.monotonic() + SECONDS_MAX
        while select.select([self.end], [], [], max(0, until - time.monotonic()))[0]:
            some = os.read(self.end, 100)
            if not some:
                return text.decode()
            text += some
        raise AssertionError(f"somebody is still there; said {text}")


def interrupted_build(script, signal_name="TERM"):
    """What the processes of a peer's build say, the run getting a signal meanwhile."""
    with tempfile.TemporaryDirectory() as folder:
        home = line_home(folder)
        script = f"exec 3>{home.path}; {script} & kill -{signal_name} $PPID; wait"
        p = catalog.peer("x", "X", "C", build=[["sh", "-c", script]], folder=Path(folder),
                         out=Path(folder))
        try:
            with contextlib.ExitStack() as around:
                for number in processes.SIGNALS:  # who runs the tests may ignore some
                    around.enter_context(handler(number, signal.SIG_DFL))
                around.enter_context(patch.object(building, "BUILD_SECONDS_MAX", SECONDS_MAX))
                around.enter_context(processes.interrupted_by_signals())
                building.build_peer(p)
        except KeyboardInterrupt:
            return home.said()
        finally:
            os.close(home.end)
        raise AssertionError("it was not interrupted")


def test_an_interrupted_build_ends_with_its_children():
    for name in ("INT", "TERM", "HUP"):
        assert interrupted_build(f"echo on >&3; {HOLD}", name) == "on\n", name


def test_a_build_may_tidy_up_before_it_ends():
    assert interrupted_build(f"trap 'echo tidy >&3; exit' TERM; {HOLD}") == "tidy\n"


def test_a_build_that_does_not_heed_is_killed():
    with patch.object(processes, "GRACE_SECONDS", 0.1):
        assert interrupted_build(f"trap '' TERM; echo on >&3; {HOLD}") == "on\n"


def test_a_signal_while_a_process_begins_comes_when_it_is_known():
    seen = []
    with processes.interrupted_by_signals():
        try:
            with processes.held_back():
                for number in (signal.SIGHUP, signal.SIGTERM):
                    signal.raise_signal(number)
                    seen.append(number)
        except KeyboardInterrupt:
            seen.append("interrupted")
    assert seen == [signal.SIGHUP, signal.SIGTERM, "interrupted"]


@contextlib.contextmanager
def handler(number, what):
    before = signal.signal(number, what)
    try:
        yield
    finally:
        signal.signal(number, before)


def test_a_signal_that_is_ignored_interrupts_nothing():
    with handler(signal.SIGHUP, signal.SIG_IGN), processes.interrupted_by_signals():
        signal.raise_signal(signal.SIGHUP)


def test_signals_are_as_they_were_afterwards():
    def ours(*_):
        pass

    with handler(signal.SIGTERM, ours):
        with processes.interrupted_by_signals():
            assert signal.getsignal(signal.SIGTERM) is not ours
        assert signal.getsignal(signal.SIGTERM) is ours
