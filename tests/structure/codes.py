#!/usr/bin/env python3
"""Every code of a finding about YAML has a page: a row in schema/rules.json; and no row is about a code that is never reported. The levels
that the cases expect are those of the rows, where no settings change them and no documentation and no test makes them hints.

usage: codes.py ROOT
"""

import json
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
used = {code for folder in ("yaml", "rules") for path in (root / "server" / folder).glob("*.c") for code in re.findall(r'"(yaml/[a-z-]+)"', path.read_text())}
rules = json.loads((root / "schema" / "rules.json").read_text(encoding="utf-8"))["rules"]
rows = {r["id"] for r in rules if r["id"].startswith("yaml/")}
levels = {r["id"]: {r["severity"], *r.get("also", r["severity"]).split(", ")} for r in rules}
cases = [*(root / "tests/cases").rglob("*.txt"), *(root / "schema/examples").glob("*.txt")]
other = {(path.name, level, code) for path in cases if not re.search(r"^rules:|^-- \S+(\.md|_test\.\w+) --", text := path.read_text(encoding="utf-8"), flags=re.M)
         for level, code in re.findall(r"\^ (error|warning|info|hint)\[([\w/-]+)\]", text) if level not in levels.get(code, {level})}
for code in sorted(used - rows):
    print(f"{code}: no row in schema/rules.json")
for code in sorted(rows - used):
    print(f"{code}: never reported")
for name, level, code in sorted(other):
    print(f"{name}: {code} as {level}, which its row in schema/rules.json does not have")
print(f"{len(used & rows)} passed, {len(used ^ rows) + len(other)} failed")
sys.exit(used != rows or bool(other))
