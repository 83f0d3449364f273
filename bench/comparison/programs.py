# SPDX-License-Identifier: Apache-2.0
"""Runs one program to its end, or ends it with all its children."""
import contextlib
import os
import signal
import subprocess

RUN_SECONDS_MAX = 150


class run_failed(Exception):
    """A program that did not do its work; the text is what it said last."""


def last_line(text):
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:200] if lines else ""


@contextlib.contextmanager
def held_back():
    """Ctrl-C and SIGTERM wait for the end of the block: a process that just began is not lost."""
    caught = []
    before = {number: signal.signal(number, lambda number, _: caught.append(number))
              for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for number in caught:
            signal.raise_signal(number)


def killed(process):
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    try:
        process.communicate(timeout=2)
    except subprocess.TimeoutExpired:  # one that left its session holds the pipes
        for pipe in (process.stdout, process.stderr):
            pipe.close()
        process.wait()


def finished(command, variables):
    """What `command` printed, run with `variables` in its environment. Raises run_failed."""
    process = None
    try:
        with held_back():
            process = subprocess.Popen(command, env=dict(os.environ, **variables), text=True,
                                       errors="replace", start_new_session=True,
                                       stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                       stderr=subprocess.PIPE)
        output, said = process.communicate(timeout=RUN_SECONDS_MAX)
    except subprocess.TimeoutExpired:
        killed(process)
        raise run_failed(f"not done within {RUN_SECONDS_MAX} s") from None
    except OSError as error:
        raise run_failed(str(error)) from None
    except BaseException:
        if process:
            killed(process)
        raise
    if process.returncode != 0:
        raise run_failed(last_line(said) or f"exit status {process.returncode}")
    return output
