# SPDX-License-Identifier: Apache-2.0
"""C++ source as the house tools look at it: no comments, no literals, the same line numbers."""
import re

TOKEN = re.compile(
    r'(?P<raw>R"(?P<tag>[^()\\\s"]{0,16})\(.*?\)(?P=tag)")'
    r"|(?P<comment>//[^\n]*|/\*.*?\*/)"
    r'|(?P<string>"(?:\\.|[^"\\\n])*")'
    r"|(?P<char>(?<![0-9A-Za-z_])'(?:\\.|[^'\\\n])+')",
    re.DOTALL,
)


def code_only(text):
    """`text` with comments blanked and string and character literals emptied."""

    def blank(match):
        newlines = "\n" * match[0].count("\n")
        if match["comment"]:
            return " " + newlines
        return ("''" if match["char"] else '""') + newlines

    return TOKEN.sub(blank, text)


def line_of(text, at):
    return text.count("\n", 0, at) + 1


def closing(text, at):
    """Index of the bracket that closes the one at text[at], or -1."""
    depth = 0
    for i in range(at, len(text)):
        if text[i] in "([{":
            depth += 1
        elif text[i] in ")]}":
            depth -= 1
            if depth == 0:
                return i
    return -1


def split_arguments(text):
    """The parts of an argument list, split at its own commas; braces count as nesting."""
    parts, depth, start = [], 0, 0
    for i, c in enumerate(text):
        depth += (c in "([{") - (c in ")]}")
        if c == "," and depth == 0:
            parts.append(text[start:i])
            start = i + 1
    return parts + [text[start:]]
