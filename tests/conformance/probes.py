#!/usr/bin/env python3
"""Asks a server about real plugins and prints which answers are right, poor and wrong.

    probes.py --wpls WPLS [--corpus DIR]... [--least N] [--show]

What is expected is found without wpls: keys that the sources read by a search in their text (`Get("key")`, a tag, `["key"]`), places by
the lines of a configuration that is written here, one key a line. No answer where there should be one, or one that lacks something, is
poor; an answer that says what is not so is wrong. None may be wrong, one in twenty poor."""
import argparse
import collections
import json
import re
import sys
import tempfile
import shutil
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from rename_keys import Session, text_of  # noqa: E402

READ = re.compile(r"""\.Get\("([A-Za-z_][\w-]*)"\)""")
TAG = re.compile(r"""json:"([A-Za-z_][\w-]*)[",]""")
CALL = re.compile(r"\bproxywasm\.([A-Z]\w+)\(")
NAME = re.compile(r"""SetCtx(?:\[[^\]]*\])?\(\s*"([\w-]+)\"""")
PARSER = re.compile(r"^func parse\w*[cC]onfig\w*\((\w+) gjson\.Result.*?^\}", re.M | re.S)
SOURCES = (".go", ".cc", ".h")


class Probes:
    def __init__(self):
        self.counts, self.told = collections.defaultdict(collections.Counter), []

    def enter(self, kind, verdict, where, why=""):
        self.counts[kind][verdict] += 1
        if verdict != "right":
            self.told.append(f"{verdict}: {kind} {where}: {why}")


def without_comments(text):
    """Lines of comments become empty: places stay."""
    return re.sub(r"^[ \t]*//.*$", "", text, flags=re.M)


def words_of(folder):
    """The whole text of the sources but for comments, which a key has to be in."""
    return "\n".join(without_comments(text_of(p)) for p in sorted(folder.rglob("*")) if p.suffix in SOURCES and "_test" not in p.name)


def hover_text(answer):
    contents = (answer.get("result") or {}).get("contents")
    return contents.get("value", "") if isinstance(contents, dict) else str(contents or "")


def at(line, column):
    return {"position": {"line": line, "character": column}}


def ask(session, method, path, **params):
    return session.request(f"textDocument/{method}", {"textDocument": {"uri": path.as_uri()}, **params})


