#!/usr/bin/env python3
"""Nothing in a report may do anything to whoever looks at it. usage: hidden.py FORMAT FILE"""
import json
import pathlib
import sys
import unicodedata
import xml.dom.minidom

MARKS = {chr(c) for r in ((0x200E, 0x200F), (0x202A, 0x202E), (0x2066, 0x2069)) for c in range(r[0], r[1] + 1)} | {"\u061c"}


def is_hidden(c):
    return unicodedata.category(c) in ("Cc", "Zl", "Zp") or c in MARKS


def strings(value):
    """Texts for people; names of files are what they are."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for name, inner in value.items() if isinstance(value, dict) else enumerate(value):
            if name not in ("file", "path", "uri", "insertedContent", "rules"):
                yield from strings(inner)


def main():
    kind, text = sys.argv[1], pathlib.Path(sys.argv[2]).read_bytes().decode("utf-8")
    wrong = [f"{c!r} in line {1 + text[:i].count(chr(10))}" for i, c in enumerate(text) if c != "\n" and is_hidden(c)]
    if "said" not in text or "key" not in text:
        wrong.append("the findings are not there")
    if kind in ("checkstyle", "junit"):
        xml.dom.minidom.parseString(text)
    if kind in ("json", "sarif", "gitlab"):
        wrong += [f"{s!r}" for s in strings(json.loads(text)) if any(is_hidden(c) for c in s if c not in "\n\t")]
    if kind in ("jsonl", "baseline"):
        wrong += [f"{s!r}" for line in text.splitlines() for s in strings(json.loads(line)) if any(is_hidden(c) for c in s if c not in "\n\t")]
    if kind == "github":
        wrong += [line for line in text.splitlines() if not line.startswith(("::error file=plugin/", "::warning file=plugin/"))]
    print("\n".join(wrong))
    return bool(wrong)


sys.exit(main())
