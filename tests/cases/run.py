#!/usr/bin/env python3
"""Runs marker cases: a small workspace in one text file, the expected findings drawn under the source.

usage: run.py --wpls BIN [-v] FILE_OR_FOLDER...

A case is a txtar archive: prose, then files behind lines `-- path --`. A line of a file that is a comment with carets under the line
above it expects a finding there, and is taken out before wpls sees the file:

    servicePrt: 8080
    #^^^^^^^^^ warning[config/unknown-key]: never read

The text behind the code must stand in the message. Carets right behind the comment sign start at the sign itself, so that the first
columns can be marked, too. Several such lines may follow one another. A finding that nobody expects fails the case.
Files below `modcache/` lie in Go's module cache. `-- fixed PATH --` holds a file as it should be after `wpls lint --fix`; `-- flags --` further options of `wpls lint`.
"""
import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

MARKER = re.compile(r"^(?P<before>\s*)(?P<sign>//|#)(?P<gap>[^^\w]*)(?P<carets>\^+)\s+(?P<level>error|warning|info|hint)\[(?P<code>[\w/-]+)\]:?\s*(?P<text>.*)$")


def read_case(path):
    parts = re.split(r"^-- (.+?) --\n", path.read_text(encoding="utf-8"), flags=re.M)
    return list(zip(parts[1::2], parts[2::2]))


def take_markers(name, text):
    """The file without its marker lines, and what they expect."""
    lines, expected = [], []
    for line in text.split("\n"):
        m = MARKER.match(line)
        if not m:
            lines.append(line)
            continue
        start = len(m["before"]) if not m["gap"] else m.start("carets")
        expected.append((name, len(lines), start + 1, m.end("carets") + 1, m["level"], m["code"], m["text"]))
    return "\n".join(lines), expected


def matches(want, got):
    return want[:6] == got[:6] and want[6] in got[6]


def show(entry):
    name, line, start, end, level, code, text = entry
    return f"{name}:{line}:{start}-{end} {level}[{code}]: {text}"


def lint(wpls, folder, flags):
    env = os.environ | {"GOMODCACHE": str(folder / "modcache")}  # what this machine has of Go's modules is nobody's business
    done = subprocess.run([wpls, "lint", "--format", "jsonl", "--fail-on", "never", "--allow-empty", *flags, "."], cwd=folder, env=env, capture_output=True, timeout=60)
    if done.returncode != 0:
        return None, f"wpls ended with {done.returncode}: {done.stderr.decode('utf-8', 'replace')[-2000:]}"
    found = []
    for line in done.stdout.decode("utf-8").splitlines():
        d = json.loads(line)
        name = str(pathlib.Path(d["file"]).relative_to(folder))
        end = d["endColumn"] if d["endLine"] == d["line"] else f"{d['endColumn']} on line {d['endLine']}"
        found.append((name, d["line"], d["column"], end, d["severity"], d["code"], d["message"]))
    return found, None


def run_case(wpls, path):
    """A list of what is wrong; empty: passed."""
    wrong, expected, fixed, flags = [], [], {}, []
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary).resolve()
        for name, text in read_case(path):
            if name == "flags":
                flags = text.split()
                continue
            if name.startswith("fixed "):
                fixed[name[6:]] = text
                continue
            text, marks = take_markers(name, text)
            expected += marks
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        found, failure = lint(wpls, folder, flags)
        if failure:
            return [failure]
        for want in expected:
            hit = next((got for got in found if matches(want, got)), None)
            if hit:
                found.remove(hit)
            else:
                wrong.append("missing:    " + show(want))
        wrong += ["unexpected: " + show(got) for got in found]
        if fixed:
            _, failure = lint(wpls, folder, [*flags, "--fix"])
            if failure:
                wrong.append(failure)
        for name, text in fixed.items():
            got = (folder / name).read_text(encoding="utf-8")
            if got != text:
                wrong.append(f"{name} after --fix:\n{got}")
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wpls", required=True)
    parser.add_argument("-v", action="store_true", help="name the cases that pass, too")
    parser.add_argument("paths", nargs="+", type=pathlib.Path)
    args = parser.parse_args()
    wpls = str(pathlib.Path(args.wpls).resolve())
    cases = sorted({f for p in args.paths for f in (p.rglob("*.txt") if p.is_dir() else [p]) if f.name != "CMakeLists.txt"})
    failed = 0
    for case in cases:
        wrong = run_case(wpls, case)
        failed += bool(wrong)
        if wrong:
            print(f"FAILED {case}")
            for line in wrong:
                print("  " + line.replace("\n", "\n  "))
        elif args.v:
            print(f"passed {case}")
    if not cases:
        print("no cases found")
        failed = 1
    print(f"{len(cases) - failed if cases else 0} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
