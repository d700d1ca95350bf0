#!/usr/bin/env python3
"""Lets a long session of the language server live through random edits, and compares it with fresh ones that open the same texts.

usage: random_session.py [--server COMMAND] [--seed N] [--sessions N] [--steps N] [--every N] [--seconds N] [--half] [--verbose]

A session has two workspace folders with several plugins: some share packages by `replace`, by go.work or as packages of one
module, one has no go.mod. A step opens, edits, saves or closes documents; writes, deletes or renames files and folders on the disk;
breaks go.mod or a package clause, or mends them; edits READMEs and settings; adds or removes a workspace folder. After every few
steps (--every) the findings that were published, those of textDocument/diagnostic and workspace/diagnostic, hovers, definitions,
references and lenses must be those of a server that is started now. Encodings, and whether the client pulls, change from session to
session. The same seed gives the same steps."""
import argparse, json, os, queue, random, re, shlex, shutil, subprocess, sys, tempfile, threading, time, urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
LIMIT = float(os.environ.get("WPLS_TEST_SECONDS", "60"))  # for one answer
sys.dont_write_bytecode = True
sys.path.insert(0, HERE)
from patterns import position  # noqa: E402


# --- the files, and what is edited in them ------------------------------------------------------------------------------------
def read_files():
    """Those that are there at first, and those that may come into being."""
    with open(os.path.join(HERE, "random_session.txt"), encoding="utf-8") as f:
        parts = re.split(r"^-- (\S+)( \(later\))? --\n", f.read(), flags=re.M)[1:]
    first, later = {}, {}
    for name, when, text in zip(parts[::3], parts[1::3], parts[2::3]):
        (later if when else first)[name] = text
    return first, later


FILES, OTHERS = read_files()
FOLDERS = ["one/pkg/common", "one/plugins/a", "one/plugins/b", "one/mono/shared", "one/mono/c", "one/mono", "two/lib", "two/e",
           "two/plain", "one/plugins"]
# In files of a kind: one becomes the other, and back.
EDITS = {
    ".go": [('Get("token")', 'Get("tokn")'), ('Get("name")', 'Get("title")'), ('Get("limit")', 'Get("most")'), (".Int()", ".String()"),
            ('"no token', '"missing token é'), ("package main", "package mine"), ("package main\n", "pack\n"),
            ("package common", "package commons"), ("package lib", "pkg lib"), ("\nfunc main() {}\n", "\n"),
            ("ActionContinue", "ActionPause"),
            ("\treturn nil\n}\n", "\tif config.limit > 9 {\n\t\treturn errors.New(\"中\")\n\t}\n\treturn nil\n}\n"),
            ("\n\t_ = proxywasm", "\n\tproxywasm.ResumeHttpRequest()\n\t_ = proxywasm"), ("func init()", "// é\nfunc init()"),
            ("package", "//go:build ignore\n\npackage"), ("example.com/common", "example.com/none"), ("Need(", "Want("),
            ("ProcessRequestHeaders", "ProcessResponseHeaders"), ("// what it is called, é", "// the name 😀")],
    ".mod": [("module ", "modul "), ("../../pkg/common", "../../pkg/commons"), ("replace ", "// replace "), ("v1.0.2", "v0.1.0"),
             ("go 1.24.1", "go 1.20"), ("example.com/mono\n", "example.com/other\n"), ("example.com/common\n", "example.com/commn\n")],
    ".work": [("./lib", "./libs"), ("\t./lib\n", "\n"), ("./pkg/common\n", "\n"), ("use (", "us (")],
    ".yaml": [("token:", "tokn:"), ("limit: ", "limit: x"), ("name:", "nam:"), ("é", "é😀"), ("size: é", "size: 1"), ("\n", "\nmore: 1\n"),
              ("plugins/a:", "plugins/b:"), ("name: a", "name: d"), ("warning", "error"), ("error", "off"), ("zh", "en"), ("/a:", "/b:"),
              ("/b:", "/f:"), (": ", ": [")],
    ".json": [("integer", "string"), ('"size"', '"colour"'), ("false", "true"), ("object", "array")],
    ".md": [("a secret 😀", "what opens the door 门"), ("| name", "| title"), ("|---|---|---|\n", ""), ("how many", "at most")],
    "": [("tinygo", "go")],
}


