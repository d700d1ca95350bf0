#!/usr/bin/env python3
"""Plays transcripts against the language server, as an editor would, and checks what comes back.

usage: run.py [--server PROGRAM] [--check LSP-CHECK] [--verbose] [TRANSCRIPT.lsp...]

A transcript begins with prose. A line "encodings: utf-8 utf-16" there plays it once with each, sent as the only one that the client has;
"environment: NAME=VALUE..." sets variables of the server.
 Then come the files of its workspace ("-- main.go --", text up to the next such line) and the
steps ("-- steps --"): one a line, continued by indented lines. "#" begins a comment line.

  initialize CAPABILITIES          the request and 'initialized'; remembers the position encoding. "initializationOptions" among them
                                   are sent as such; the setting typingDelay is 0 unless the transcript has it
  settings JSON                    what workspace/configuration is answered with from here on
  request METHOD PARAMS            PARAMS may be left out, here and below
  notify METHOD PARAMS
  open FILE                        didOpen with the file's text, version 1
  edit FILE "old" "new"            an incremental didChange at the first "old"; more pairs: more changes of one notification
  replace FILE "text"              a didChange with the whole text
  close FILE
  write FILE "text"                on disk only
  rename FILE FILE, remove FILE    likewise, of files and folders
  hover FILE "text|text"           at the '|', which marks the cursor in text that occurs in the file
  complete FILE "text|text"
  at METHOD FILE "text|text"       any request about a place (textDocument/METHOD)
  result PATTERN                   the answer to the request before the last 'result' or 'error', in order of sending
  error CODE PATTERN               the same, for an error whose message matches PATTERN
  labels NAME...                   as 'result', for completion: the items' labels by sortText
  offers NAME...                   as 'result', for completion: these are among the labels
  lacks NAME...                    none of these is among the items of the last 'labels' or 'offers'
  item NAME PATTERN                this item of the last 'labels' or 'offers' matches
  apply NAME FILE                  takes this item with all its edits: the whole text is that of FILE then, which the server never sees
  accept NAME "line"               takes this item of the last 'labels': the cursor's line afterwards (editor indents), '$0' stays
  actions FILE "text|text|text" KIND...   code actions for the range between the bars, of these kinds (none: all), with the diagnostics
                                   that were last published there
  titles TITLE...                  as 'result', for code actions: their titles
  repair "TITLE" "TEXT"...         applies this action of the last 'titles' to the open files, and tells the server; then one of the
                                   changed files contains each TEXT
  diagnostics FILE PATTERN         the next publishDiagnostics for this file must match
  settles FILE PATTERN             one of the next publishDiagnostics for this file must match
  expect METHOD PATTERN            the next message of that method must match; a request is answered with null or the settings
  message PATTERN                  the next response without usable id
  frame TEXT / frame "TEXT"        a message of exactly this text
  bytes "TEXT"                     these bytes, unframed
  large N TEXT                     a message of N bytes that begins with TEXT, which opens params and a list and a string in it; without it:
                                   a notification
  kill SIGNAL                      ends the server's worker, "kill -SEGV" say, and waits until it is gone
  nothing METHOD                   no message of that method has come that no step has asked for
  client ends                      the process whose id was given to 'initialize' ends
  end                              closes the server's standard input
  exits CODE                       the server ends with this status

PATTERNs are JSON. Objects may have further members; "*" in a string stands for any text, ... for any value or, in a list, for any
further elements; absent for a member that must not be there. $URI(file) is a file's URI, $DIR the folder, $RESULT the resultId of the last
result that had items or tokens, $RESULT(file) the last one that workspace/diagnostic said of this file."""
import argparse, json, os, queue, re, shlex, shutil, signal, subprocess, sys, tempfile, threading, urllib.parse

LIMIT = float(os.environ.get("WPLS_TEST_SECONDS", "60"))  # for one expected message
HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, HERE)
from patterns import ANY, ABSENT, Failure, parse_pattern, mismatch, position, offset_of, workspace_reports  # noqa: E402


