#!/usr/bin/env python3
"""What is Go's - functions of its front end, its headers, the names of its files - is named in server/go and in files that bear
its name alone (toolchain/go.c, features/snippet_go.c, rules/go/): all others ask the table in server/language. A rule that
rules/go/ reports is Go's alone in schema/rules.json, too.
Usage: languages.py ROOT"""
import json
import re
import sys
from pathlib import Path

# "go" or "tinygo" as a word of the path: a folder, or a part of a file's name.
BEARS_NAME = re.compile(r"(^|[/_])(tiny)?go([/_.]|$)")
STRING = r'"(?:\\.|[^"\\\n])*"'
PLACES = [
    ("includes", re.compile(r'^\s*#\s*include\s*"go/[^"]*"', re.M)),
    ("calls", re.compile(r"\bgo_[a-z]\w*\s*\(")),
    ("names", re.compile(r'"(?:\\.|[^"\\\n])*(?:\.go(?![\w.])|\bgo\.(?:mod|work|sum)\b)(?:\\.|[^"\\\n])*"')),
]


def blank(text, pattern):
    return re.sub(pattern, lambda m: re.sub(r"[^\n]", " ", m.group()), text, flags=re.S)


def mentions(text):
    """(line, what is done, text) of each."""
    text = re.sub(STRING + r"|/\*.*?\*/|//[^\n]*", lambda m: m.group() if m.group()[0] == '"' else re.sub(r"[^\n]", " ", m.group()), text, flags=re.S)
    without_strings = blank(text, STRING)
    for what, pattern in PLACES:
        for m in pattern.finditer(without_strings if what == "calls" else text):
            yield text.count("\n", 0, m.start()) + 1 + m.group().count("\n"), what, m.group().strip()


def others_rules(root, languages):
    """(file, rule) of each in rules/LANGUAGE/ that rules.json does not keep to that language."""
    known = {r["id"]: r.get("languages") for r in json.loads((root / "schema/rules.json").read_text(encoding="utf-8"))["rules"]}
    for path in sorted((root / "server/rules").glob("*/*.c")):
        language = path.parent.name
        languages.add(language)
        for rule in set(re.findall(r'"([a-z]+/[a-z-]+)"', path.read_text(encoding="utf-8"))):
            if rule in known and known[rule] != [language]:
                yield path.relative_to(root), rule


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
    passed = failed = 0
    for path in sorted((root / "server").rglob("*")):
        name = path.relative_to(root / "server").as_posix()
        if path.suffix not in (".c", ".h", ".cc", ".def") or BEARS_NAME.search(name):
            continue
        found = list(mentions(path.read_text(encoding="utf-8")))
        passed, failed = (passed, failed + 1) if found else (passed + 1, failed)
        for line, what, text in found:
            print(f"server/{name}:{line}: {what} what is Go's: {text}")
    languages = set()
    for path, rule in others_rules(root, languages):
        failed += 1
        print(f"{path}: reports '{rule}', which is not {path.parent.name}'s alone in rules.json")
    passed += len(languages)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