def places_of(text, pattern, count):
    """(name, line, column of it in UTF-8), spread over the text, each name once."""
    found = {}
    for match in pattern.finditer(text):
        before = text[:match.start(1)]
        found.setdefault(match.group(1), (before.count("\n"), len(before[before.rfind("\n") + 1:].encode())))
    names = list(found)
    chosen = names if len(names) <= count else [names[i * len(names) // count] for i in range(count)]
    return [(name, *found[name]) for name in chosen]


def locations(answer):
    result = answer.get("result") or []
    return [(one.get("uri", one.get("targetUri")), one.get("range", one.get("targetSelectionRange"))) for one in
            (result if isinstance(result, list) else [result])]


def line_at(uri, place):
    return text_of(Path(uri.removeprefix("file://"))).splitlines()[place["start"]["line"]]


def probe_code(session, folder, main, probes):
    text, where = without_comments(text_of(main)), f"{folder.name}/{main.name}"
    parser = PARSER.search(text)
    inside = places_of(text, READ, 1000) if parser else []
    first, last = (text[:parser.start()].count("\n"), text[:parser.end()].count("\n")) if parser else (0, 0)
    for key, line, column in [one for one in inside if first <= one[1] <= last][:3]:
        said = hover_text(ask(session, "hover", main, **at(line, column)))
        probes.enter("hover in code", "right" if key in said else "wrong" if said else "poor", f"{where}:{line + 1} {key}", said[:60])
        found = locations(ask(session, "references", main, **at(line, column), context={"includeDeclaration": True}))
        own = any(uri == main.as_uri() and place["start"]["line"] == line for uri, place in found)
        others = [line_at(uri, place) for uri, place in found]
        astray = [one for one in others if key not in one]
        probes.enter("references", "wrong" if astray else "right" if own else "poor", f"{where}:{line + 1} {key}", str(astray[:1]))
        got = ask(session, "prepareRename", main, **at(line, column)).get("result")
        same = bool(got) and text.splitlines()[got["range"]["start"]["line"]].encode()[
            got["range"]["start"]["character"]:got["range"]["end"]["character"]].decode() == key
        probes.enter("rename", "right" if same else "wrong" if got else "poor", f"{where}:{line + 1} {key}", json.dumps(got))
    for call, line, column in places_of(text, CALL, 1):
        got = ask(session, "signatureHelp", main, **at(line, column + len(call) + 1)).get("result") or {}
        labels = [one["label"] for one in got.get("signatures", [])]
        probes.enter("signature help", "right" if any(call in one for one in labels) else "wrong" if labels else "poor",
                     f"{where}:{line + 1} {call}", str(labels))
    named = NAME.search(text)
    symbols = json.dumps(ask(session, "documentSymbol", main).get("result"))
    if named:
        probes.enter("symbols", "right" if named.group(1) in symbols else "poor", where, f"{named.group(1)} is not there")


def misspelt(key):
    return key[:-2] + key[-1] if len(key) > 4 else ""


def probe_configuration(session, folder, keys, source, probes):
    """One key a line, as strings; what is asked is asked of a line by its number. The first definition is the read, others follow."""
    path = folder / "probes.yaml"
    path.write_text("".join(f'{key}: "x"\n' for key in keys) + "\n", encoding="utf-8")
    session.open(path)
    for line, key in enumerate(keys[:3]):
        said = hover_text(ask(session, "hover", path, **at(line, 1)))
        probes.enter("hover", "right" if key in said else "wrong" if said else "poor", f"{folder.name} {key}", said[:60])
        leads = [line_at(uri, place) for uri, place in locations(ask(session, "definition", path, **at(line, 1)))]
        verdict = "poor" if not leads else "right" if re.search(rf"""["'`.]{re.escape(key)}["'`.,]|\b\w*[kK]ey""", leads[0]) else "wrong"
        probes.enter("definition", verdict, f"{folder.name} {key}", str(leads))
    hints = ask(session, "inlayHint", path, range={"start": {"line": 0, "character": 0}, "end": {"line": len(keys) + 1, "character": 0}})
    inside = all(hint["position"]["line"] <= len(keys) + 1 for hint in hints.get("result") or [])
    probes.enter("inlay hints", "right" if "result" in hints and inside else "wrong", folder.name, json.dumps(hints)[:80])
    session.close(path)
    kept, asked = keys[1:], keys[0]
    path.write_text("".join(f'{key}: "x"\n' for key in kept) + "\n", encoding="utf-8")
    session.open(path)
    answer = ask(session, "completion", path, **at(len(kept), 0)).get("result") or {}
    items = answer.get("items", []) if isinstance(answer, dict) else answer
    labels = [item["label"].rstrip(":") for item in items if item.get("kind") in (5, 10)]
    unread = [label for label in labels if kept and re.fullmatch(r"[\w-]+", label) and label not in source and not label.startswith("_")]
    again = [label for label in labels if label in kept]
    probes.enter("completion", "wrong" if unread or again else "right" if asked in labels else "poor", f"{folder.name} {asked}",
                 f"unread {unread[:3]}, again {again[:3]}, of {labels[:8]}")
    session.close(path)
    wrong = misspelt(asked)
    if not wrong or wrong in source:
        return
    path.write_text("".join(f'{key}: "x"\n' for key in [wrong, *kept]), encoding="utf-8")
    session.open(path)
    place = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": len(wrong)}}
    found = (ask(session, "diagnostic", path).get("result") or {}).get("items", [])
    titles = [one["title"] for one in ask(session, "codeAction", path, range=place, context={"diagnostics": found}).get("result") or []]
    other = [title for title in titles if title.startswith("rename to") and f"'{asked}'" not in title]
    fixed = any(title.startswith("rename to") and f"'{asked}'" in title for title in titles)
    probes.enter("code actions", "right" if fixed else "poor", f"{folder.name} {wrong}", f"{other or titles[:3]}")
    session.close(path)


def probe_plugin(wpls, original, probes):
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary).resolve() / original.name
        shutil.copytree(original, folder, ignore_dangling_symlinks=True, ignore=shutil.ignore_patterns("*.wasm", ".git"))
        main = next((folder / name for name in ("main.go", "plugin.cc") if (folder / name).exists()), None)
        if not main:
            return
        session, source = Session(wpls, folder), words_of(folder)
        session.open(main)
        probe_code(session, folder, main, probes)
        keys = top_keys(main, source)
        if keys:
            probe_configuration(session, folder, keys, source, probes)
        session.end()


def top_keys(main, source):
    """Keys that the parse function reads of the configuration itself: of its first parameter."""
    text = without_comments(text_of(main))
    parser = PARSER.search(text)
    if not parser:
        return []
    body, name = parser.group(0), parser.group(1)
    return [key for key in dict.fromkeys(re.findall(rf"""\b{name}\.Get\("([A-Za-z_][\w-]*)"\)""", body)) if f'"{key}"' in source]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wpls", required=True)
    parser.add_argument("--corpus", action="append", default=[])
    parser.add_argument("--least", type=int, default=1, help="so many probes have to have been made")
    parser.add_argument("--show", action="store_true", help="print what is poor")
    given = parser.parse_args()
    folders = [p for corpus in given.corpus if corpus and Path(corpus).is_dir() for p in sorted(Path(corpus).iterdir()) if p.is_dir()]
    if not folders:
        print("SKIPPED: it needs Higress's plugins, which are no part of these sources (cmake -DWPLS_CORPUS=DIR)")
        return 77
    probes = Probes()
    for folder in folders:
        probe_plugin(given.wpls, folder, probes)
    total = collections.Counter()
    for kind, counts in sorted(probes.counts.items()):
        total.update(counts)
        print(f"{kind}: {counts['right']} right, {counts['poor']} poor, {counts['wrong']} wrong")
    for line in probes.told:
        if given.show or line.startswith("wrong"):
            print(line)
    count = sum(total.values())
    print(f"{count} probes: {total['right']} right, {total['poor']} poor, {total['wrong']} wrong")
    return 1 if total["wrong"] or total["poor"] * 20 > count or count < given.least else 0


if __name__ == "__main__":
    sys.exit(main())