# --- a server ------------------------------------------------------------------------------------------------------------------
class Broken(Exception):
    pass


class Server:
    def __init__(self, command, client):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.arrived, self.published, self.next_id, self.errors, self.client = queue.Queue(), {}, 1, b"", client
        threading.Thread(target=self.read_messages, daemon=True).start()
        self.error_reader = threading.Thread(target=self.read_errors, daemon=True)
        self.error_reader.start()

    def read_errors(self):
        self.errors = self.process.stderr.read()

    def read_messages(self):
        out = self.process.stdout
        while True:
            length = 0
            while True:
                line = out.readline()
                if not line:
                    self.arrived.put(None)
                    return
                if line == b"\r\n":
                    break
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            self.arrived.put(json.loads(out.read(length)))

    def write(self, message):
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        try:
            self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
            self.process.stdin.flush()
        except BrokenPipeError:
            raise Broken("the server ended") from None

    def notify(self, method, params):
        self.write({"method": method, "params": params})

    def request(self, method, params):
        wanted, self.next_id = self.next_id, self.next_id + 1
        self.write({"id": wanted, "method": method, "params": params})
        while True:
            try:
                m = self.arrived.get(timeout=LIMIT)
            except queue.Empty:
                raise Broken(f"no answer to {method}") from None
            if m is None:
                raise Broken(f"the server ended in {method}")
            if m.get("method") == "textDocument/publishDiagnostics":
                self.published[m["params"]["uri"]] = m["params"]["diagnostics"]
            elif m.get("method") == "window/logMessage" and "internal error" in m["params"]["message"]:
                raise Broken(m["params"]["message"])
            elif "method" in m and "id" in m:
                self.write({"id": m["id"], "result": None})
            elif m.get("id") == wanted:
                return m["result"] if "result" in m else {"error": m["error"]}

    def start(self):
        options = {"keepWhole": False, "workspaceDiagnostics": True, "commands": ["wpls.buildPlugin", "wpls.showSchema"], "wpls": {"typingDelay": 0, **self.client.settings}}
        self.request("initialize", {"processId": None, "rootUri": None, "capabilities": self.client.capabilities(),
                                    "workspaceFolders": [self.client.folder(r) for r in self.client.roots],
                                    "initializationOptions": options})
        self.notify("initialized", {})
        for name in self.client.open:
            self.open(name)

    def open(self, name):
        document = {"uri": self.client.uri(name), "languageId": "x", "version": self.client.version, "text": self.client.open[name]}
        self.notify("textDocument/didOpen", {"textDocument": document})

    def end(self):
        self.process.kill()
        self.process.wait()
        self.error_reader.join(LIMIT)
        return self.errors.decode(errors="replace")


