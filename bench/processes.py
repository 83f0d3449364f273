# SPDX-License-Identifier: Apache-2.0
"""Starts processes, each in a session of its own, and ends them with all their children."""
import contextlib
import os
import signal
import subprocess

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
GRACE_SECONDS = 5  # for who tidies up before it ends, as builds do


@contextlib.contextmanager
def interrupted_by_signals():
    """SIGTERM and SIGHUP raise KeyboardInterrupt, as Ctrl-C does; who ignores them, as under nohup,
    goes on to do so."""
    heeded = [number for number in SIGNALS if signal.getsignal(number) != signal.SIG_IGN]
    before = {number: signal.signal(number, signal.default_int_handler) for number in heeded}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def held_back():
    """Signals wait for the end of the block: a process that just began is not lost."""
    caught = []
    before = {number: signal.signal(number, lambda number, _: caught.append(number))
              for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for number in caught:
            signal.raise_signal(number)


def signalled(process, number):
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)


def killed(process, grace_seconds):
    try:
        if grace_seconds:
            signalled(process, signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.communicate(timeout=grace_seconds)
    finally:
        signalled(process, signal.SIGKILL)
    try:
        process.communicate(timeout=2)
    except subprocess.TimeoutExpired:  # one that left its session holds the pipes
        for pipe in filter(None, (process.stdout, process.stderr)):
            pipe.close()
        process.wait()


def ended(command, seconds_max=None, grace_seconds=0, **more):
    """(exit status, its output, its errors) of a process that has come to its end. One that is cut
    short by an interruption or by TimeoutExpired leaves no child behind. `more` is for Popen."""
    process = None
    try:
        with held_back():
            process = subprocess.Popen(
                [str(word) for word in command], text=True, errors="replace",
                start_new_session=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                **{"stderr": subprocess.PIPE} | more)
        output, said = process.communicate(timeout=seconds_max)
    except BaseException:
        if process:
            killed(process, grace_seconds)
        raise
    return process.returncode, output, said


def built(command, seconds_max=None, **more):
    """(exit status, output and errors in one) of a build."""
    return ended(command, seconds_max, GRACE_SECONDS, stderr=subprocess.STDOUT, **more)[:2]
