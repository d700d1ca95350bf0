#!/usr/bin/env python3
"""Every code of a finding about YAML has a page: a row in schema/rules.json; and no row is about a code that is never reported.

usage: codes.py ROOT
"""

import json
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
used = {code for folder in ("yaml", "rules") for path in (root / "server" / folder).glob("*.c") for code in re.findall(r'"(yaml/[a-z-]+)"', path.read_text())}
rows = {r["id"] for r in json.loads((root / "schema" / "rules.json").read_text(encoding="utf-8"))["rules"] if r["id"].startswith("yaml/")}
for code in sorted(used - rows):
    print(f"{code}: no row in schema/rules.json")
for code in sorted(rows - used):
    print(f"{code}: never reported")
print(f"{len(used & rows)} passed, {len(used ^ rows)} failed")
sys.exit(used != rows)
