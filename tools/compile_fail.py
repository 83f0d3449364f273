#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Wrong uses must not compile, and must say why in the first error.

usage: compile_fail.py --compiler C++COMPILER FILE... | --compiler C++COMPILER --self-test

A case is a .cpp file whose leading comment lines say
    // expect: the whole first sentence           for every compiler
    // expect[g++]: ...   // expect[clang]: ...   for one compiler
    // only: g++                                  skipped on the other one
    // lines[clang]: 19                           may print so many, where it cannot be helped
A comment line behind one of these continues it.
The first line of output that holds "error:" must say the sentence, all of it and nothing else; what
compilers put around the text of a static_assert or a nodiscard does not count. The output has at
most 12 lines. One case alone exits with 77 when it is skipped.
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

LINES_MAX = 12
ROOT = Path(__file__).resolve().parent.parent
FLAGS = ["-std=c++20", "-fsyntax-only", "-Wall", "-Wextra", "-Werror", f"-I{ROOT / 'include'}"]


# What compilers say around our own text.
FRAMES = [re.compile(frame) for frame in (
    r"static assertion failed(?: due to requirement '.*?')?: (.*)",
    r"ignoring return(?:ed)? value .*'nodiscard': '(.*)' \[-Werror=unused-result\]",
    r"ignoring return value .*'nodiscard' attribute: (.*) \[-Werror,-Wunused-result\]",
)]


def family(compiler):
    return "clang" if "clang" in Path(compiler).name else "g++"


def read_directives(text, compiler):
    """(expected sentence or None, is it meant for this compiler, lines it may print or None)"""
    found = []  # [word, which compiler or None, value]
    for line in text.splitlines():
        if line.strip() and not line.startswith("//"):
            break
        match = re.match(r"// *(expect|only|lines)(?:\[(.+?)\])?: *(.*\S)", line)
        if match:
            found.append(list(match.groups()))
        elif found and line.startswith("// "):
            found[-1][2] += " " + line[3:].strip()
    sentences = {which: value for word, which, value in found if word == "expect"}
    lines = [int(value) for word, which, value in found
             if word == "lines" and which in (None, family(compiler))]
    wanted = all(value == family(compiler) for word, _, value in found if word == "only")
    sentence = sentences.get(family(compiler), sentences.get(None))
    return sentence, wanted, lines[0] if lines else None


def sentence_of(error):
    """What the text after `error:` says, without what the compiler puts around our own."""
    said = [match[1] for match in (frame.fullmatch(error) for frame in FRAMES) if match]
    return said[0] if said else error


def verdict(status, output, expected, allowed):
    """None if all is well, else what is wrong."""
    lines = output.splitlines()
    errors = [line.split("error:", 1)[1].strip() for line in lines if "error:" in line]
    if expected is None:
        return "no `// expect: sentence` line for this compiler"
    if status == 0:
        return "it compiles, and must not"
    said = sentence_of(errors[0]) if errors else "nothing"
    if said != expected:
        return f"first error must say: {expected}\n  but says: {said}"
    if len(lines) > (allowed or LINES_MAX):
        return f"{len(lines)} lines of output, limit {allowed or LINES_MAX}"
    if allowed and len(lines) <= LINES_MAX:
        return f"{len(lines)} lines of output: `// lines: {allowed}` is not needed any more"
    return None


def run_case(path, compiler):
    """"passed", "skipped" or "failed"; prints one line, or the reason and the output."""
    name = Path(path).stem
    expected, wanted, allowed = read_directives(Path(path).read_text(), compiler)
    if not wanted:
        print(f"compile_fail.{name}: skipped, not for {family(compiler)}")
        return "skipped"
    run = subprocess.run(
        [compiler, *FLAGS, str(path)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env={**os.environ, "LC_ALL": "C"},
    )
    problem = verdict(run.returncode, run.stdout, expected, allowed)
    if problem:
        print(f"compile_fail.{name}: FAILED with {compiler}: {problem}\n{run.stdout}")
        return "failed"
    print(f"compile_fail.{name}: ok, {len(run.stdout.splitlines())} lines of output")
    return "passed"


LONG = "".join(f'static_assert(false, "x{n}");\n' for n in range(15))
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
    "first_half": ("failed", '// expect: no such\nstatic_assert(false, "no such luck");\n'),
    "second_half": ("failed", '// expect: luck\nstatic_assert(false, "no such luck");\n'),
    "discarded": ("passed", '// expect: never drop it\n[[nodiscard("never drop it")]] int f();\n'
                  "void g() { f(); }\n"),
    "discarded_half": ("failed", '// expect: never\n[[nodiscard("never drop it")]] int f();\n'
                       "void g() { f(); }\n"),
    "compiler_text": ("failed", "// expect: expected\nint f() { return }\n"),
    "too_long": ("failed", "// expect: x0\n" + LONG),
    "long_allowed": ("passed", "// expect: x0\n// lines: 60\n" + LONG),
    "longer_than_allowed": ("failed", "// expect: x0\n// lines: 14\n" + LONG),
    "allowed_in_vain": ("failed", '// expect: x\n// lines: 14\nstatic_assert(false, "x");\n'),
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