# --- the client and its disk ---------------------------------------------------------------------------------------------------
class Client:
    def __init__(self, command, seed, verbose, half):
        self.command, self.random, self.verbose, self.half = command, random.Random(seed), verbose, half
        self.folder_path = os.path.realpath(tempfile.mkdtemp(prefix="wpls random "))
        self.encoding = ["utf-8", "utf-16", "utf-32"][seed % 3]
        self.pulls = seed % 2 == 1
        self.roots, self.open, self.before, self.version = ["one", "two"], {}, {}, 1
        self.settings, self.log = {"rules": {}}, []
        for name, text in FILES.items():
            self.put(name, text)
        self.server = Server(command, self)
        self.server.start()

    def path(self, name):
        return os.path.join(self.folder_path, name)

    def uri(self, name):
        return "file://" + urllib.parse.quote(self.path(name))

    def folder(self, name):
        return {"uri": self.uri(name), "name": name}

    def capabilities(self):
        text = {"publishDiagnostics": {"relatedInformation": True}, "hover": {"contentFormat": ["markdown"]}}
        if self.pulls:
            text["diagnostic"] = {}
        return {"general": {"positionEncodings": [self.encoding]}, "textDocument": text,
                "workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}, "diagnostics": {"refreshSupport": self.pulls}}}

    def put(self, name, text):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), "w", encoding="utf-8") as f:
            f.write(text)

    def read(self, name):
        with open(self.path(name), encoding="utf-8") as f:
            return f.read()

    def on_disk(self):
        found = []
        for folder, _, names in os.walk(self.folder_path):
            found += [os.path.relpath(os.path.join(folder, n), self.folder_path) for n in names]
        return sorted(n for n in found if "/.git/" not in n)

    def tell(self, *events):
        """Changes of the disk, (name, 1 created, 2 changed, 3 deleted)."""
        self.server.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": self.uri(n), "type": t} for n, t in events]})

    def say(self, text):
        self.log.append(text)
        if self.verbose:
            print("   ", text, flush=True)

    # --- steps ---
    def edited(self, name, text):
        """The text after an edit that fits the file, a person's mostly."""
        edits = EDITS.get(os.path.splitext(name)[1], EDITS[""])
        fitting = [e for pair in edits for e in (pair, pair[::-1]) if e[0] and e[0] in text]
        if not fitting or self.random.random() < 0.05:
            return FILES.get(name) or OTHERS.get(name) or text
        old, new = self.random.choice(fitting)
        places = [i for i in range(len(text)) if text.startswith(old, i)]
        at = self.random.choice(places)
        return text[:at] + new + text[at + len(old):]

    def step_type(self):
        """A few letters somewhere, or some less: half-typed text, which the next edits undo again."""
        names = [n for n in self.open if self.half or not n.endswith((".go", ".mod", ".work"))]
        if not names:
            return
        name = self.random.choice(names)
        text = self.open[name]
        at = self.random.randrange(len(text) + 1)
        if self.random.random() < 0.4:
            new = text[:at] + text[at + self.random.randint(1, 9):]
        else:
            new = text[:at] + self.random.choice(self.LETTERS) + text[at:]
        self.say(f"type in {name}: {self.difference(text, new)}")
        self.change(name, new)

    LETTERS = ["a", "é", "😀", " ", "  ", "\n", "\n  ", ":", "- ", "[", "]", "{", "}", "\"", "'", "#", "|", "&x ", "*x", "(", ")",
               "x, err := f()\n", "\t"]

    def change(self, name, text):
        """One incremental didChange: what differs."""
        old = self.open[name]
        start = 0
        while start < min(len(old), len(text)) and old[start] == text[start]:
            start += 1
        end, new_end = len(old), len(text)
        while end > start and new_end > start and old[end - 1] == text[new_end - 1]:
            end, new_end = end - 1, new_end - 1
        self.before[name] = old
        self.open[name] = text
        self.version += 1
        at = {"start": position(old, start, self.encoding), "end": position(old, end, self.encoding)}
        self.server.notify("textDocument/didChange", {"textDocument": {"uri": self.uri(name), "version": self.version},
                                                      "contentChanges": [{"range": at, "text": text[start:new_end]}]})

    def step_open(self):
        known = [n for n in self.on_disk() if n not in self.open]
        name = self.random.choice(known)
        if self.random.random() < 0.15:  # of a file that is only in the editor
            name = self.random.choice([n for n in OTHERS if n not in self.open] or known)
        if name in self.open:
            return
        self.say(f"open {name}")
        self.open[name] = self.read(name) if os.path.exists(self.path(name)) else OTHERS[name]
        self.server.open(name)

    def close(self, name):
        self.say(f"close {name}")
        del self.open[name]
        self.before.pop(name, None)
        self.server.notify("textDocument/didClose", {"textDocument": {"uri": self.uri(name)}})

    def step_close(self):
        if self.open:
            self.close(self.random.choice(list(self.open)))

    def step_edit(self):
        if not self.open:
            return
        name = self.random.choice(list(self.open))
        text = self.before[name] if name in self.before and self.random.random() < 0.3 else self.edited(name, self.open[name])
        if text == self.open[name]:
            return
        self.say(f"edit {name}: {self.difference(self.open[name], text)}")
        self.change(name, text)

    @staticmethod
    def difference(old, new):
        start = 0
        while start < min(len(old), len(new)) and old[start] == new[start]:
            start += 1
        end = 0
        while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
            end += 1
        return f"{old[start:len(old) - end]!r} -> {new[start:len(new) - end]!r} at {start}"

    def step_save(self):
        if not self.open:
            return
        name = self.random.choice(list(self.open))
        there = os.path.exists(self.path(name))
        self.say(f"save {name}")
        self.put(name, self.open[name])
        self.server.notify("textDocument/didSave", {"textDocument": {"uri": self.uri(name)}})
        self.tell((name, 2 if there else 1))

    def step_write(self):
        name = self.random.choice(self.on_disk())
        text = self.edited(name, self.read(name))
        self.say(f"write {name}: {self.difference(self.read(name), text)}")
        self.put(name, text)
        self.tell((name, 2))

    def step_create(self):
        gone = [n for n in list(FILES) + list(OTHERS) if not os.path.exists(self.path(n))]
        if not gone:
            return
        name = self.random.choice(gone)
        at_once = name not in self.open and self.random.random() < 0.4
        self.say(f"create {name}{' and open it before anybody tells' if at_once else ''}")
        self.put(name, FILES.get(name) or OTHERS[name])
        if at_once:
            self.open[name] = self.read(name)
            self.server.open(name)
        self.tell((name, 1))

    def step_delete(self):
        name = self.random.choice(self.on_disk())
        self.say(f"delete {name}")
        os.unlink(self.path(name))
        self.tell((name, 3))

    def step_folder(self):
        """Renamed, or back again; documents in it may stay open under the old name."""
        name = self.random.choice(FOLDERS)
        old, new = (name, name + "2") if os.path.exists(self.path(name)) else (name + "2", name)
        if not os.path.exists(self.path(old)) or os.path.exists(self.path(new)):
            return
        keep = self.random.random() < 0.3
        moved = [n for n in self.open if n.startswith(old + "/")]
        self.say(f"rename {old} to {new}")
        for n in moved:
            if not keep:
                text = self.open[n]
                self.close(n)
                other = new + n[len(old):]
                if other not in self.open:
                    self.open[other] = text
                    self.server.open(other)
        os.rename(self.path(old), self.path(new))
        self.tell((old, 3), (new, 1))

    def step_folder_deleted(self):
        name = self.random.choice(FOLDERS)
        if not os.path.exists(self.path(name)):
            return
        self.say(f"delete folder {name}")
        shutil.rmtree(self.path(name))
        self.tell((name, 3))

    def step_restore(self):
        self.say("restore the disk")
        events = []
        for name, text in FILES.items():
            there = os.path.exists(self.path(name))
            if there and self.read(name) == text:
                continue
            self.put(name, text)
            events.append((name, 2 if there else 1))
        if events:
            self.tell(*events)

    def step_root(self):
        name = self.random.choice(["one", "two", "one/plugins"])
        event = {"added": [], "removed": []}
        if name in self.roots:
            self.roots.remove(name)
            event["removed"].append(self.folder(name))
        else:
            self.roots.append(name)
            event["added"].append(self.folder(name))
        self.say(f"roots {self.roots}")
        self.server.notify("workspace/didChangeWorkspaceFolders", {"event": event})

    def step_settings(self):
        self.settings = self.random.choice([{}, {"rules": {"config/unknown-key": "off"}}, {"rules": {"config/*": "hint"}},
                                            {"language": "zh"}, {"plugins": {"plugins/a": ["b/config.yaml"]}},
                                            {"schemas": {"deploy/schema.json": ["values.yaml"]}}])
        self.say(f"settings {self.settings}")
        self.server.notify("workspace/didChangeConfiguration", {"settings": {"wpls": {"typingDelay": 0, **self.settings}}})

    STEPS = {"edit": 40, "type": 8, "open": 12, "close": 6, "save": 6, "write": 10, "create": 6, "delete": 3, "folder": 4,
             "folder_deleted": 1, "restore": 2, "root": 2, "settings": 2}

    def step(self):
        names = list(self.STEPS)
        getattr(self, "step_" + self.random.choices(names, [self.STEPS[n] for n in names])[0])()

    # --- what a server says ---
    def places(self):
        """Where hovers and the like are asked for: keys and literals, in the middle."""
        found = []
        for name, text in self.open.items():
            if not name.endswith((".go", ".yaml", ".json")):
                continue
            words = [i for i, c in enumerate(text) if c in '"' or (i and text[i - 1] in "\n ." and c.isalpha())]
            found += [(name, i + 1) for i in self.random.sample(words, min(5, len(words)))]
        return found

    def look(self, server, places):
        said = {}
        for name in self.open:
            document = {"textDocument": {"uri": self.uri(name)}}
            if self.pulls:
                said["pull " + name] = server.request("textDocument/diagnostic", document).get("items")
            said["lenses of " + name] = server.request("textDocument/codeLens", document)
        for name, at in places:
            where = {"textDocument": {"uri": self.uri(name)}, "position": position(self.open[name], at, self.encoding)}
            for method in ("hover", "definition", "references"):
                more = {"context": {"includeDeclaration": True}} if method == "references" else {}
                answer = server.request("textDocument/" + method, {**where, **more})
                said[f"{method} in {name} at {at}"] = sorted(answer, key=json.dumps) if isinstance(answer, list) else answer
        reports = server.request("workspace/diagnostic", {"previousResultIds": []})["items"]  # comes when all is published
        for report in reports:
            if report["items"]:
                said["workspace " + report["uri"]] = sorted(report["items"], key=json.dumps)
        for uri, items in server.published.items():
            if items:
                said["published " + uri] = sorted(items, key=json.dumps)
        return said

    def compare(self):
        places = self.places()
        if self.pulls:
            self.look(self.server, [])  # the client takes from here on what it would be published otherwise
        kept = self.look(self.server, places)
        fresh = Server(self.command, self)
        try:
            fresh.start()
            if self.pulls:
                self.look(fresh, [])
            anew = self.look(fresh, places)
        finally:
            errors = fresh.end()
        if "Sanitizer" in errors or "runtime error" in errors:
            raise Broken(errors[:8000])
        different = [k for k in sorted(set(kept) | set(anew)) if kept.get(k) != anew.get(k)]
        texts = [[json.dumps(said.get(k), ensure_ascii=False) for said in (kept, anew)] for k in different]
        return "".join(f"  {k}\n    kept {one}\n    anew {other}\n" for k, (one, other) in list(zip(different, texts))[:6])

    def end(self):
        errors = self.server.end()
        shutil.rmtree(self.folder_path, ignore_errors=True)
        return errors if "Sanitizer" in errors or "runtime error" in errors else ""


