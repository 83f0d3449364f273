#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the bank as its users do and compares everything it says and writes.

usage: end_to_end_test.py BANK
"""
import fcntl
import os
import pty
import random
import re
import signal
import subprocess
import sys
import tempfile
import termios
import threading
import unittest
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data"
BANK = ""


def bank(*arguments, stdin=b""):
    run = subprocess.run([BANK, *arguments], input=stdin, capture_output=True, cwd=DATA)
    run.stderr = own(run.stderr)
    return run


def own(messages):
    """Without what the library says of the computer it runs on."""
    return re.sub(rb"(?m)^akt: .*\n", b"", messages)


def steady(report):
    """The report without the lines that differ from run to run."""
    lines = report.decode().splitlines(keepends=True)
    return "".join(x for x in lines if not x.startswith(("seconds", "transfers applied per")))


def value(report, name):
    (line,) = [x for x in report.decode().splitlines() if x.strip().startswith(name)]
    return int(line.split()[-1])


def by_line(messages):
    """Bad lines are reported when they are read, refusals when they are known."""
    return sorted(messages.splitlines(), key=lambda x: int(x.split(b":")[1]))


class Feeder(threading.Thread):
    """Writes to the standard input of a bank for as long as that reads, and never ends it."""

    def __init__(self, pipe, data):
        super().__init__()
        self.pipe, self.data, self.accepted = pipe, data, 0
        self.changed = threading.Condition()
        self.start()

    def run(self):
        try:
            for at in range(0, len(self.data), 4096):
                self.pipe.write(self.data[at:at + 4096])
                with self.changed:
                    self.accepted = at + 4096
                    self.changed.notify()
        except BrokenPipeError:
            pass
        with self.changed:
            self.accepted = len(self.data) + 4096  # or as good as all
            self.changed.notify()

    def wait_for(self, amount):
        with self.changed:
            self.changed.wait_for(lambda: self.accepted >= amount)


def wait_until_it_polls(run, pipe):
    """Returns when the bank's first thread has read the whole pipe and waits for more."""
    while fcntl.ioctl(pipe, termios.FIONREAD, b"\0" * 4) != b"\0" * 4:
        pass
    try:
        while Path(f"/proc/{run.pid}/syscall").read_text().split()[0] != POLL:
            pass
    except OSError:
        pass  # not to be seen on this computer


POLL = "7"  # the number of that system call on x86-64
PIPE_BYTES = 1 << 16  # whoever has written more than fits into a pipe knows that somebody reads


def wait_until_it_listens(run):
    """Returns when the bank catches signals, which is before it reads a transfer."""
    wanted = 1 << (signal.SIGINT - 1) | 1 << (signal.SIGTERM - 1)
    while run.poll() is None:
        caught = re.search(r"(?m)^SigCgt:\s*(\w+)$", Path(f"/proc/{run.pid}/status").read_text())
        if caught and int(caught[1], 16) & wanted == wanted:
            return
    raise AssertionError(f"the bank ended before it listened: {run.returncode}")


def interruptible_bank(*arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE):
    """A bank that reads from a pipe. SIGINT is not ignored, as it may be in the background."""
    return subprocess.Popen(
        [BANK, *arguments], stdin=subprocess.PIPE, stdout=stdout, stderr=stderr,
        cwd=DATA, bufsize=0,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))


def read_to_the_end(terminal):
    """What was written to a terminal whose other end is closed: reading on then is an error."""
    parts = []
    try:
        while part := os.read(terminal, 4096):
            parts.append(part)
    except OSError:
        pass
    return b"".join(parts)