def children(pid):
    """The processes that this one has started."""
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat") as f:
                state, parent = f.read().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if int(parent) == pid and state != "Z":
            found.append(int(name))
    return found


def is_work(message):
    """A line of the log about ordinary work."""
    return message.get("method") == "window/logMessage" and message["params"]["type"] == 4


class Session:
    def __init__(self, command, folder, files, checked, environment={}):
        self.folder, self.files, self.checked = folder, dict(files), checked
        self.text, self.version = {}, {}
        self.encoding, self.next_id = "utf-16", 1
        self.waiting, self.inbox, self.arrived = [], [], queue.Queue()
        self.items, self.cursor, self.client = None, None, None
        self.answers = {}
        self.published, self.actions, self.result_id = {}, [], ""
        self.latest = {}  # versions of those
        self.result_ids = {}
        self.settings = None
        for name, text in files.items():
            self.write(name, text)
        self.server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                       env={"WPLS_LIBCLANG": "/nonexistent", **os.environ, **environment}) # tests/libclang has those
        self.errors = b""
        threading.Thread(target=self.read_messages, daemon=True).start()
        self.error_reader = threading.Thread(target=self.read_errors, daemon=True)
        self.error_reader.start()

    # --- wire ---
    def read_errors(self):
        self.errors = self.server.stderr.read()

    def read_messages(self):
        out = self.server.stdout
        while True:
            length = None
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

    def send_bytes(self, data):
        try:
            self.server.stdin.write(data)
            self.server.stdin.flush()
        except BrokenPipeError:
            pass  # the step that expects something tells

    def send_text(self, text):
        data = text.encode() if isinstance(text, str) else text
        self.send_bytes(b"Content-Length: %d\r\n\r\n" % len(data) + data)

    def send(self, method, params, request=False):
        message = {"jsonrpc": "2.0", "method": method}
        if request:
            message["id"] = self.next_id
            self.waiting.append(self.next_id)
            self.next_id += 1
        if params is not None:
            message["params"] = params
        self.send_text(json.dumps(message))

    def wait(self, wanted, what):
        """The first message for which wanted() is true, in order of arrival."""
        for i, m in enumerate(self.inbox):
            if wanted(m):
                return self.inbox.pop(i)
        while True:
            try:
                m = self.arrived.get(timeout=LIMIT)
            except queue.Empty:
                raise Failure(f"nothing came while waiting for {what}; before: {json.dumps(self.inbox)[:2000]}")
            if m is None:
                self.arrived.put(None)
                raise Failure(f"server ended while waiting for {what}")
            if m.get("jsonrpc") != "2.0":
                raise Failure(f"not JSON-RPC 2.0: {m}")
            if m.get("method") == "textDocument/publishDiagnostics":
                self.published[m["params"]["uri"]] = m["params"]["diagnostics"]
                self.latest[m["params"]["uri"]] = m["params"].get("version")
            for report in workspace_reports(m):
                self.result_ids[report["uri"]] = report["resultId"]
            if wanted(m):
                return m
            self.inbox.append(m)

    def answer(self, what):
        if not self.waiting:
            raise Failure(f"{what}: no request is waiting")
        wanted = self.waiting.pop(0)
        return self.wait(lambda m: "method" not in m and m.get("id") == wanted, f"the answer to request {wanted}")

    # --- workspace ---
    def path(self, name):
        return name if ":" in name else os.path.join(self.folder, name)

    def uri(self, name):
        return name if ":" in name else "file://" + urllib.parse.quote(self.path(name))

    def write(self, name, text):
        if ":" in name:
            return
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), "w", encoding="utf-8", newline="") as f:
            f.write(text)

    def fill(self, text):
        text = re.sub(r"\$URI\(([^)]*)\)", lambda m: self.uri(m[1]), text)
        text = re.sub(r"\$RESULT\(([^)]*)\)", lambda m: self.result_ids[self.uri(m[1])], text)
        return text.replace("$RESULT", self.result_id).replace("$DIR", self.folder)

    def at_cursor(self, name, marked):
        if marked.count("|") != 1:
            raise Failure(f"one '|' expected in {marked!r}")
        text, plain = self.text[name], marked.replace("|", "")
        start = text.find(plain)
        if start < 0:
            raise Failure(f"{plain!r} does not occur in {name}")
        self.cursor = (name, start + marked.index("|"))
        return {"textDocument": {"uri": self.uri(name)}, "position": position(text, self.cursor[1], self.encoding)}

    # --- steps ---
    def step(self, line):
        verb, _, rest = line.partition(" ")
        rest = self.fill(rest.strip())
        do = getattr(self, "do_" + verb, None)
        if not do:
            raise Failure(f"unknown step '{verb}'")
        do(rest)

    @staticmethod
    def words(rest):
        """Words and JSON strings."""
        found = re.findall(r'"(?:\\.|[^"\\])*"|\S+', rest, re.S)
        return [json.loads(w) if w.startswith('"') else w for w in found]

    def do_initialize(self, rest):
        params = {"processId": self.client.pid if self.client else None, "rootUri": self.uri("").rstrip("/"),
                  "workspaceFolders": [{"uri": self.uri("").rstrip("/"), "name": "test"}],
                  "capabilities": json.loads(rest or "{}")}
        if self.only_encoding:
            params["capabilities"].setdefault("general", {})["positionEncodings"] = [self.only_encoding]
        options = params["initializationOptions"] = params["capabilities"].pop("initializationOptions", {})
        self.at_once(options.get("wpls", options))
        self.send("initialize", params, request=True)
        result = self.answer("initialize").get("result")
        if not result:
            raise Failure("initialize failed")
        self.encoding = result["capabilities"].get("positionEncoding", "utf-16")
        self.items = None
        self.initialize_result = result
        self.send("initialized", {})

    @staticmethod
    def at_once(settings):
        """No transcript waits for what is typed to rest, unless it says so itself."""
        if isinstance(settings, dict):
            settings.setdefault("typingDelay", 0)

    def do_capabilities(self, rest):
        self.compare(parse_pattern(rest), self.initialize_result)

    def do_request(self, rest):
        method, _, params = rest.partition(" ")
        self.send(method, json.loads(params) if params.strip() else None, request=True)

    def do_notify(self, rest):
        method, _, params = rest.partition(" ")
        params = json.loads(params) if params.strip() else None
        if method == "workspace/didChangeConfiguration" and isinstance(params.get("settings"), dict):
            self.at_once(params["settings"].get("wpls"))
        self.send(method, params)

    def do_open(self, rest):
        name, *language = self.words(rest)
        self.text[name], self.version[name] = self.files[name], 1
        ids = {".go": "go", ".json": "json", ".yaml": "yaml", ".yml": "yaml", ".cc": "cpp", ".c": "c"}
        self.send("textDocument/didOpen", {"textDocument": {
            "uri": self.uri(name), "languageId": language[0] if language else ids.get(os.path.splitext(name)[1], "plaintext"),
            "version": 1, "text": self.text[name]}})

    def change(self, name, changes):
        self.version[name] += 1
        self.send("textDocument/didChange", {"textDocument": {"uri": self.uri(name), "version": self.version[name]},
                                             "contentChanges": changes})

    def do_edit(self, rest):
        name, *pairs = self.words(rest)
        changes = []
        for old, new in zip(pairs[::2], pairs[1::2]):
            text = self.text[name]
            start = text.find(old)
            if start < 0:
                raise Failure(f"{old!r} does not occur in {name}")
            end = start + len(old)
            changes.append({"range": {"start": position(text, start, self.encoding),
                                      "end": position(text, end, self.encoding)}, "text": new})
            self.text[name] = text[:start] + new + text[end:]
        self.change(name, changes)

    def do_replace(self, rest):
        name, text = self.words(rest)
        self.text[name] = text
        self.change(name, [{"text": text}])

    def do_close(self, rest):
        self.send("textDocument/didClose", {"textDocument": {"uri": self.uri(rest)}})

    def do_write(self, rest):
        self.write(*self.words(rest))

    def do_rename(self, rest):
        os.rename(*map(self.path, self.words(rest)))

    def do_remove(self, rest):
        path = self.path(rest)
        (shutil.rmtree if os.path.isdir(path) else os.unlink)(path)

    def do_hover(self, rest):
        self.send("textDocument/hover", self.at_cursor(*self.words(rest)), request=True)

    def do_at(self, rest):
        method, *place = self.words(rest)
        params = self.at_cursor(*place)
        if method == "references":
            params["context"] = {"includeDeclaration": True}
        self.send("textDocument/" + method, params, request=True)

    def do_complete(self, rest):
        self.send("textDocument/completion", self.at_cursor(*self.words(rest)), request=True)

    def compare(self, want, got):
        wrong = mismatch(want, got)
        if wrong:
            raise Failure(wrong + "\n    " + json.dumps(got, ensure_ascii=False))

    def do_result(self, rest):
        m = self.answer("result")
        if "result" not in m:
            raise Failure(f"an error instead of a result: {json.dumps(m)}")
        made = m["result"] if isinstance(m["result"], dict) else {}
        if made.get("items") or "resultId" in made and "kind" not in made:
            self.result_id = m["result"].get("resultId", "")
        self.compare(parse_pattern(rest), m["result"])

    def do_error(self, rest):
        code, _, pattern = rest.partition(" ")
        m = self.answer("error")
        self.compare({"error": {"code": int(code), "message": parse_pattern(pattern) if pattern else ANY}}, m)

    def do_message(self, rest):
        m = self.wait(lambda m: "method" not in m and m.get("id") not in range(1, self.next_id), "a response")
        self.compare(parse_pattern(rest), m)

    def do_labels(self, rest):
        m = self.answer("labels")
        self.items = sorted(m["result"]["items"], key=lambda i: i["sortText"])
        self.compare([ANY if w == "..." else w for w in self.words(rest)], [i["label"] for i in self.items])

    def do_offers(self, rest):
        self.items = sorted(self.answer("offers")["result"]["items"], key=lambda i: i["sortText"])
        labels = [i["label"] for i in self.items]
        missing = [w for w in self.words(rest) if w not in labels]
        if missing:
            raise Failure(f"{missing} not among {labels}")

    def do_lacks(self, rest):
        found = [i["label"] for i in self.items if i["label"] in self.words(rest)]
        if found:
            raise Failure(f"{found} offered")

    def do_item(self, rest):
        label = self.words(rest)[0]
        pattern = rest[rest.index("{"):]
        item = next((i for i in self.items if i["label"] == label), None)
        if not item:
            raise Failure(f"no item '{label}'")
        self.compare(parse_pattern(pattern), item)

    def do_apply(self, rest):
        label, file = self.words(rest)
        item = next((i for i in self.items if i["label"] == label), None)
        if not item:
            raise Failure(f"no item '{label}'")
        text = self.text[self.cursor[0]]
        first = text.rfind("\n", 0, self.cursor[1]) + 1
        indent = re.match(r"[ \t]*", text[first:self.cursor[1]])[0]
        # Engines of snippets, and insertTextMode 2, indent further lines like the first.
        indents = item.get("insertTextMode") == 2 or item.get("insertTextFormat") == 2
        edits = [(item["textEdit"], indents)] + [(e, False) for e in item.get("additionalTextEdits", [])]
        places = [tuple(offset_of(text, e["range"][side], self.encoding) for side in ("start", "end")) for e, _ in edits]
        for (start, end), (edit, indented) in sorted(zip(places, edits), key=lambda x: x[0], reverse=True):
            new = re.sub(r"\n(?=[^\n])", "\n" + indent, edit["newText"]) if indented else edit["newText"]
            new = new.replace("\n", "\r\n") if "\r\n" in text else new  # as editors do
            text = text[:start] + new + text[end:]
        if text.replace("\r\n", "\n") != self.files[file]:
            raise Failure("the text becomes\n" + text)

    def do_accept(self, rest):
        label, want = self.words(rest)
        item = next((i for i in self.items if i["label"] == label), None)
        if not item:
            raise Failure(f"no item '{label}'")
        name, cursor = self.cursor
        text, edit = self.text[name], item["textEdit"]
        start, end = (offset_of(text, edit["range"][side], self.encoding) for side in ("start", "end"))
        if not start <= cursor <= end or "\n" in text[start:end]:
            raise Failure(f"the edit does not touch the cursor: {edit}")
        typed = text[start:cursor]
        if not item.get("filterText", label).startswith(typed):
            raise Failure(f"the typed {typed!r} would filter out {item}")
        first = text.rfind("\n", 0, start) + 1
        indent = re.match(r"[ \t]*", text[first:start])[0]
        new = edit["newText"].replace("\n", "\n" + indent) if item.get("insertTextMode") == 2 else edit["newText"]
        if "$0" in new and item.get("insertTextFormat") != 2:
            raise Failure(f"a snippet that is not called one: {item}")
        last = text.find("\n", end)
        got = text[first:start] + new + text[end:len(text) if last < 0 else last]
        if got != want:
            raise Failure(f"line becomes {got!r}, expected {want!r}")

    def do_actions(self, rest):
        name, marked, *kinds = self.words(rest)
        before, inside, after = marked.split("|")
        start = self.text[name].index(before + inside + after) + len(before)
        at = {"start": position(self.text[name], start, self.encoding),
              "end": position(self.text[name], start + len(inside), self.encoding)}
        def touches(d):
            start, end = d["range"]["start"], d["range"]["end"]
            return (start["line"], start["character"]) <= (at["end"]["line"], at["end"]["character"]) and \
                (at["start"]["line"], at["start"]["character"]) <= (end["line"], end["character"])
        shown = [d for d in self.published.get(self.uri(name), []) if touches(d)]
        context = {"diagnostics": shown, **({"only": kinds} if kinds else {})}
        self.send("textDocument/codeAction", {"textDocument": {"uri": self.uri(name)}, "range": at, "context": context}, request=True)

    def do_titles(self, rest):
        m = self.answer("titles")
        if "result" not in m:
            raise Failure(f"an error instead of a result: {json.dumps(m)}")
        self.actions = m["result"]
        self.compare([ANY if w == "..." else w for w in self.words(rest)], [a["title"] for a in self.actions])

    def do_repair(self, rest):
        title, *texts = self.words(rest)
        found = [a for a in self.actions if a["title"] == title]
        if len(found) != 1:
            raise Failure(f"{len(found)} actions '{title}'")
        edit, changed = found[0]["edit"], []
        if "documentChanges" in edit:
            parts = [(d["textDocument"]["uri"], d["textDocument"]["version"], d["edits"]) for d in edit["documentChanges"]]
        else:
            parts = [(uri, None, edits) for uri, edits in edit["changes"].items()]
        for uri, version, edits in parts:
            name = next((n for n in self.text if self.uri(n) == uri), None)
            if not name:
                raise Failure(f"an edit of a file that is not open: {uri}")
            if version not in (None, self.version[name]):
                raise Failure(f"an edit of version {version}, {self.version[name]} is open: {uri}")
            text = old = self.text[name]
            spans = [(*(offset_of(old, e["range"][side], self.encoding) for side in ("start", "end")), i, e["newText"]) for i, e in enumerate(edits)]
            for start, end, _, new in sorted(spans, reverse=True):
                text = text[:start] + new + text[end:]
            self.text[name] = text
            changed.append(text)
            self.change(name, [{"text": text}])
        for text in texts:
            if not any(text in c for c in changed):
                raise Failure(f"{text!r} does not occur in {changed!r}")

    def next_diagnostics(self, rest):
        """What must match, and what came."""
        name, _, pattern = rest.partition(" ")
        uri = self.uri(name)
        m = self.wait(lambda m: m.get("method") == "textDocument/publishDiagnostics" and m["params"]["uri"] == uri,
                      f"diagnostics of {name}")
        want = parse_pattern(pattern)
        return {"diagnostics": want} if isinstance(want, list) else want, m["params"]

    def do_diagnostics(self, rest):
        self.compare(*self.next_diagnostics(rest))

    def do_settles(self, rest):
        while mismatch(*self.next_diagnostics(rest)):
            pass

    def do_expect(self, rest):
        method, _, pattern = rest.partition(" ")
        work = '"type": 4' in pattern  # lines about ordinary work are waited for by their type, else they are in nobody's way
        m = self.wait(lambda m: m.get("method") == method and is_work(m) == work, method)
        self.compare(parse_pattern(pattern or "..."), m.get("params", ABSENT) if pattern == "absent" else m.get("params"))
        if "id" in m:
            self.send_text(json.dumps({"jsonrpc": "2.0", "id": m["id"], "result": self.settings_of(m)}))

    def settings_of(self, m):
        """What a client with the settings of the last `settings` step answers."""
        return [self.settings] * len(m["params"]["items"]) if m["method"] == "workspace/configuration" else None

    def do_settings(self, rest):
        self.settings = json.loads(rest)
        self.at_once(self.settings)

    def do_frame(self, rest):
        self.send_text(json.loads(rest) if rest.startswith('"') else rest)

    def do_bytes(self, rest):
        self.send_bytes(json.loads(rest).encode("latin-1"))

    def do_large(self, rest):
        size, _, head = rest.partition(" ")
        head = self.fill(head).encode() or b'{"jsonrpc":"2.0","method":"$/large","params":["'
        self.send_text(head + b"x" * (int(size) - len(head) - 3) + b'"]}')

    def do_kill(self, rest):
        """It is the server's only child: there are no builds in these transcripts. The checker has the server as its child."""
        server = self.server.pid
        if self.checked:
            server, = children(server)
        workers = []
        while not workers:
            workers = children(server)
        os.kill(workers[0], getattr(signal, "SIG" + rest))
        while workers[0] in children(server):
            pass

    def do_nothing(self, rest):
        found = [m for m in self.inbox if m.get("method") == rest and not is_work(m)]
        if found:
            raise Failure(f"came: {json.dumps(found)[:2000]}")

    def do_client(self, rest):
        if rest == "starts":
            self.client = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
        else:
            self.client.stdin.close()
            self.client.wait()

    def do_end(self, rest):
        self.server.stdin.close()

    def do_exits(self, rest):
        try:
            status = self.server.wait(LIMIT)
        except subprocess.TimeoutExpired:
            raise Failure("server does not end")
        if status != int(rest) and not self.checked:  # lsp-check may abort when its input stays open
            raise Failure(f"exit status {status}, expected {rest}")

    def finish(self):
        alive = self.server.poll() is None
        if alive:
            self.server.kill()
        self.server.wait()
        self.error_reader.join(LIMIT)
        if self.client and self.client.poll() is None:
            self.client.kill()
            self.client.wait()
        return alive


