#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every error code has its section in docs/errors, with the text that the code has.

usage: errors.py | errors.py --self-test

Of each include/akt/<m>/errc.hpp with `enum class errc` the page is docs/errors/<m>.md, of core
docs/errors/akt.md. It has one section `## code` for each enumerator, in their order, which begins
with the text of src/<m>/errc.cpp in quotes: "request timed out": what that means.
"""
import re
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def enumerators(header):
    body = re.search(r"enum class errc \{(.*?)\};", header, re.DOTALL)
    return re.findall(r"^\s*(\w+)(?: = 1)?,", body[1], re.MULTILINE) if body else []


def texts(source):
    return dict(re.findall(r'case errc::(\w+):\s*return "([^"]*)";', source))


def sections(page):
    """[(code, line, the text that it begins with or None)]"""
    found = []
    for m in re.finditer(r'^## (\w+)\n\n(?:"([^"]*)")?', page, re.MULTILINE):
        found.append((m[1], page.count("\n", 0, m.start()) + 1, m[2]))
    return found


def check_module(root, module):
    name = "akt" if module == "core" else module
    page = root / f"docs/errors/{name}.md"
    codes = enumerators((root / f"include/akt/{module}/errc.hpp").read_text())
    text_of = texts((root / f"src/{module}/errc.cpp").read_text())
    described = sections(page.read_text() if page.exists() else "")
    where = f"docs/errors/{name}.md"
    for code in codes:
        if code not in [s[0] for s in described]:
            yield f"{where}:1: {code} has no section"
        if code not in text_of:
            yield f"src/{module}/errc.cpp:1: {code} has no text"
    for code, line, text in described:
        if code not in codes:
            yield f"{where}:{line}: there is no {code}"
        elif text != text_of.get(code):
            yield f"{where}:{line}: {code} begins with its text: \"{text_of.get(code)}\""
    both = [s[0] for s in described if s[0] in codes]
    if both != [c for c in codes if c in both]:
        yield f"{where}:1: the sections have another order than the codes, or one is there twice"


def check(root):
    modules = sorted(p.parent.name for p in root.glob("include/akt/*/errc.hpp"))
    return len(modules), [f for m in modules for f in check_module(root, m)]


SELF_FILES = {
    "include/akt/core/errc.hpp": "enum class errc {\n  cold = 1, ///< no warmth\n  dark,\n};\n",
    "src/core/errc.cpp": 'case errc::cold:\n return "too cold";\ncase errc::dark:\n return "dark";',
    "docs/errors/akt.md": '# E\n\n## cold\n\n"too cold": heat.\n\n## dark\n\n"dark": light.\n',
}
PAGE, CODE = "docs/errors/akt.md", "include/akt/core/errc.hpp"
SELF_TEST = {  # a mutant and the finding that it must give
    "clean": (None, "", "", None),
    "section missing": (PAGE, "## dark", "## Dark side", "dark has no section"),
    "new code": (CODE, "dark,", "dark,\n  wet,", "wet has no section"),
    "code without a text": ("src/core/errc.cpp", "errc::dark", "errc::dusk", "dark has no text"),
    "code gone": (CODE, "  dark,\n", "", "there is no dark"),
    "other text": (PAGE, '"dark"', '"gloomy"', "begins with its text"),
    "no text": (PAGE, '"dark": ', "", "begins with its text"),
    "twice": (PAGE, "## dark", '## cold\n\n"too cold": x.\n\n## dark', "another order"),
    "no page": (PAGE, None, None, "cold has no section"),
}


def self_test():
    bad = []
    for name, (path, old, new, wanted) in SELF_TEST.items():
        files = dict(SELF_FILES)
        if path and old is None:
            del files[path]
        elif path:
            assert old in files[path], (name, old)
            files[path] = files[path].replace(old, new)
        with tempfile.TemporaryDirectory() as folder:
            for file, text in files.items():
                target = Path(folder) / file
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text)
            findings = check(Path(folder))[1]
        if (wanted is None and findings) or (wanted and not any(wanted in f for f in findings)):
            bad.append(f"{name}: wanted {wanted}, found {findings}")
    print("\n".join(bad) or f"errors: self-test of {len(SELF_TEST)} cases passed")
    return 1 if bad else 0


def main():
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    if len(sys.argv) > 1:
        print(__doc__)
        return 2
    modules, findings = check(ROOT)
    print("".join(f + "\n" for f in findings), end="")
    print(f"errors: {modules} modules, {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
