#!/usr/bin/env python3
"""Runs scripts/run-ctest on tests that pass, fail, and leave something out: its summary says so, and ctest's closing lines come last.
Usage: run_ctest.py RUN_CTEST"""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

TESTS = {
    "fine": "exit 0",
    "broken": "echo SKIPPED: this is not why; exit 1",
    "crash": "kill -11 $$",
    "away": "echo 'SKIPPED: no compiler here'; exit 77",
    "silent": "exit 77",
    "half": "echo '3 passed, 0 failed'; echo 'SKIPPED: no fish'; echo 'SKIPPED: no fish'; exit 0",
}
SUMMARY = """\
== 2 passed, 2 failed, 2 skipped
failed
  broken  Failed
  crash   SEGFAULT
skipped
  away    no compiler here
  silent  SKIP_RETURN_CODE=77
passed, but skipped a part
  half  no fish
slowest
"""


def main():
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        presets = {"version": 6, "configurePresets": [{"name": "release", "generator": "Ninja", "binaryDir": "${sourceDir}/build"}],
                   "testPresets": [{"name": "release", "configurePreset": "release"}]}
        (folder / "CMakePresets.json").write_text(json.dumps(presets))
        (folder / "build").mkdir()
        (folder / "build" / "CTestTestfile.cmake").write_text("".join(
            f"add_test({name} sh -c [==[{command}]==])\nset_tests_properties({name} PROPERTIES SKIP_RETURN_CODE 77)\n"
            for name, command in TESTS.items()))
        run = subprocess.run([sys.argv[1], "release"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    lines = [line for line in run.stdout.splitlines() if line.strip()]
    start = next((i for i, line in enumerate(lines) if line.startswith("== ")), len(lines))
    wrong = []
    for want, got in zip(SUMMARY.splitlines(), lines[start:] + ["(end)"] * len(SUMMARY)):
        if want != got:
            wrong.append(f"want '{want}', got '{got}'")
    if run.returncode != 8:
        wrong.append(f"exit status {run.returncode}, ctest's would be 8")
    closing = [i for i, line in enumerate(lines) if line.startswith("67% tests passed, 2 tests failed out of 6")]
    if len(closing) != 1 or closing[0] < start + len(SUMMARY.splitlines()):
        wrong.append("ctest's closing line does not come once, behind the summary")
    if wrong:
        print(run.stdout, *wrong, sep="\n")
    print(f"{int(not wrong)} passed, {int(bool(wrong))} failed")
    return 1 if wrong else 0


sys.exit(main())