def read_transcript(path):
    files, name, lines = {}, None, []
    with open(path, encoding="utf-8", newline="") as f:
        for number, line in enumerate(f.read().split("\n"), 1):
            header = re.fullmatch(r"-- (.+) --", line)
            if header:
                name = header[1]
                files.setdefault(name, "")
            elif name == "steps":
                lines.append((number, line))
            elif name:
                files[name] += line + "\n"
    files.pop("steps", None)
    for name in list(files):  # "-- file (crlf) --"
        if name.endswith(" (crlf)"):
            files[name[:-7]] = files.pop(name).replace("\n", "\r\n")
    steps = []
    for number, line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        if line[0] == " " and steps:
            steps[-1] = (steps[-1][0], steps[-1][1] + " " + line.strip())
        else:
            steps.append((number, line))
    return files, steps


def words_of(path, name):
    """What the line "NAME: ..." of a transcript's prose says."""
    with open(path, encoding="utf-8") as f:
        found = re.search(rf"^{name}: (.*)$", f.read().partition("\n-- ")[0], re.M)
    return found[1].split() if found else []


def play(path, command, verbose, checked, encoding=None):
    """None, or what went wrong."""
    files, steps = read_transcript(path)
    folder = os.path.realpath(tempfile.mkdtemp(prefix="wpls lsp "))  # a blank: URIs must be decoded
    os.mkdir(os.path.join(folder, ".git"))  # nothing that lies about in the folder above belongs to it
    session = Session(command, folder, files, checked, dict(w.split("=", 1) for w in words_of(path, "environment")))
    session.only_encoding = encoding
    wrong = None
    try:
        for number, line in steps:
            if verbose:
                print(f"  {number}: {line[:150]}")
            try:
                session.step(line)
            except Failure as e:
                wrong = f"{path}:{number}: {line[:150]}\n    {e}"
                break
            except (KeyError, ValueError, IndexError) as e:
                wrong = f"{path}:{number}: {line[:150]}\n    {type(e).__name__}: {e}"
                break
        if session.finish() and not wrong:
            wrong = f"{path}: server still runs after the last step"
        errors = session.errors.decode(errors="replace")
        if "Sanitizer" in errors or "runtime error" in errors or (wrong and errors):
            wrong = (wrong or f"{path}: sanitizer report") + "\n" + errors[:8000]
    finally:
        shutil.rmtree(folder)
    return wrong


