#!/usr/bin/env python3
"""Runs `incremental` (incremental.c) on generated WasmPlugin documents and, where it is, on the YAML test suite's cases.

usage: incremental.py PROGRAM SUITE
"""

import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "bench")]

from generate import make_document  # noqa: E402
from yaml_suite import missing, read_cases  # noqa: E402


def main():
    program, suite = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        generated, cases = [], []
        for seed, size in enumerate([800, 3000, 20_000, 60_000]):
            generated.append(folder / f"plugin{seed}.yaml")
            generated[-1].write_text(make_document(seed, size))
        generated.append(folder / "stream.yaml")
        generated[-1].write_text("".join("---\n" + make_document(seed, 2500) for seed in range(6)))
        if not missing(suite):
            for name, _, text, _, _ in read_cases(suite):
                cases.append(folder / (name.replace("/", "-") + ".yaml"))
                cases[-1].write_bytes(text)
        failed = subprocess.run([program, "--edits", "300", *generated], check=False).returncode
        if cases:
            failed |= subprocess.run([program, "--edits", "60", *cases], check=False).returncode
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