def session(command, seed, args):
    """(comparisons, what went wrong)."""
    client = Client(command, seed, args.verbose, args.half)
    wrong, compared = "", 0
    try:
        for number in range(1, args.steps + 1):
            client.step()
            if number % args.every == 0:
                wrong, compared = client.compare(), compared + 1
            if wrong:
                break
    except Broken as e:
        wrong = f"  {e}\n"
    wrong += client.end()
    if wrong:
        steps = "".join(f"  {line}\n" for line in client.log[-40:])
        wrong = f"seed {seed}, {client.encoding}, {'pulled' if client.pulls else 'published'}, the last steps:\n{steps}{wrong}"
    return compared, wrong


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--server", default=os.path.join(HERE, "../../build/wpls") + " serve")
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--sessions", type=int, default=6)
    ap.add_argument("--steps", type=int, default=120)
    ap.add_argument("--every", type=int, default=4)
    ap.add_argument("--seconds", type=float, help="as many sessions as fit")
    ap.add_argument("--half", action="store_true", help="half-typed Go code, too")
    ap.add_argument("--verbose", action="store_true")
    args = ap.parse_args()
    begin, compared, done = time.monotonic(), 0, 0
    while time.monotonic() - begin < args.seconds if args.seconds else done < args.sessions:
        more, wrong = session(shlex.split(args.server), args.seed + done, args)
        compared, done = compared + more, done + 1
        if wrong:
            print(wrong)
            return 1
    print(f"{done} sessions from seed {args.seed} on, {compared} comparisons: no difference")
    return 0


sys.exit(main())
