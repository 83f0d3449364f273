# SPDX-License-Identifier: Apache-2.0
"""Runs the tests beside the harness: every function test_* of every *_test.py."""
import contextlib
import importlib
import signal
import sys
import traceback

import build
import processes

BENCH = build.ROOT / "bench"


def modules():
    for path in sorted(BENCH.rglob("*_test.py")):
        yield importlib.import_module(".".join(path.relative_to(BENCH).with_suffix("").parts))


@contextlib.contextmanager
def usual_signals():
    """As in a shell, also in the background or under nohup, where some are ignored. A hang-up ends
    the tests there too."""
    usual = {number: signal.SIG_DFL for number in processes.SIGNALS}
    usual[signal.SIGINT] = signal.default_int_handler
    before = {number: signal.signal(number, handler) for number, handler in usual.items()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def run():
    """0 if every test passes."""
    failed = count = 0
    for module in modules():
        for name, test in sorted(vars(module).items()):
            if not name.startswith("test_"):
                continue
            count += 1
            try:
                with usual_signals():
                    test()
            except (Exception, SystemExit):
                failed += 1
                print(f"FAIL {module.__name__} {name}\n{traceback.format_exc()}", file=sys.stderr)
    print(f"comparison: {count - failed} of {count} tests passed")
    return 1 if failed or not count else 0
