#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Wrong uses must not compile, and must say why in the first error.

usage: compile_fail.py --compiler C++COMPILER FILE... | --compiler C++COMPILER --self-test

A case is a .cpp file whose leading comment lines say
    // expect: the whole first sentence           for every compiler
    // expect[g++]: ...   // expect[clang]: ...   for one compiler
    // only: g++                                  skipped on the other one
A comment line behind one of these continues it.
The sentence must be in the first line of output that holds "error:". The output may have 40 lines;
the aim is 12. One case alone exits with 77 when it is skipped.
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

LINES_MAX = 40
ROOT = Path(__file__).resolve().parent.parent
FLAGS = ["-std=c++20", "-fsyntax-only", "-Wall", "-Wextra", "-Werror", f"-I{ROOT / 'include'}"]


def family(compiler):
    return "clang" if "clang" in Path(compiler).name else "g++"


def read_directives(text, compiler):
    """(expected sentence or None, is it meant for this compiler)"""
    found = []  # [word, which compiler or None, value]
    for line in text.splitlines():
        if line.strip() and not line.startswith("//"):
            break
        match = re.match(r"// *(expect|only)(?:\[(.+?)\])?: *(.*\S)", line)
        if match:
            found.append(list(match.groups()))
        elif found and line.startswith("// "):
            found[-1][2] += " " + line[3:].strip()
    sentences = {which: value for word, which, value in found if word == "expect"}
    wanted = all(value == family(compiler) for word, _, value in found if word == "only")
    return sentences.get(family(compiler), sentences.get(None)), wanted


def verdict(status, output, expected):
    """None if all is well, else what is wrong."""
    lines = output.splitlines()
    errors = [line.split("error:", 1)[1].strip() for line in lines if "error:" in line]
    if expected is None:
        return "no `// expect: sentence` line for this compiler"
    if status == 0:
        return "it compiles, and must not"
    if not errors or expected not in errors[0]:
        return f"first error must say: {expected}\n  but says: {errors[0] if errors else 'nothing'}"
    if len(lines) > LINES_MAX:
        return f"{len(lines)} lines of output, limit {LINES_MAX}"
    return None


def run_case(path, compiler):
    """"passed", "skipped" or "failed"; prints one line, or the reason and the output."""
    name = Path(path).stem
    expected, wanted = read_directives(Path(path).read_text(), compiler)
    if not wanted:
        print(f"compile_fail.{name}: skipped, not for {family(compiler)}")
        return "skipped"
    run = subprocess.run(
        [compiler, *FLAGS, str(path)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env={**os.environ, "LC_ALL": "C"},
    )
    problem = verdict(run.returncode, run.stdout, expected)
    if problem:
        print(f"compile_fail.{name}: FAILED with {compiler}: {problem}\n{run.stdout}")
        return "failed"
    print(f"compile_fail.{name}: ok, {len(run.stdout.splitlines())} lines of output")
    return "passed"


SELF_TEST = {
    "right": ("passed", '// expect: no such luck\nstatic_assert(false, "no such luck");\n'),
    "in_template": ("passed", "// expect: never told\ntemplate <class T> void f(T) {\n"
                    '  static_assert(sizeof(T) == 0, "never told");\n}\nint main() { f(1); }\n'),
    "continued": ("passed", '// expect: no\n// such luck\nstatic_assert(false, "no such luck");\n'),
    "continued_other": ("failed", "// expect: no such\n// bad luck\n"
                        'static_assert(false, "no such luck");\n'),
    "compiles": ("failed", "// expect: no such luck\nint main() {}\n"),
    "other_message": ("failed", '// expect: no such luck\nstatic_assert(false, "bad luck");\n'),
    "only_second": ("failed", '// expect: second\nstatic_assert(false, "first");\n'
                    'static_assert(false, "second");\n'),
    "no_sentence": ("failed", 'static_assert(false, "no such luck");\n'),
    "too_long": ("failed", '// expect: x0\n' + "".join(
        f'static_assert(false, "x{n}");\n' for n in range(45))),
    "other_compiler": ("skipped", "// only: no compiler\n// expect: x\nint main() {}\n"),
}


def self_test(compiler):
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        for name, (wanted, text) in SELF_TEST.items():
            path = Path(folder, f"{name}.cpp")
            path.write_text(text)
            if run_case(path, compiler) != wanted:
                wrong.append(name)
    print(f"compile_fail self-test, {compiler}: {len(SELF_TEST)} cases, wrong: {wrong or 'none'}")
    return 1 if wrong else 0


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--compiler", required=True)
    parser.add_argument("--self-test", action="store_true")
    parser.add_argument("files", nargs="*")
    options = parser.parse_args()
    if options.self_test:
        return self_test(options.compiler)
    results = [run_case(path, options.compiler) for path in options.files]
    if results == ["skipped"]:
        return 77
    failed = results.count("failed")
    print(f"compile_fail with {options.compiler}: {results.count('passed')} passed, "
          f"{results.count('skipped')} skipped, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
