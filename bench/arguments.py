# SPDX-License-Identifier: Apache-2.0
"""The options of run.py, checked before anything is built."""
import argparse
import re
import sys

WORKERS_MAX = 128
OPTIONS_OF = {
    "--from": ("peers", "features"), "--only": ("rows", "peers"), "--workers": ("rows", "peers"),
    "--peers": ("peers",), "--seconds": ("peers",), "--reference": ("rows",), "--quiet": ("rows",),
    "--name": ("rows",), "--self-test": ("gates",),
    "--quick": ("rows", "peers", "features"), "--scale": ("rows", "peers", "features"),
    "--repeat": ("rows", "peers", "features")}
DESTINATION = {"--from": "source", "--self-test": "self_test"}


def within(kind, least, most, words):
    """Reads a number of that kind between the two."""
    def number(text):
        try:
            value = kind(text)
        except ValueError:
            value = None
        if value is None or not least <= value <= most:  # nan is not within
            raise argparse.ArgumentTypeError(f"{text!r} is not {words} from {least} to {most}")
        return value
    return number


repeats = within(int, 1, 1000, "a whole number")
factor = within(float, 0.001, 1000, "a number")


def worker_counts(text):
    one = within(int, 1, WORKERS_MAX, "a list of whole numbers, separated by commas,")
    try:
        return sorted({one(word) for word in text.split(",")})
    except argparse.ArgumentTypeError:
        return one(text)  # speaks of the whole list


def names(text):
    found = [word.strip() for word in text.split(",")]
    if not all(found):
        raise argparse.ArgumentTypeError(f"{text!r} is not a list of names, separated by commas")
    return found


def file_name(text):
    if not text:
        raise argparse.ArgumentTypeError("'' is not a file in bench/results")
    return text


def part_of_a_file_name(text):
    if not re.fullmatch("[A-Za-z0-9_-]{1,40}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not 1 to 40 letters, digits, '-' and '_'")
    return text


class one_line_parser(argparse.ArgumentParser):
    """Says what is wrong, without the usage."""

    def error(self, message):
        self.exit(2, f"bench: {message.removeprefix('argument ')}\n")


def parsed(usage, commands):
    parser = one_line_parser(usage=usage)
    parser.add_argument("what", nargs="?", choices=sorted(commands), default="rows")
    parser.add_argument("--repeat", type=repeats, default=5)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", type=names, default=[])
    parser.add_argument("--scale", type=factor, default=1.0)
    parser.add_argument("--workers", type=worker_counts, default=[])
    parser.add_argument("--peers", type=names, default=[])
    parser.add_argument("--seconds", type=factor, default=0.5)
    parser.add_argument("--from", dest="source", type=file_name)
    parser.add_argument("--reference", action="append", default=[])
    parser.add_argument("--quiet", action="store_true")
    parser.add_argument("--name", type=part_of_a_file_name, default="rows")
    parser.add_argument("--self-test", action="store_true")
    options = parser.parse_args()
    for option, whose in OPTIONS_OF.items():
        name = DESTINATION.get(option, option.strip("-"))
        if getattr(options, name) != parser.get_default(name) and options.what not in whose:
            parser.error(f"{option} is not for {options.what} but for {', '.join(whose)}")
    return options


def row_of(figure, rows):
    """The row whose figure has that name, as lat_load has lat_50k_p99; else nothing."""
    of = [row for row in rows if figure.startswith(f"{row}_")]
    return max(of, key=len) if of else "lat_load" if figure.startswith("lat_") else ""


def known(wanted, there, what):
    """The names of `there` that are wanted, in its order; all if none is."""
    unknown = sorted(set(wanted) - set(there))
    if unknown and what == "row":
        unknown = [f"{name} (a figure of {of}?)" if (of := row_of(name, there)) else name
                   for name in unknown]
    if unknown:
        sys.exit(f"bench: no such {what}: {', '.join(unknown)}; there are {', '.join(there)}")
    return [name for name in there if not wanted or name in wanted]
