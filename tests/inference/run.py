#!/usr/bin/env python3
"""Inferred schemas. A case is a plugin in one text file ("-- NAME --" begins a file); its file `schema.md` is what
`wpls schema --format markdown` has to print, `schema.json` the JSON Schema, both with `.zh` what they are with --lang zh, and `model.txt`
what `wpls dump model` has to print.

    run.py --wpls WPLS [--update] CASE...
"""
import argparse
import pathlib
import re
import subprocess
import sys
import tempfile

WANTED = {
    "schema.md": ["schema", "--format", "markdown"],
    "schema.zh.md": ["schema", "--format", "markdown", "--lang", "zh"],
    "schema.json": ["schema", "--strict", "--places"],
    "schema.zh.json": ["schema", "--strict", "--places", "--lang", "zh"],
    "accepted.json": ["schema"],
    "spec.yaml": ["schema", "--format", "spec"],
    "model.txt": ["dump", "model"],
}


def split(text):
    parts = re.split(r"^-- (\S+) --\n", text, flags=re.M)
    return parts[0], dict(zip(parts[1::2], parts[2::2]))


def run_case(wpls, path, update):
    head, files = split(path.read_text())
    with tempfile.TemporaryDirectory() as folder:
        plugin = pathlib.Path(folder) / "example"
        for name, text in files.items():
            if name not in WANTED:
                file = plugin / name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text)
        good = True
        for name, options in WANTED.items():
            if name not in files:
                continue
            done = subprocess.run([wpls, *options, str(plugin)], capture_output=True, text=True, timeout=60)
            if done.stdout != files[name] or done.returncode != 0:
                good = False
                print(f"FAIL {path.name}, {name} (exit {done.returncode})\n--- wanted\n{files[name]}--- got\n{done.stdout}{done.stderr}")
                files[name] = done.stdout
    if update and not good:
        path.write_text(head + "".join(f"-- {n} --\n{t}" for n, t in files.items()))
    return good and any(name in files for name in WANTED)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wpls", required=True)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("cases", nargs="+", type=pathlib.Path)
    args = parser.parse_args()
    results = [run_case(args.wpls, case, args.update) for case in args.cases]
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