class EndToEnd(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name)

    def tearDown(self):
        self.folder.cleanup()

    def test_bad_input(self):
        wanted = [line.encode() for line in (DATA / "bad.messages.txt").read_text().splitlines()]
        closing = self.path / "closing.csv"
        stdin = b"standard input"
        for source, name in (("bad.csv", b"bad.csv"), ("-", stdin), ("", stdin)):
            for tellers in ("1", "64"):
                named = ("--transfers", source) if source else ()
                run = bank("--opening", "opening.csv", "--closing", closing, "--tellers", tellers,
                           *named, stdin=(DATA / "bad.csv").read_bytes())
                self.assertEqual(by_line(run.stderr), [x.replace(b"bad.csv", name) for x in wanted])
                self.assertEqual(steady(run.stdout), (DATA / "bad.report.txt").read_text())
                self.assertEqual(closing.read_text(), (DATA / "bad.closing.csv").read_text())
                self.assertEqual(run.returncode, 1)

    def test_bad_opening_file(self):
        run = bank("--opening", "bad_opening.csv", "--transfers", "bad.csv")
        self.assertEqual(run.stderr.decode(), (DATA / "bad_opening.messages.txt").read_text())
        self.assertEqual((run.stdout, run.returncode), (b"", 2))

    def test_files_that_cannot_be_used(self):
        for arguments, reason in (
            (("--opening", "absent.csv", "--transfers", "bad.csv"), b"No such file"),
            (("--opening", "opening.csv", "--transfers", "absent.csv"), b"No such file"),
            (("--opening", "opening.csv", "--transfers", "."), b"Is a directory"),
            (("--opening", ".", "--transfers", "bad.csv"), b"Is a directory"),
            (("--opening", "opening.csv", "--closing", "/absent/closing.csv"), b"cannot write"),
            (("--generate", "1", "--opening", "/absent/a", "--transfers", "/absent/b"),
             b"cannot write"),
        ):
            run = bank(*arguments)
            self.assertIn(reason, run.stderr)
            self.assertEqual((run.stdout, run.returncode), (b"", 2), arguments)

    def test_files_that_are_their_own_input(self):
        opening, transfers = self.path / "o.csv", self.path / "t.csv"
        self.assertEqual(bank("--generate", "10", "--seed", "1", "--accounts", "3", "--opening",
                              opening, "--transfers", transfers).returncode, 0)
        before = opening.read_bytes(), transfers.read_bytes()
        for victim in (opening, transfers):
            run = bank("--opening", opening, "--transfers", transfers, "--closing", victim)
            self.assertEqual(run.returncode, 2)
            self.assertIn(b"would write over its input", run.stderr)
        run = bank("--generate", "10", "--opening", opening, "--transfers", opening)
        self.assertEqual(run.returncode, 2)
        self.assertIn(b"name the same file", run.stderr)
        self.assertEqual(before, (opening.read_bytes(), transfers.read_bytes()))

    def test_closed_standard_input(self):
        opening = self.path / "o.csv"
        opening.write_text("account,balance\na,1\n")
        run = subprocess.run(["sh", "-c", 'exec "$0" --opening "$1" <&-', BANK, opening],
                             capture_output=True)
        self.assertEqual(run.returncode, 2)
        self.assertIn(b"standard input is closed", run.stderr)

    def test_report_that_cannot_be_written(self):
        with open("/dev/full", "wb") as full:
            run = subprocess.run([BANK, "--opening", DATA / "opening.csv"],
                                 stdin=subprocess.DEVNULL, stdout=full, stderr=subprocess.PIPE)
        self.assertIn(b"cannot write the report", run.stderr)
        self.assertEqual(run.returncode, 2)

    def test_command_line(self):
        help = bank("--help")
        self.assertIn(b"--closing FILE", help.stdout)
        self.assertEqual(help.returncode, 0)
        wrong = bank("--transfers", "bad.csv")
        self.assertIn(b"--transfers needs --opening", wrong.stderr)
        self.assertEqual((wrong.stdout, wrong.returncode), (b"", 2))

    def test_nothing_to_do(self):
        for text in (b"", b"\n", b"id,from,to,amount\r\n\r\n"):
            run = bank("--opening", "opening.csv", stdin=text)
            self.assertEqual((run.stderr, value(run.stdout, "lines"), run.returncode), (b"", 0, 0))
        run = bank("--opening", "/dev/null", stdin=b"1,a,b,1\n")
        self.assertEqual(run.stderr, b"standard input:1: unknown account 'a'\n")
        self.assertEqual((value(run.stdout, "accounts"), run.returncode), (0, 1))

    def generate(self, name, seed, transfers=5000):
        opening, lines = self.path / f"{name}.opening", self.path / f"{name}.transfers"
        run = bank("--generate", str(transfers), "--seed", str(seed), "--accounts", "10",
                   "--opening", opening, "--transfers", lines)
        self.assertEqual((run.stdout + run.stderr, run.returncode), (b"", 0))
        return opening, lines

    def test_generated_input(self):
        opening, transfers = self.generate("one", 1)
        again, other = self.generate("again", 1), self.generate("other", 2)
        self.assertEqual(opening.read_bytes(), again[0].read_bytes())
        self.assertEqual(transfers.read_bytes(), again[1].read_bytes())
        self.assertNotEqual(transfers.read_bytes(), other[1].read_bytes())

        closing = self.path / "closing.csv"
        run = bank("--opening", opening, "--transfers", transfers, "--closing", closing)
        self.assertEqual((run.stderr, run.returncode), (b"", 0))
        self.assertEqual(value(run.stdout, "lines"), 5000)
        self.assertEqual(value(run.stdout, "applied"), 5000)
        self.assertEqual(self.balances(closing), self.applied(opening, transfers))
        total = sum(self.balances(opening).values())
        self.assertEqual(value(run.stdout, "closing total"), total)

        run = bank("--opening", closing, "--transfers", "/dev/null")  # the next day
        self.assertEqual(value(run.stdout, "opening total"), total)

    def balances(self, path):
        rows = [line.split(",") for line in path.read_text().splitlines()[1:]]
        self.assertEqual([r[0] for r in rows], sorted(r[0] for r in rows))
        return {name: int(balance) for name, balance in rows}

    def applied(self, opening, transfers, lines=None, left_out=()):
        """The balances after the first so many lines, without those of these numbers."""
        balances = self.balances(opening)
        last = None if lines is None else lines + 1
        for number, line in enumerate(transfers.read_text().splitlines()[1:last], 2):
            if number in left_out:
                continue
            _, giver, receiver, amount = line.split(",")
            balances[giver] -= int(amount)
            balances[receiver] += int(amount)
        return balances

    def interrupt(self, opening, transfers, signal_number, amount, *arguments, idle=False):
        """Sends the signal when so many bytes were taken, the first of them when the bank begins
        to listen; `idle`: when it waits for more. Checks every sum and every balance."""
        closing = self.path / "closing.csv"
        out, err = self.path / "out", self.path / "err"  # a pipe that nobody reads yet would fill
        with out.open("wb") as stdout, err.open("wb") as stderr:
            run = interruptible_bank("--opening", opening, "--closing", closing, *arguments,
                                     stdout=stdout, stderr=stderr)
        feeder = Feeder(run.stdin, transfers.read_bytes())
        wait_until_it_listens(run)
        feeder.wait_for(amount)
        if idle:
            wait_until_it_polls(run, feeder.pipe)
        run.send_signal(signal_number)
        run.wait()
        feeder.join()
        feeder.pipe.close()
        stdout = out.read_bytes()
        said = stdout.decode() + err.read_text()
        counts = {name: value(stdout, name) for name in ("lines", "applied", "refused", "not done",
                                                         "opening", "closing")}
        outcomes = {"refused": set(), "not done": set()}
        interrupted = []
        for first, last, outcome, why in re.findall(
                r"(?m)^standard input:(\d+)(?:-(\d+))?: (refused|not done): (.*)$", said):
            lines = range(int(first), int(last or first) + 1)
            outcomes[outcome].update(lines)
            if why == "interrupted":
                interrupted.append(lines)
        self.assertEqual(counts["applied"] + counts["refused"] + counts["not done"],
                         counts["lines"], said)
        self.assertEqual(counts["opening"], counts["closing"], said)
        self.assertEqual(len(outcomes["refused"]), counts["refused"], said)
        self.assertEqual(len(outcomes["not done"]), counts["not done"], said)
        self.assertLessEqual(len(interrupted), 1, said)  # one range, and it is the last one
        for lines in interrupted:
            self.assertEqual(lines[-1], counts["lines"] + 1, said)
        left_out = outcomes["refused"] | outcomes["not done"]
        self.assertEqual(self.balances(closing),
                         self.applied(opening, transfers, counts["lines"], left_out), said)
        self.assertIn("conserved: every line has its outcome", said)
        self.assertIn(f"interrupted by signal {int(signal_number)}", said)
        self.assertEqual(run.returncode, 128 + signal_number, said)
        return counts

    def test_interrupted_at_random_points(self):
        seed = int(os.environ.get("BANK_SEED") or random.SystemRandom().randrange(1 << 32))
        print(f"interrupted at random points: BANK_SEED={seed} does it again", file=sys.stderr)
        points = random.Random(seed)
        opening, transfers = self.generate("interrupted", seed, 20000)
        size = transfers.stat().st_size
        before_the_end = 0
        for round in range(24):
            mishaps = ("--mishaps", str(points.randrange(50, 2000)),
                       "--limit", str(points.randrange(1, 40))) if round % 2 else ()
            number = signal.SIGTERM if round % 5 == 0 else signal.SIGINT
            point = points.randrange(size) if round > 3 else 0
            counts = self.interrupt(opening, transfers, number, point, *mishaps)
            before_the_end += counts["lines"] < 20000
        self.assertGreater(before_the_end, 0)

    def test_interrupted_while_nothing_comes(self):
        opening, transfers = self.generate("waits", 4)
        for _ in range(5):
            self.interrupt(opening, transfers, signal.SIGINT, transfers.stat().st_size, idle=True)

    def test_interrupted_before_the_first_line(self):
        """It reads the opening balances and does not listen yet: it just ends."""
        opening = self.path / "opening.fifo"
        os.mkfifo(opening)
        run = interruptible_bank("--opening", opening)
        with open(opening, "wb"):  # when it is opened on the other side, too
            run.send_signal(signal.SIGINT)
            stdout, stderr = run.communicate()
        self.assertEqual((stdout, stderr, run.returncode), (b"", b"", -signal.SIGINT))

    def test_interrupted_behind_the_last_line(self):
        """The books are being closed: more than a pipe holds waits to be written."""
        opening, transfers = self.path / "many.opening", self.path / "many.transfers"
        closing = self.path / "closing.fifo"
        bank("--generate", "5000", "--seed", "6", "--accounts", "6000", "--opening", opening,
             "--transfers", transfers)
        os.mkfifo(closing)
        run = interruptible_bank("--opening", opening, "--transfers", transfers,
                                 "--closing", closing)
        with open(closing, "rb") as books:
            written = books.read(1)
            run.send_signal(signal.SIGINT)
            written += books.read()
        stdout, stderr = run.communicate()
        self.assertGreater(len(written), 2 * PIPE_BYTES)
        copy = self.path / "closing.csv"
        copy.write_bytes(written)
        self.assertEqual(self.balances(copy), self.applied(opening, transfers))
        self.assertEqual(value(stdout, "applied"), 5000)
        self.assertIn(b"conserved: every line has its outcome", stdout)
        self.assertEqual((own(stderr), run.returncode), (b"", 0))

    def interrupt_twice(self, opening, transfers):
        """(exit status, standard output, the rest of standard error)"""
        run = interruptible_bank("--opening", opening, "--mishaps", "2", "--limit", "3600000")
        feeder = Feeder(run.stdin, transfers.read_bytes())
        feeder.wait_for(2 * PIPE_BYTES)
        run.send_signal(signal.SIGINT)
        said = b""
        while b"interrupted: " not in said:
            part = run.stderr.readline()
            self.assertTrue(part, said)
            said += part
        run.send_signal(signal.SIGINT)
        run.stdin = None
        stdout, stderr = run.communicate()
        feeder.join()
        feeder.pipe.close()
        return run.returncode, stdout, stderr

    def test_interrupted_twice_while_a_transfer_is_stuck(self):
        opening, transfers = self.generate("stuck", 5)
        for attempt in range(50):
            status, stdout, stderr = self.interrupt_twice(opening, transfers)
            if status == 2:
                break
            # What has read the lines may be ahead of what begins them: then nothing is stuck.
            self.assertEqual(status, 128 + signal.SIGINT, stderr)
            self.assertIn(b"standard input:2-", stderr)
        self.assertIn(b"the books cannot be closed", stderr)
        self.assertEqual((stdout, status), (b"", 2))

    def test_progress_is_shown_on_a_terminal_only(self):
        opening, transfers = self.generate("shown", 3)
        command = [BANK, "--opening", opening, "--transfers", transfers]
        try:
            ours, theirs = pty.openpty()
        except OSError as e:
            self.skipTest(f"no terminal to be had: {e}")
        run = subprocess.run(command, stdout=subprocess.PIPE, stderr=theirs)
        os.close(theirs)
        shown = own(read_to_the_end(ours))
        os.close(ours)
        self.assertRegex(shown, rb"^\r\x1b\[K\d+ lines.*\r\x1b\[K$")
        self.assertEqual(run.returncode, 0)
        self.assertEqual(bank(*command[1:]).stderr, b"")


if __name__ == "__main__":
    BANK = os.path.abspath(sys.argv.pop(1))
    unittest.main()
