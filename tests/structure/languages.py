#!/usr/bin/env python3
"""What is a language's - functions of its front end, its headers, the names of its files, and what its SDKs and libraries call things -
is named in server/LANGUAGE and in files that bear its name alone (toolchain/go.c, rules/go/): all others ask the table in
server/language, or the data of schema/. A rule that rules/LANGUAGE/ reports is that language's alone in schema/rules.json, too.
Usage: languages.py ROOT"""
import json
import re
import sys
from pathlib import Path

STRING = r'"(?:\\.|[^"\\\n])*"'
# What no data file lists: includes, calls, file names; words that begin a declaration; packages as code writes them.
GO = [
    ("includes", re.compile(r'^\s*#\s*include\s*"go/[^"]*"', re.M)),
    ("calls", re.compile(r"\bgo_[a-z]\w*\s*\(")),
    ("names", re.compile(r'"(?:\\.|[^"\\\n])*(?:\.go(?![\w.])|\bgo\.(?:mod|work|sum)\b)(?:\\.|[^"\\\n])*"')),
    ("knows", re.compile(r'"(?:\\[nt])*(?:func|package|import)[ (]"')),
    ("knows", re.compile(r'"(?:[^"\n]*\W)?(?:types|wrapper|proxywasm|gjson|sjson|fmt|errors|strings|strconv|bytes)\.(?:[A-Z][^"\n]*)?"')),
    ("knows", re.compile(r'"(?:[^"\n/]*[^"\n/\w])?(?:github\.com|golang\.org)/[^"\n]*"')),  # an address has "//" before it
]
CXX = [
    ("includes", re.compile(r'^\s*#\s*include\s*"cxx/[^"]*"', re.M)),
    ("calls", re.compile(r"\bcxx_[a-z]\w*\s*\(")),
    ("knows", re.compile(r'"(?:[^"\n]*\W)?(?:std|absl|nlohmann)::[^"\n]*"')),
]
# A folder, or a part of a file's name, that bears the language's name.
LANGUAGES = {"go": (GO, re.compile(r"(^|[/_])(tiny)?go([/_.]|$)")), "cxx": (CXX, re.compile(r"(^|[/_])cxx([/_.]|$)"))}
COMPARED = re.compile(r'\b(package|name|language)\b[^;"\n]*?(?:, |\(|== )(?:STR\()?(' + STRING + ")")


def names_of(root, language):
    """What the data say that its SDKs and libraries call things: names with capitals in them, which are nobody else's wherever they stand,
    and what counts where a package, a name or a language is compared."""
    names, packages = set(), set()
    functions, libraries = root / f"schema/functions/{language}.json", root / f"schema/libraries/{language}.json"
    if functions.exists():
        data = json.loads(functions.read_text(encoding="utf-8"))
        names |= {f["name"] for f in data["functions"]} | {a["name"] for a in data["actions"]}
        names |= {name for part in ("receivers", "types") for all_names in data.get(part, {}).values() for name in all_names}
        packages |= data["packages"].keys() | {p for paths in data["packages"].values() for p in paths}
    if libraries.exists():
        data = json.loads(libraries.read_text(encoding="utf-8"))
        packages |= {p.removesuffix("/...") for p in data.get("synchronous", [])}
        for by_package in data.get("effects", {}).values():
            packages |= by_package.keys()
            names |= {name for listed in by_package.values() for name in listed}
        names |= {name.rpartition(".")[2] for listed in data.get("types", {}).values() for name in listed}
    capitals = {n for n in names if len(n) > 5 and re.search(r"[a-z][A-Z]", n)}
    return capitals, {"package": packages, "name": {n for n in names if n.isidentifier()}, "language": {language}}


def blank(text, pattern):
    return re.sub(pattern, lambda m: re.sub(r"[^\n]", " ", m.group()), text, flags=re.S)


def mentions(text, places, capitals, compared):
    """(line, what is done, text) of each."""
    text = re.sub(STRING + r"|/\*.*?\*/|//[^\n]*", lambda m: m.group() if m.group()[0] == '"' else re.sub(r"[^\n]", " ", m.group()), text, flags=re.S)
    without_strings = blank(text, STRING)
    for what, pattern in places:
        for m in pattern.finditer(without_strings if what == "calls" else text):
            yield text.count("\n", 0, m.start()) + 1 + m.group().count("\n"), what, m.group().strip()
    for m in re.finditer(STRING, text):
        if m.group()[1:-1] in capitals:
            yield text.count("\n", 0, m.start()) + 1, "knows", m.group()
    for m in COMPARED.finditer(text):
        if m.group(2)[1:-1] in compared[m.group(1)]:
            yield text.count("\n", 0, m.start()) + 1, f"compares a {m.group(1)} with", m.group(2)


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
    for language, (places, bears_name) in LANGUAGES.items():
        capitals, compared = names_of(root, language)
        for path in sorted((root / "server").rglob("*")):
            name = path.relative_to(root / "server").as_posix()
            if path.suffix not in (".c", ".h", ".cc", ".def") or bears_name.search(name):
                continue
            found = list(mentions(path.read_text(encoding="utf-8"), places, capitals, compared))
            passed, failed = (passed, failed + 1) if found else (passed + 1, failed)
            for line, what, text in found:
                print(f"server/{name}:{line}: {what} what is {language}'s: {text}")
    languages = set()
    for path, rule in others_rules(root, languages):
        failed += 1
        print(f"{path}: reports '{rule}', which is not {path.parent.name}'s alone in rules.json")
    passed += len(languages)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
