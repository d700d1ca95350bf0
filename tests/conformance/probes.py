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

READ = re.compile(r"""\.(?:Get|find)\("([A-Za-z_][\w-]*)"\)""")
TAG = re.compile(r"""json:"([A-Za-z_][\w-]*)[",]""")
CALL = re.compile(r"\b(?:proxywasm\.(?=[A-Z]))?((?<=proxywasm\.)[A-Z]\w+|sendLocalResponse|(?:get|add|remove|replace)RequestHeader)\(")
NAME = re.compile(r"""(?:SetCtx(?:\[[^\]]*\])?\(\s*|CONTEXT_FACTORY\(\w+\),\s*ROOT_FACTORY\(\w+\),\s*)"([\w-]+)\"""")
PARSER = re.compile(r"^func parse\w*[cC]onfig\w*\((?P<go>\w+) gjson\.Result.*?^\}|"
                    r"^bool PluginRootContext::parse\w*\(const json& (?P<cxx>\w+).*?^\}", re.M | re.S)
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


def complete(session, path, kind, place, about, probes):
    folder, kept, asked, source = about
    answer = ask(session, "completion", path, **place).get("result") or {}
    items = answer.get("items", []) if isinstance(answer, dict) else answer
    labels = [item["label"].rstrip(":") for item in items if item.get("kind") in (5, 10)]
    resource = {"apiVersion", "kind"} if not kept else set()  # a document without a key may become one
    unread = [label for label in labels if re.fullmatch(r"[\w-]+", label) and label not in source and label not in resource and not label.startswith("_")]
    again = [label for label in labels if label in kept]
    probes.enter(kind, "wrong" if unread or again else "right" if asked in labels else "poor", f"{folder.name} {asked}",
                 f"unread {unread[:3]}, again {again[:3]}, of {labels[:8]}")


def mends(session, path, kind, place, about, probes):
    folder, wrong, asked = about
    here = place["position"]
    found = (ask(session, "diagnostic", path).get("result") or {}).get("items", [])
    answer = ask(session, "codeAction", path, range={"start": here, "end": here}, context={"diagnostics": found})
    titles = [one["title"] for one in answer.get("result") or []]
    other = [title for title in titles if title.startswith("rename to") and f"'{asked}'" not in title]
    fixed = any(title.startswith("rename to") and f"'{asked}'" in title for title in titles)
    probes.enter(kind, "right" if fixed else "poor", f"{folder.name} {wrong}", f"{other or titles[:3]}")


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
    complete(session, path, "completion", at(len(kept), 0), (folder, kept, asked, source), probes)
    session.close(path)
    wrong = misspelt(asked)
    if not wrong or wrong in source:
        return
    path.write_text("".join(f'{key}: "x"\n' for key in [wrong, *kept]), encoding="utf-8")
    session.open(path)
    mends(session, path, "code actions", at(0, 1), (folder, wrong, asked), probes)
    session.close(path)


def indented(text, columns):
    return "".join(" " * columns + line + "\n" for line in text.splitlines())


def manifest(name, lines):
    return (f"apiVersion: extensions.higress.io/v1alpha1\nkind: WasmPlugin\nmetadata:\n  name: {name}\nspec:\n"
            f"  url: oci://registry.example.com/plugins/{name}:1.0.0\n  defaultConfig:\n" + indented("\n".join(lines), 4))


def config_map(name, lines):
    return "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: kept\ndata:\n  plugin.yaml: |\n" + indented(manifest(name, lines), 4)


def envoy(name, lines):
    text = "{\n" + ",\n".join(line for line in lines if line != "__HERE__") + ("\n__HERE__" if "__HERE__" in lines else "") + "\n}"
    if "__HERE__" in lines:
        text = text.replace("\n__HERE__", ",\n__HERE__" if len(lines) > 1 else "\n__HERE__")
    return (f"resources:\n- config:\n    name: {name}\n    vm_config: {{runtime: envoy.wasm.runtime.v8, code: {{local: {{filename: {name}.wasm}}}}}}\n"
            '    configuration:\n      "@type": type.googleapis.com/google.protobuf.StringValue\n      value: |\n' + indented(text, 8))


FORMS = {"WasmPlugin": manifest, "ConfigMap": config_map, "Envoy": envoy}


def place_in(text, word, inside=1):
    before = text[:text.index(word)]
    return at(before.count("\n"), len(before.rpartition("\n")[2]) + inside)


def probe_form(session, folder, kind, keys, source, probes):
    """The same keys in a document around the configuration, as one that lies in the plugin's folder."""
    path, form = folder / "deploy.yaml", FORMS[kind]
    path.write_text(form(folder.name, [f'"{key}": "x"' for key in keys]), encoding="utf-8")
    text = text_of(path)
    session.open(path)
    for key in keys[:2]:
        here = place_in(text, f'"{key}"', 2)
        said = hover_text(ask(session, "hover", path, **here))
        probes.enter(f"hover ({kind})", "right" if key in said else "wrong" if said else "poor", f"{folder.name} {key}", said[:60])
        leads = [line_at(uri, place) for uri, place in locations(ask(session, "definition", path, **here))]
        verdict = "poor" if not leads else "right" if re.search(rf"""["'`.]{re.escape(key)}["'`.,]|\b\w*[kK]ey""", leads[0]) else "wrong"
        probes.enter(f"definition ({kind})", verdict, f"{folder.name} {key}", str(leads))
    session.close(path)
    kept, asked = keys[1:], keys[0]
    text = form(folder.name, [f'"{key}": "x"' for key in kept] + ["__HERE__"])
    here = place_in(text, "__HERE__", 0)
    path.write_text(text.replace("__HERE__", ""), encoding="utf-8")
    session.open(path)
    complete(session, path, f"completion ({kind})", here, (folder, kept, asked, source), probes)
    session.close(path)
    wrong = misspelt(asked)
    if not wrong or wrong in source:
        return
    text = form(folder.name, [f'"{key}": "x"' for key in [wrong, *kept]])
    path.write_text(text, encoding="utf-8")
    session.open(path)
    mends(session, path, f"code actions ({kind})", place_in(text, f'"{wrong}"', 2), (folder, wrong, asked), probes)
    session.close(path)


def probe_plugin(wpls, original, probes):
    """In a copy, with what plugins of C++ share beside it."""
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary).resolve()
        folder, shared = root / "extensions" / original.name, original.parent.parent / "common"
        shutil.copytree(original, folder, ignore_dangling_symlinks=True, ignore=shutil.ignore_patterns("*.wasm", ".git"))
        main = next((folder / name for name in ("main.go", "plugin.cc") if (folder / name).exists()), None)
        if not main:
            return
        if main.suffix == ".cc" and shared.is_dir():
            shutil.copytree(shared, root / "common", ignore_dangling_symlinks=True)
        session, source = Session(wpls, root), words_of(root)
        session.open(main)
        probe_code(session, folder, main, probes)
        keys = top_keys(main, source)
        if keys:
            probe_configuration(session, folder, keys, source, probes)
            for kind in FORMS:
                probe_form(session, folder, kind, keys, source, probes)
        session.end()


def top_keys(main, source):
    """Keys that the parse function reads of the configuration itself: of its first parameter."""
    text = without_comments(text_of(main))
    parser = PARSER.search(text)
    if not parser:
        return []
    body, name = parser.group(0), parser.group("go") or parser.group("cxx")
    return [key for key in dict.fromkeys(re.findall(rf"""\b{name}\.(?:Get|find)\("([A-Za-z_][\w-]*)"\)""", body)) if f'"{key}"' in source]


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
