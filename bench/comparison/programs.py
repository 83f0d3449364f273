# SPDX-License-Identifier: Apache-2.0
"""Runs one program to its end; what it did wrong is an exception."""
import os
import subprocess

import processes

RUN_SECONDS_MAX = 150


class run_failed(Exception):
    """A program that did not do its work; the text is what it said last."""


def last_line(text):
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:200] if lines else ""


def finished(command, variables):
    """What `command` printed, run with `variables` in its environment. Raises run_failed."""
    try:
        status, output, said = processes.ended(command, RUN_SECONDS_MAX,
                                               env=dict(os.environ, **variables))
    except subprocess.TimeoutExpired:
        raise run_failed(f"not done within {RUN_SECONDS_MAX} s") from None
    except OSError as error:
        raise run_failed(str(error)) from None
    if status != 0:
        raise run_failed(last_line(said) or f"exit status {status}")
    return output
