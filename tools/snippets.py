#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Documentation quotes compiled files: this tool writes the quotes, or checks them.

usage: snippets.py | snippets.py --check | snippets.py --self-test

In Markdown:  <!-- snippet: examples/04-ask/main.cpp transfer -->  followed by a ```cpp block.
In the file:  // [transfer]  before and after the lines that are quoted.
Without --check the blocks are rewritten from the files. A marker without a block, whose file does
not exist yet, is a note and not a finding: nothing is quoted.
"""
import re
import sys
import tempfile
import textwrap
from pathlib import Path

MARKER = re.compile(
    r"^<!-- snippet: (?P<file>\S+) (?P<name>\S+) -->\n(?P<block>```cpp\n(?P<code>.*?)^```\n)?",
    re.MULTILINE | re.DOTALL,
)


def region(text, name):
    """The lines between the two `// [name]` lines, without common indentation, or None."""
    parts = re.split(rf"^[ \t]*// \[{re.escape(name)}\][ \t]*\n", text, flags=re.MULTILINE)
    if len(parts) != 3:
        return None
    return textwrap.dedent(parts[1]).strip("\n") + "\n"


def quote(root, match):
    """(the region or None, what is wrong or None, is that only a note)"""
    path = root / match["file"]
    if not path.exists():
        return None, f"{match['file']} does not exist", not match["block"]
    code = region(path.read_text(), match["name"])
    if code is None:
        return None, f"{match['file']} has no region between two `// [{match['name']}]`", False
    if not match["block"]:
        return code, f"{match['file']} {match['name']} is not quoted below its marker", False
    if code != match["code"]:
        return code, f"{match['file']} {match['name']} differs from what is quoted", False
    return code, None, False


def markdown_files(root):
    for path in sorted(root.rglob("*.md")):
        if path.relative_to(root).parts[0] not in ("build", ".git"):
            yield path


def check(root):
    """(findings, notes)"""
    findings, notes = [], []
    for path in markdown_files(root):
        text = path.read_text()
        for match in MARKER.finditer(text):
            _, problem, note = quote(root, match)
            line = text.count("\n", 0, match.start()) + 1
            if problem:
                (notes if note else findings).append(f"{path.relative_to(root)}:{line}: {problem}")
    return findings, notes


def rewrite(root):
    for path in markdown_files(root):
        text = path.read_text()

        def fill(match):
            code = quote(root, match)[0]
            marker = f"<!-- snippet: {match['file']} {match['name']} -->\n"
            return match[0] if code is None else f"{marker}```cpp\n{code}```\n"

        filled = MARKER.sub(fill, text)
        if filled != text:
            path.write_text(filled)
            print(f"snippets: wrote {path.relative_to(root)}")


SOURCE = "#include <x>\n// [a]\n  int x;\n\n  int y;\n// [a]\n// [once]\n"
GOOD = "<!-- snippet: m.cpp a -->\n```cpp\nint x;\n\nint y;\n```\n"
SELF_TEST = {
    "equal": (GOOD, None),
    "pending": ("<!-- snippet: later.cpp a -->\n\ntext\n", None),
    "differs": (GOOD.replace("int y", "int z"), "differs"),
    "no block": ("<!-- snippet: m.cpp a -->\n\ntext\n", "not quoted"),
    "no region": (GOOD.replace("cpp a", "cpp b"), "no region"),
    "one mark": (GOOD.replace("cpp a", "cpp once"), "no region"),
    "no file": (GOOD.replace("m.cpp", "n.cpp"), "does not exist"),
}


def self_test():
    wrong = []
    for name, (text, wanted) in SELF_TEST.items():
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            (root / "m.cpp").write_text(SOURCE)
            (root / "README.md").write_text(f"# Title\n\n{text}")
            found = check(root)[0]
            if bool(found) != bool(wanted) or (wanted and wanted not in found[0]):
                wrong.append(name)
            rewrite(root)
            if name in ("differs", "no block") and check(root)[0]:
                wrong.append(f"{name}, rewritten")
    print(f"snippets self-test: {len(SELF_TEST)} cases, wrong: {wrong or 'none'}")
    return 1 if wrong else 0


def main(arguments):
    root = Path(__file__).resolve().parent.parent
    if arguments == ["--self-test"]:
        return self_test()
    if arguments not in ([], ["--check"]):
        sys.exit(__doc__)
    if not arguments:
        rewrite(root)
    findings, notes = check(root)
    for note in notes:
        print(f"note: {note}")
    for finding in findings:
        print(finding)
    print(f"snippets: {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
