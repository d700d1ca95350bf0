#!/usr/bin/env python3
"""An editor in Chinese gets no English sentence: findings, hovers, completions, actions, documents, settings, refused requests, the log.
Each bad example of a rule is a folder of the workspace.

usage: chinese.py --server PROGRAM ROOT"""
import argparse, json, os, pathlib, re, shlex, shutil, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path[:0] = [HERE, os.path.join(HERE, "..", "cli")]
from english import example_files, find_sentence  # noqa: E402
from run import Session  # noqa: E402

SHOWN = {"message", "title", "detail", "documentation", "contents", "value", "text", "label"}  # members that people read
SETTINGS = "rules:\n  flow/sleep: eror\nbuild:\n  toolchain: clang\nschemas: {none.json: a.yaml}\ngateway: higress\n"
WASMPLUGIN = """apiVersion: extensions.higress.io/v1alpha1
kind: WasmPlugin
metadata:
  name: flow-sleep-bad
spec:
  phase: AUTHN
  failStrategy: FAIL_OPN
  matchRules:
  - config: {}
"""
# (method, parameters): requests that can't be answered
REFUSED = [("wpls/none", {}), ("textDocument/hover", {}), ("textDocument/codeAction", {}), ("textDocument/selectionRange", {}),
           ("textDocument/documentSymbol", {}), ("textDocument/completion", {}), ("workspace/executeCommand", {"command": "wpls.none"}),
           ("workspace/executeCommand", {"command": "wpls.build", "arguments": [{"uri": "file:///none"}]}),
           ("workspace/executeCommand", {"command": "wpls.schema", "arguments": [{"uri": "file:///none/a", "format": "spec"}]}),
           ("workspace/executeCommand", {"command": "wpls.new", "arguments": [{"parent": "file:///tmp", "name": "A b", "lang": "go"}]}),
           ("workspace/textDocumentContent", {"uri": "wpls:/rule/none.md"}), ("workspace/textDocumentContent", {"uri": "wpls:/x"}),
           ("initialize", {})]


def texts(value, shown=False):
    """What people read of a message; values below a shown member are shown."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from texts(inner, shown or name in SHOWN)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner, shown)
    elif isinstance(value, str) and shown:
        yield value


class Editor(Session):
    def __init__(self, command, folder, files):
        super().__init__(command, folder, files, False, {"LC_ALL": "zh_CN.UTF-8"})
        self.seen, self.asked = set(), {}

    def wait(self, wanted, what):
        message = super().wait(wanted, what)
        for m in [message, *self.inbox]:
            for text in texts({name: inner for name, inner in m.items() if name in ("params", "result", "error")}):
                self.seen.add((m.get("method") or what, text))
        return message

    def ask(self, method, params):
        self.send(method, params, True)
        return self.answer(method)

    def at(self, name, line, character):
        return {"textDocument": {"uri": self.uri(name)}, "position": {"line": line, "character": character}}

    def look_at(self, name, text):
        """Everything that an editor asks about a document."""
        whole = {"start": {"line": 0, "character": 0}, "end": {"line": text.count("\n"), "character": 0}}
        document = {"textDocument": {"uri": self.uri(name)}}
        self.send("textDocument/didOpen", {"textDocument": {**document["textDocument"], "languageId": "x", "version": 1, "text": text}})
        for method in ("diagnostic", "documentSymbol", "codeLens", "documentLink"):
            self.ask(f"textDocument/{method}", document)
        self.ask("textDocument/codeAction", {**document, "range": whole, "context": {"diagnostics": []}})
        for number, line in enumerate(text.split("\n")):
            if not line.strip() or (name.endswith(".go") and not re.search(r"proxywasm|wrapper|ctx\.", line)):
                continue
            for column in {len(line) - len(line.lstrip()), line.find(".") + 1, len(line)}:
                self.ask("textDocument/hover", self.at(name, number, column))
            self.ask("textDocument/completion", self.at(name, number, len(line)))
        self.send("textDocument/didClose", document)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--server", required=True)
    parser.add_argument("root", type=pathlib.Path)
    arguments = parser.parse_args()
    folder, files = os.path.realpath(tempfile.mkdtemp(prefix="wpls chinese ")), {"wpls.yaml": SETTINGS, "plugin.yaml": WASMPLUGIN}
    os.mkdir(os.path.join(folder, ".git"))
    for path in sorted((arguments.root / "schema" / "examples").glob("*-bad.txt")):
        files |= {f"{path.stem}/{name}": text for name, text in example_files(path)[0].items()}
    editor = Editor(shlex.split(arguments.server), folder, files)
    try:
        editor.ask("textDocument/hover", {})  # before initialize
        editor.ask("initialize", {"processId": None, "rootUri": f"file://{folder}", "locale": "zh-cn", "capabilities": {
            "textDocument": {"diagnostic": {}, "hover": {"contentFormat": ["markdown"]},
            "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}}},
            "workspace": {"textDocumentContent": {}}}})
        editor.send("initialized", {})
        for name, text in files.items():
            if name.endswith((".go", ".yaml", ".json", ".mod")):
                editor.look_at(name, text)
        for method, params in REFUSED:
            editor.ask(method, params)
        for method, params in (("textDocument/didChange", {"textDocument": {"uri": "file:///none", "version": 1}, "contentChanges": []}),
                               ("textDocument/didClose", {"textDocument": {"uri": "file:///none"}}), ("textDocument/didOpen", {}),
                               ("workspace/didChangeConfiguration", {"settings": {"wpls": {"formts": 1, "schemas": {"no.json": "a"}}}})):
            editor.send(method, params)
        for bad in ("{", "[]", '{"jsonrpc": "1.0"}', '{"jsonrpc": "2.0", "id": 1.5, "method": "x"}', '{"jsonrpc": "2.0", "id": 1, "method": 1}'):
            editor.send_text(bad)
            editor.wait(lambda m: m.get("error") and m.get("id") in (None, 1), bad)
        editor.ask("shutdown", None)
        editor.ask("textDocument/hover", {})
        editor.send("exit", None)
        editor.server.wait(60)
    finally:
        editor.server.kill()
        shutil.rmtree(folder, ignore_errors=True)
    editor.error_reader.join()
    editor.seen.add(("standard error", editor.errors.decode()))
    failed = [(method, text, found) for method, text in sorted(editor.seen) if (found := find_sentence(text))]
    for method, text, found in failed:
        print(f"{method}: an English sentence: {found!r} in {text[:300]!r}")
    print(f"{len(editor.seen) - len(failed)} passed, {len(failed)} failed")
    sys.exit(bool(failed))


main()