def check_log(path, log):
    """What lsp-check says of the server's messages; deliberate mistakes of the client are not counted."""
    with open(log, encoding="utf-8") as f:
        entries = [json.loads(line) for line in f]
    bad = [e for e in entries if e["side"] == "server" and e["errors"]]
    return "".join(f"{path}: lsp-check: {e['what']}: {'; '.join(e['errors'])}\n" for e in bad) or None


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--server", default=os.path.join(HERE, "../../build/wpls") + " serve")
    ap.add_argument("--check", help="also pass every message through this lsp-check (a command)")
    ap.add_argument("--only-checked", action="store_true", help="nothing but --check; status 77 when there is no checker")
    ap.add_argument("--verbose", action="store_true")
    ap.add_argument("transcripts", nargs="*")
    args = ap.parse_args()
    paths = args.transcripts or sorted(os.path.join(HERE, f) for f in os.listdir(HERE) if f.endswith(".lsp"))
    if args.only_checked and not args.check:
        print("SKIPPED: no lsp-check (set WPLS_LSP_CHECK)")
        return 77
    passed = failed = 0
    for path in paths:
        command, log = shlex.split(args.server), None
        with open(path, encoding="utf-8") as f:
            steps = f.read()
        if args.check and not re.search(r"^(frame|bytes|large|end)\b|^expect wpls/", steps, re.M):  # it needs well-formed messages of LSP alone
            log = tempfile.mktemp(suffix=".jsonl")
            command = shlex.split(args.check) + [log, "--"] + command
        elif args.only_checked:
            continue
        wrong = next((w for w in (play(path, command, args.verbose, bool(log), e) for e in words_of(path, "encodings") or [None]) if w), None)
        if log and os.path.exists(log):
            wrong = wrong or check_log(path, log)
            os.unlink(log)
        print(f"{'FAIL' if wrong else 'ok  '} {os.path.basename(path)}", flush=True)
        if wrong:
            print(wrong)
        passed, failed = passed + (not wrong), failed + bool(wrong)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
