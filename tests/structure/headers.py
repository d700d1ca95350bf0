#!/usr/bin/env python3
"""Compiles every header of server/ alone, twice included: each brings what it needs and has a guard.
Usage: headers.py ROOT COMPILER FLAG..."""
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path


def compile_alone(command, header):
    source = f'#include "{header}"\n#include "{header}"\n'
    run = subprocess.run(command, input=source, text=True, capture_output=True)
    return header, run.returncode, run.stderr


def main():
    root = Path(sys.argv[1]).resolve()
    command = [*sys.argv[2:], "-Werror", "-fsyntax-only", "-x", "c", "-"]
    headers = sorted(p.relative_to(root / "server").as_posix() for p in (root / "server").rglob("*.h"))
    failed = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for header, status, errors in pool.map(lambda h: compile_alone(command, h), headers):
            if status != 0:
                failed += 1
                print(f"server/{header}: does not compile alone\n{errors}")
    print(f"{len(headers) - failed} passed, {failed} failed")
    return 1 if failed or not headers else 0


sys.exit(main())
