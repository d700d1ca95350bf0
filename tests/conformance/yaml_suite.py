#!/usr/bin/env python3
"""Runs the YAML test suite (data branch, packed as a tarball) against `wpls dump yaml`.

A valid case passes when the event stream equals test.event, an invalid one (with a file `error`) when the exit status is 1.
"""

import argparse
import os
import subprocess
import sys
import tarfile
import tempfile


def read_cases(tarball):
    """Yields (id, title, input bytes, expected events, must fail)."""
    with tarfile.open(tarball) as tar:
        folders = {}
        for member in tar.getmembers():
            if member.isfile():
                folder, name = os.path.split(member.name)
                folders.setdefault(folder, {})[name] = tar.extractfile(member).read()
    for folder in sorted(folders):
        files = folders[folder]
        if "in.yaml" not in files:
            continue
        case = "/".join(folder.split("/")[1:])
        yield case, files.get("===", b"").decode().strip(), files["in.yaml"], files.get("test.event", b""), "error" in files


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
    parser.add_argument("tarball")
    parser.add_argument("--only", help="run one case")
    options = parser.parse_args()
    if not os.path.exists(options.tarball):
        print(f"SKIPPED: the YAML test suite is not at '{options.tarball}'; NOTHING was tested")
        return 77
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "in.yaml")
        for case, title, text, want, must_fail in read_cases(options.tarball):
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
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
