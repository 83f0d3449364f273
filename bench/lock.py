# SPDX-License-Identifier: Apache-2.0
"""One run at a time: two would build in the same folders, and measure each other."""
import contextlib
import fcntl
import os
import sys

import build

PATH = build.ROOT / "build" / "bench.lock"


@contextlib.contextmanager
def only_run():
    """The lock is the kernel's, so that a run that was killed leaves none; the file stays."""
    PATH.parent.mkdir(exist_ok=True)
    with PATH.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            sys.exit(f"bench: another run is under way (pid {file.read().strip() or 'unknown'}); "
                     "there can be one at a time")
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
