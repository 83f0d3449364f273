#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Documentation quotes compiled files: this tool writes the quotes, or checks them.

It also checks that each path in backticks and each link to a file leads somewhere: from the page's
folder, the root, include, include/akt, src, and for src/<m>/README.md include/akt/<m>; a bare name
is looked for everywhere; `*`, `<m>` and the names x, nn-name stand for anything. What is built is
not looked for.

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

TOPS = ("include", "src", "tests", "examples", "bench", "fuzz", "tools", "docs", "cmake", ".ci")
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


# --- Paths ---------------------------------------------------------------------------------------

SUFFIX = r"\.(?:hpp|cpp|py|md|txt|cmake|json|csv|clang-format|clang-tidy)"
PATH = re.compile(rf"`((?:[\w.<>*-]+/)+[\w.<>*-]*|[\w.<>*-]+{SUFFIX})`")
LINK = re.compile(r"\]\((?!\w+:)([^)#\s]+)[^)]*\)")
PLACEHOLDER = re.compile(r"<[^>]*>|\bx(?=[_.]|$)|nn-name|\*+")
FOLDERS = ("", "include", "include/akt", "src")


def leads_somewhere(root, page, name, names):
    name = PLACEHOLDER.sub("*", name.rstrip("/"))
    if name.startswith("build/"):
        return True
    if "/" not in name and "*" not in name:
        return name in names or (page.parent / name).exists()
    public = root / "include/akt" / page.parent.name  # of a module's README
    for folder in (page.parent, public, *(root / folder for folder in FOLDERS)):
        if any(folder.glob(name)) if "*" in name else (folder / name).exists():
            return True
    return "/" not in name and any(root.rglob(name))


def path_findings(root):
    pages = list(markdown_files(root))
    names = {path.name for top in TOPS for path in (root / top).rglob("*")}
    names |= {path.name for path in root.glob("*")}
    for page in pages:
        text = re.sub(r"^```.*?^```", lambda block: "\n" * block[0].count("\n"),
                      page.read_text(), flags=re.MULTILINE | re.DOTALL)
        for match in PATH.finditer(text):
            if not leads_somewhere(root, page, match[1], names):
                yield page, text.count("\n", 0, match.start()) + 1, match[1]
        for match in LINK.finditer(text):
            if not (page.parent / match[1]).exists():
                yield page, text.count("\n", 0, match.start()) + 1, match[1]


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
    for page, line, name in path_findings(root):
        findings.append(f"{page.relative_to(root)}:{line}: there is no {name}")
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
    "paths": ("`m.cpp` `src/a/b.hpp` `a/b.hpp` `b.hpp` `a/*` `src/<m>/b.hpp` `x_test.cpp` `a / c`\n"
              "`build/bin/c` `std::a/b` [b](src/a/b.hpp#c) [d](https://e.f/g)\n```\n`no.cpp`\n```\n",
              None),
    "no path": ("see `src/a/c.hpp`", "no src/a/c.hpp"),
    "no bare name": ("see `c.hpp`", "no c.hpp"),
    "no match": ("see `a/c*`", "no a/c*"),
    "no module": ("see `src/<m>/c.hpp`", "no src/<m>/c.hpp"),
    "no link": ("see [c](src/a/c.hpp)", "no src/a/c.hpp"),
}


def self_test():
    wrong = []
    for name, (text, wanted) in SELF_TEST.items():
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            (root / "m.cpp").write_text(SOURCE)
            (root / "src/a").mkdir(parents=True)
            (root / "src/a/b.hpp").touch()
            (root / "src/a/b_test.cpp").touch()
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
