#!/usr/bin/env python3
"""Renames each key of plugins, lints both sides, and renames it back: what is found must be the same but for the name, and at the end each
text what it was.

    rename_keys.py --wpls WPLS [--corpus DIR] [--oracle FILE.jsonl.gz] [--list] [PLUGIN...]

The fixtures in renamed/ always; the plugins of the corpus (a folder each), or those that are named, where it is at hand. With the oracle
three of its configurations lie beside each. Prints how many keys were renamed, and why others were refused."""
import argparse
import collections
import gzip
import json
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse
from pathlib import Path

FIXTURES = Path(__file__).parent / "renamed"
SOURCES = {".go", ".cc", ".cpp", ".h"}
ENDING = "Renamed"
NAME = re.compile(r"""(?<=["'`.])[\w-]+(?=["'`.,])""")


class Session:
    def __init__(self, wpls, folder):
        self.process = subprocess.Popen([wpls, "serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.number, self.opened = 0, set()
        self.request("initialize", {"processId": None, "rootUri": folder.as_uri(), "initializationOptions": {"typingDelay": 0}, "capabilities": {
            "general": {"positionEncodings": ["utf-8"]}, "textDocument": {
                "rename": {"prepareSupport": True}, "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}}},
            "workspace": {"workspaceEdit": {"documentChanges": True, "changeAnnotationSupport": {}}}}})
        self.send({"method": "initialized", "params": {}})

    def send(self, message):
        text = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(text) + text)
        self.process.stdin.flush()

    def receive(self):
        size = 0
        while line := self.process.stdout.readline().strip():
            if line.lower().startswith(b"content-length:"):
                size = int(line.split(b":")[1])
        return json.loads(self.process.stdout.read(size)) if size else sys.exit("the server has ended")

    def request(self, method, params):
        self.number += 1
        self.send({"id": self.number, "method": method, "params": params})
        while True:
            answer = self.receive()
            if answer.get("id") == self.number and "method" not in answer:
                return answer
            if "id" in answer and "method" in answer:
                self.send({"id": answer["id"], "result": None})

    def open(self, path):
        self.opened.add(path)
        self.send({"method": "textDocument/didOpen", "params": {"textDocument": {
            "uri": path.as_uri(), "languageId": "go", "version": 1, "text": text_of(path)}}})

    def close(self, path):
        self.opened.discard(path)
        self.send({"method": "textDocument/didClose", "params": {"textDocument": {"uri": path.as_uri()}}})

    def changed(self, paths):
        """What is open is opened anew: its text has changed, too."""
        for path in [p for p in paths if p in self.opened]:
            self.close(path)
            self.open(path)
        self.send({"method": "workspace/didChangeWatchedFiles", "params": {"changes": [{"uri": p.as_uri(), "type": 2} for p in paths]}})

    def end(self):
        self.request("shutdown", None)
        self.send({"method": "exit"})
        self.process.wait()


def text_of(path):
    """With its line breaks as they are."""
    return path.read_bytes().decode()


def place(text, offset):
    before = text[:offset]
    return {"line": before.count("\n"), "character": len(before.rpartition("\n")[2].encode())}


def offset_of(lines, at):
    line = lines[at["line"]].encode()
    return sum(len(x) for x in lines[:at["line"]]) + len(line[:at["character"]].decode())


def applied(text, edits):
    lines = text.split("\n")
    lines = [line + "\n" for line in lines[:-1]] + lines[-1:]
    spans = sorted((offset_of(lines, e["range"]["start"]), offset_of(lines, e["range"]["end"]), e["newText"]) for e in edits)
    for (_, end, _), (start, _, _) in zip(spans, spans[1:]):
        if start < end:
            raise AssertionError("edits overlap")
    for start, end, new in reversed(spans):
        text = text[:start] + new + text[end:]
    return text


def edits_of(answer):
    return {change["textDocument"]["uri"]: change["edits"] for change in answer["result"].get("documentChanges", [])}


def path_of(uri):
    return Path(urllib.parse.unquote(uri.removeprefix("file://")))


def apply_all(session, changes):
    for uri, edits in changes.items():
        path = path_of(uri)
        path.write_bytes(applied(text_of(path), edits).encode())
    session.changed([path_of(uri) for uri in changes])


def lint(wpls, folder, name):
    out = subprocess.run([wpls, "lint", "--docs", "--allow-empty", "--fail-on", "never", "--format", "jsonl", str(folder)], stdout=subprocess.PIPE,
                         check=False).stdout.decode()
    found = []
    for line in out.splitlines():
        finding = json.loads(line)
        message = finding["message"].replace(name + ENDING, name)
        found.append((finding["file"], finding["line"], finding["code"], finding["severity"], re.sub(r"; did you mean .*", "", message)))
    return sorted(found)


def texts_of(folder):
    return {p: p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


class Count:
    def __init__(self):
        self.described = 0
        self.renamed, self.refused, self.failed, self.edits, self.labels = 0, collections.Counter(), [], 0, []


def rename_once(session, wpls, folder, path, at, name, count, seen):
    where = {"textDocument": {"uri": path.as_uri()}, "position": at}
    answer = session.request("textDocument/rename", {**where, "newName": name + ENDING})
    if "error" in answer:
        count.refused[re.sub(r"'[^']*'", "'…'", answer["error"]["message"])] += 1
        return
    changes = edits_of(answer)
    kind = json.dumps(changes, sort_keys=True)
    if kind in seen:
        return
    seen.add(kind)
    label = f"{path.relative_to(folder)}:{at['line'] + 1} {name}"
    before, findings = texts_of(folder), lint(wpls, folder, name)
    apply_all(session, changes)
    count.renamed += 1
    count.labels.append(f"{label}: {sum(len(edits) for edits in changes.values())} edits in {len(changes)} files")
    count.edits += sum(len(edits) for edits in changes.values())
    after = lint(wpls, folder, name)
    about_docs = [[f for f in side if f[2].startswith("docs/")] for side in (findings, after)]
    if about_docs[0] != about_docs[1]:
        count.described += 1  # a table about two objects at once: it holds for one of them now
    findings, after = ([f for f in side if not f[2].startswith("docs/")] for side in (findings, after))
    if after != findings:
        lost, new = [f for f in findings if f not in after], [f for f in after if f not in findings]
        count.failed.append(f"{label}: other findings: lost {lost[:3]}, new {new[:3]}")
    back = session.request("textDocument/rename", {**where, "newName": name})
    if "error" in back:
        count.failed.append(f"{label}: can't be renamed back: {back['error']['message']}")
    else:
        apply_all(session, edits_of(back))
    left = [str(p.relative_to(folder)) for p, text in texts_of(folder).items() if before.get(p) != text]
    if left:
        count.failed.append(f"{label}: other texts than before in {', '.join(left)}")
        for p, text in before.items():
            p.write_bytes(text)
        session.changed(list(before))


def rename_plugin(wpls, folder, count):
    session, seen = Session(wpls, folder), set()
    for path in [p for p in sorted(folder.rglob("*")) if p.suffix in SOURCES and not p.name.endswith("_test.go")]:
        text = text_of(path)
        session.open(path)
        places = [place(text, found.start()) for found in NAME.finditer(text)]
        good = []
        for at in places:
            answer = session.request("textDocument/prepareRename", {"textDocument": {"uri": path.as_uri()}, "position": at})
            if "error" in answer:
                count.refused[re.sub(r"'[^']*'", "'…'", answer["error"]["message"])] += 1
            elif answer["result"] and answer["result"]["range"]["start"] == at:
                good.append((at, answer["result"]["placeholder"]))
        for at, name in good:
            rename_once(session, wpls, folder, path, at, name, count, seen)
        session.close(path)
    session.end()


def configurations(oracle):
    found = collections.defaultdict(list)
    with gzip.open(oracle, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["accept"] and len(found[row["plugin"]]) < 3:
                found[row["plugin"]].append(json.dumps(row["config"], indent=2, ensure_ascii=False) + "\n")
    return found


def run(wpls, source, extra, count):
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary).resolve() / source.name
        shutil.copytree(source, folder, symlinks=True)
        (folder / ".git").mkdir(exist_ok=True)
        for number, text in enumerate(extra):
            (folder / f"case-{number}.yaml").write_text(text, encoding="utf-8")
        rename_plugin(wpls, folder, count)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--wpls", required=True)
    parser.add_argument("--corpus", default="")
    parser.add_argument("--oracle", default="")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("plugins", nargs="*", type=Path)
    given = parser.parse_args()
    wpls = str(Path(given.wpls).resolve())
    count, plugins = Count(), given.plugins or sorted(p for p in FIXTURES.iterdir() if p.is_dir())
    if given.corpus and Path(given.corpus).is_dir():
        plugins += sorted(p for p in Path(given.corpus).iterdir() if p.is_dir())
    elif not given.plugins:
        print("SKIPPED: the public plugins, since no --corpus is at hand; only the fixtures were renamed")
    extra = configurations(given.oracle) if given.oracle and Path(given.oracle).exists() else {}
    for plugin in plugins:
        failed = len(count.failed)
        run(wpls, plugin.resolve(), extra.get(plugin.name, []), count)
        for problem in count.failed[failed:]:
            print(f"{plugin.name}: {problem}", flush=True)
    print("".join(f"  {label}\n" for label in count.labels if given.list), end="")
    for why, times in count.refused.most_common():
        print(f"  refused {times}: {why}")
    print(f"{len(plugins)} plugins, {count.renamed} keys renamed and back, {count.edits} edits, {len(count.failed)} failed; "
          f"tables that describe two objects at once: {count.described}")
    print(f"{0 if count.failed else 1} passed, {1 if count.failed else 0} failed")
    sys.exit(bool(count.failed) or not count.renamed)


if __name__ == "__main__":
    main()
