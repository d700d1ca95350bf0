#!/usr/bin/env python3
"""What CONTRIBUTING.md tells a newcomer to run, open or copy is there: targets of make, and paths of the tree, in which words in
capitals stand for any name. Usage: commands.py ROOT"""
import re
import sys
from pathlib import Path

FOLDERS = ["", "server"]  # that paths start from
TREES = ["server", "schema", "tests", "cmake"]  # that a file of which only the name is said lies in


def targets(root):
    return set(re.findall(r"^([a-z][\w-]*):", (root / "Makefile").read_text(encoding="utf-8"), flags=re.M))


def is_path(word):
    return re.fullmatch(r"[\w.*/-]+", word) and ("/" in word or re.search(r"\.(c|h|py|json|md|txt|def)$", word)) and not word.startswith("build/")


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
    text = (root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    made, problems, passed = targets(root), [], 0
    for line in re.findall(r"^make((?: [a-z][\w-]*)+)", text, flags=re.M) + re.findall(r"`make((?: [a-z][\w-]*)+)", text):
        for target in line.split():
            passed += target in made
            if target not in made:
                problems.append(f"CONTRIBUTING.md: there is no 'make {target}'")
    for quoted in re.findall(r"`([^`\n]+)`", text):
        for word in quoted.split():
            if not is_path(word):
                continue
            pattern = re.sub(r"(?<![A-Za-z])[A-Z]{2,}(?![A-Za-z])(?!\.md)", "*", word).strip("/")
            found = (root / folder for folder in FOLDERS) if "/" in pattern else (root / top for top in TREES)
            if (root / pattern).exists() or any(next(folder.glob(pattern) if "/" in pattern else folder.rglob(pattern), None) for folder in found):
                passed += 1
            elif not re.match(r"(structure|unit|cli|lsp|cases)/", word):  # names of tests
                problems.append(f"CONTRIBUTING.md: there is no '{word}'")
    print(*problems, sep="\n", end="\n" if problems else "")
    print(f"{passed} passed, {len(problems)} failed")
    return 1 if problems else 0


sys.exit(main())
