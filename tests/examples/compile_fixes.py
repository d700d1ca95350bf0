#!/usr/bin/env python3
"""Compiles every Go file that a case shows as repaired by --fix, with the rest of its workspace and the real SDK.

usage: compile_fixes.py FILE_OR_FOLDER...
"""
import argparse
import concurrent.futures
import importlib.machinery
import os
import pathlib
import subprocess
import sys
import tempfile

TESTS = pathlib.Path(__file__).resolve().parent.parent
PINNED = TESTS.parent / "examples" / "http-call"  # whose go.mod and go.sum pin the SDK
marker = importlib.machinery.SourceFileLoader("marker_cases", str(TESTS / "cases" / "run.py")).load_module()


def workspace(path):
    """The files of the case as they are after the fix; None when it repairs no Go file."""
    files, fixed = {}, {}
    for name, text in marker.read_case(path):
        if name.startswith("fixed "):
            fixed[name[len("fixed "):]] = text
        else:
            files[name] = marker.take_markers(name, text)[0]
    return files | fixed if any(name.endswith(".go") for name in fixed) else None


def write(folder, files):
    for name, text in files.items():
        if not name.endswith(".go"):
            continue
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
    module = next((line.split()[1] for line in files.get("go.mod", "").splitlines() if line.startswith("module ")), "example")
    pinned = (PINNED / "go.mod").read_text().splitlines()
    (folder / "go.mod").write_text("\n".join([f"module {module}", *pinned[1:], ""]))
    (folder / "go.sum").write_bytes((PINNED / "go.sum").read_bytes())
    # With a second package there is nothing to link.
    (folder / "second").mkdir(exist_ok=True)
    (folder / "second" / "second.go").write_text("package second\n")


def compile_case(go, path, files):
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        write(folder, files)
        env = os.environ | {"GOOS": "wasip1", "GOARCH": "wasm", "GOTOOLCHAIN": "local", "GOFLAGS": "-mod=mod", "GOWORK": "off"}
        done = subprocess.run([go, "build", "./..."], cwd=folder, env=env, capture_output=True, timeout=300)
        return None if done.returncode == 0 else done.stderr.decode("utf-8", "replace")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("paths", nargs="+", type=pathlib.Path)
    args = parser.parse_args()
    go = subprocess.run([TESTS.parent / "scripts" / "find-go"], capture_output=True, text=True).stdout.strip()
    if not go:
        print("SKIPPED: repaired plugins were not compiled, because no Go >= 1.24 was found; scripts/setup test installs one")
        return 77
    cases = [(f, files) for p in args.paths for f in (sorted(p.rglob("*.txt")) if p.is_dir() else [p])
             if f.name != "CMakeLists.txt" and (files := workspace(f))]
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for (path, _), failure in zip(cases, pool.map(lambda c: compile_case(go, *c), cases)):
            if failure:
                failed += 1
                print(f"FAILED {path}\n{failure}")
    print(f"{len(cases) - failed} repaired plugins compile, {failed} do not")
    return 1 if failed or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
