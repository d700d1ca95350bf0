#!/usr/bin/env python3
"""Writes the tables of both READMEs - rules, what is left out, settings, requests - from schema/rules.json, schema/settings.schema.json,
schema/methods.json, the features in server/lsp, and schema/messages; with --check it only tells whether they are up to date, and whether the Chinese README has what the English one has."""
import json
import pathlib
import re
import sys

sys.dont_write_bytecode = True  # the import below would leave a cache beside the sources

import messages
import method_table

root = pathlib.Path(__file__).resolve().parent.parent
data = json.loads((root / "schema/rules.json").read_text(encoding="utf-8"))
settings = json.loads((root / "schema/settings.schema.json").read_text(encoding="utf-8"))
READMES = {"README.md": "en", "README.zh.md": "zh"}


def settings_below(node, prefix=""):
    """(name, English description) of each setting; those of a group behind it."""
    for name, inner in node.get("properties", {}).items():
        yield prefix + name, inner["description"]
        yield from settings_below(inner, f"{prefix}{name}.")


def tables(language):
    twins = messages.twins_of(root, "pages") | messages.twins_of(root, "settings") if language == "zh" else {}
    rules = [(f"`{r['id']}`", r["severity"] + (", " + r["also"] if "also" in r else ""), r["title"][language]) for r in data["rules"]]
    left_out = [(twins.get(r["what"], r["what"]), twins.get(r["why"], r["why"])) for r in data["left_out"]]
    said = [(f"`{name}`", twins.get(text, text)) for name, text in settings_below(settings)]
    requests = method_table.table(root)
    return {"rules": rules, "what is left out": left_out, "settings": said, "requests": requests}


def filled(text, language):
    for name, rows in tables(language).items():
        lines = "".join("| " + " | ".join(row) + " |\n" for row in rows)
        text = re.sub(rf"(\|---[-|]*\|\n)(?:\| .*\n)*(<!-- end of {name} -->\n)", lambda m: m[1] + lines + m[2], text)
    return text


def skeleton(text):
    """What both languages have alike: the levels of headings, the size of tables and of blocks of code, the code but for comments, where links
    lead."""
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", text, flags=re.M | re.S)
    code = [(language, [re.sub(r"\s*#.*", "", line) for line in block.split("\n")] if language else block.count("\n")) for language, block in blocks]
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)
    return {"headings": re.findall(r"^(#+) ", prose, flags=re.M), "code": code,
            "tables": [table.count("\n") for table in re.findall(r"(?:^\|.*\n)+", prose, flags=re.M)],
            "links": sorted(link for link in re.findall(r"\]\(([^)#]+)\)", prose) if not link.startswith("README"))}


def main():
    texts = {name: (root / name).read_text(encoding="utf-8") for name in READMES}
    made = {name: filled(text, READMES[name]) for name, text in texts.items()}
    if "--check" not in sys.argv:
        for name, text in made.items():
            (root / name).write_text(text, encoding="utf-8")
        return
    problems = [f"{name}: its tables are out of date; run cmake/rules_table.py" for name in texts if made[name] != texts[name]]
    english, chinese = (skeleton(text) for text in texts.values())
    problems += [f"README.zh.md: other {part} than README.md: {english[part]} and {chinese[part]}" for part in english if english[part] != chinese[part]]
    problems += [f"{name}: its first line leads to no other" for name, text in texts.items() if "(README" not in text.split("\n")[0]]
    print("\n".join([*problems, f"{0 if problems else 1} passed, {1 if problems else 0} failed"]))
    sys.exit(bool(problems))


main()
