#!/usr/bin/env python3
"""Writes the README's tables of rules, and of what is left out, from schema/rules.json; with --check it only tells whether the table is up to date."""
import json
import pathlib
import re
import sys

root = pathlib.Path(__file__).resolve().parent.parent
data = json.loads((root / "schema/rules.json").read_text(encoding="utf-8"))
rules = data["rules"]
rows = "".join(f"| `{r['id']}` | {r['severity']}{', ' + r['also'] if 'also' in r else ''} | {r['title']['en']} |\n" for r in rules)
readme = root / "README.md"
old = readme.read_text(encoding="utf-8")
pattern = r"(\|---\|---\|---\|\n)(?:<!-- rules.*?-->\n)?(?:\| `.*\n)*(<!-- end of rules -->\n)"
new = re.sub(pattern, lambda m: m[1] + rows + m[2], old)
left_out = "".join(f"| {r['what']} | {r['why']} |\n" for r in data["left_out"])
new = re.sub(r"(\| not checked \| why \|\n\|---\|---\|\n)(?:\| .*\n)*", lambda m: m[1] + left_out, new)
if "--check" in sys.argv:
    print("1 passed, 0 failed" if new == old else "README.md: the table of rules is out of date; run cmake/rules_table.py\n0 passed, 1 failed")
    sys.exit(new != old)
readme.write_text(new, encoding="utf-8")
