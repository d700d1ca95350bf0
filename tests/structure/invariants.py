#!/usr/bin/env python3
"""ARCHITECTURE.md numbers what must stay true, names for each what holds it, and stays short. Usage: invariants.py ROOT"""
import re
import sys
from pathlib import Path

LINES_MOST = 299


def problems(root):
    text = (root / "ARCHITECTURE.md").read_text(encoding="utf-8")
    lines = text.rstrip("\n").count("\n") + 1
    if lines > LINES_MOST:
        yield f"{lines} lines, more than {LINES_MOST}"
    section = text.partition("\n## Invariants\n")[2].partition("\n## ")[0]
    found = [p for p in section.split("\n\n") if p.lstrip().startswith("**")]
    if not found:
        yield "no invariants"
    for number, paragraph in enumerate(found, 1):
        if not paragraph.lstrip().startswith(f"**{number}. "):
            yield f"invariant {number} has another number: {paragraph.strip()[:40]}"
        held = re.search(r"\(Held by ([^)]*)\)", " ".join(paragraph.split()))
        names = re.findall(r"`([^`]+)`", held[1]) if held else []
        if not names:
            yield f"nothing holds invariant {number}"
        for name in names:
            if not (root / name).exists():
                yield f"invariant {number}: there is no '{name}'"


def main():
    found = list(problems(Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()))
    for problem in found:
        print(f"ARCHITECTURE.md: {problem}")
    print(f"{1 if not found else 0} passed, {len(found)} failed")
    return 1 if found else 0


sys.exit(main())
