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


def finished(command, variables):
    """What `command` printed, run with `variables` in its environment. Raises run_failed."""
    try:
        process = subprocess.Popen(command, env=dict(os.environ, **variables), text=True,
                                   errors="replace",
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, start_new_session=True)
    except OSError as error:
        raise run_failed(str(error)) from None
    try:
        output, said = process.communicate(timeout=RUN_SECONDS_MAX)
    except BaseException as error:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        if isinstance(error, subprocess.TimeoutExpired):
            raise run_failed(f"not done within {RUN_SECONDS_MAX} s") from None
        raise
    if process.returncode != 0:
        raise run_failed(last_line(said) or f"exit status {process.returncode}")
    return output
