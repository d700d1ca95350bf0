#!/usr/bin/env python3
"""The worker of the language server dies fifty times in a row, in every way: no request stays without an answer, no finding is lost in the
end, nothing is left running.

usage: deaths.py --server PROGRAM [CASE...]"""
import argparse, json, os, shlex, shutil, signal, sys, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, HERE)
from run import LIMIT, Failure, Session, children, read_transcript  # noqa: E402

TIMES = 50
FILES = read_transcript(os.path.join(HERE, "worker_killed.lsp"))[0]
REQUESTS = ("hover", "completion", "documentSymbol", "definition", "codeAction", "foldingRange")
cases = []


def case(function):
    cases.append(function)
    return function


class Editor:
    """A session with two plugins and a configuration each, of which the second is edited."""

    def __init__(self, command, environment={}, capabilities={}, options=None):
        self.folder = os.path.realpath(tempfile.mkdtemp(prefix="wpls deaths "))
        os.mkdir(os.path.join(self.folder, ".git"))
        files = {f"{plugin}/{name}": text for plugin in "ab" for name, text in FILES.items() if name != "wpls.yaml"}
        self.session = Session(shlex.split(command), self.folder, files, False, environment)
        self.session.only_encoding = "utf-16"
        self.session.do_initialize(json.dumps({**capabilities, "initializationOptions": options or {}}))
        for name in ("a/main.go", "a/config.yaml", "b/main.go", "b/config.yaml"):
            self.session.do_open(name)
        self.killed = 0

    def worker(self):
        until = time.monotonic() + LIMIT
        while time.monotonic() < until:
            found = children(self.session.server.pid)
            if len(found) > 1:
                raise Failure(f"{len(found)} workers")
            if found:
                return found[0]
        raise Failure("no worker")

    def kill(self, number):
        worker = self.worker()
        os.kill(worker, number)
        while worker in children(self.session.server.pid):
            pass
        self.killed += 1

    def type(self, text):
        """At the end of a line of b's configuration."""
        self.session.do_edit(f'b/config.yaml {json.dumps("nam: ")} {json.dumps("nam: " + text)}')

    def ask(self, what, name="b/config.yaml"):
        at = {"line": 1, "character": 1}
        params = {"textDocument": {"uri": self.session.uri(name)}, "position": at, "range": {"start": at, "end": at}, "context": {"diagnostics": []}}
        self.session.send(f"textDocument/{what}", params, request=True)

    def answers(self):
        """To all that was asked: results, and the codes of errors."""
        found = []
        while self.session.waiting:
            m = self.session.answer("an answer")
            found.append(m["error"]["code"] if "error" in m else None)
        return found

    def findings(self, name):
        """Those of the file's text as it is, once they have come."""
        uri, version = self.session.uri(name), self.session.version[name]
        if self.session.published.get(uri) is None or self.session.latest.get(uri) != version:
            self.session.wait(lambda m: m.get("method") == "textDocument/publishDiagnostics" and m["params"]["uri"] == uri
                              and m["params"].get("version") == version, f"findings of {name}, version {version}")
        return [(d["code"], d["range"]["start"]["line"], d["message"]) for d in self.session.published[uri]]

    def log(self):
        self.settle()
        return [m["params"]["message"] for m in self.session.inbox if m.get("method") == "window/logMessage" and m["params"]["type"] < 4]

    def settle(self):
        """All that was to come has come."""
        self.ask("foldingRange", "a/config.yaml")
        self.answers()

    def close(self):
        """The server ends, and nothing of it is left."""
        worker = self.worker()
        self.session.send("shutdown", None, request=True)
        self.answers()
        self.session.send("exit", None)
        status = self.session.server.wait(LIMIT)
        self.session.finish()
        errors = self.session.errors.decode(errors="replace")
        if status != 0 or os.path.exists(f"/proc/{worker}") or "Sanitizer" in errors or "runtime error" in errors:
            raise Failure(f"status {status}; {errors[:4000]}")
        shutil.rmtree(self.folder)


def check_whole(editor):
    """What is found in the end is what a server finds that nothing ever happened to."""
    names = ("a/main.go", "a/config.yaml", "b/main.go", "b/config.yaml")
    got = {name: editor.findings(name) for name in names}
    other = Editor(editor.command)
    for name in names:
        if editor.session.text[name] != other.session.text[name]:
            other.session.do_replace(f"{name} {json.dumps(editor.session.text[name])}")
    want = {name: other.findings(name) for name in names}
    other.close()
    if got != want:
        raise Failure(f"found {got}\ninstead of {want}")


def check(condition, *what):
    if not condition:
        raise Failure(" ".join(map(str, what)))


def killed_with(command, number):
    editor = Editor(command)
    editor.command = command
    for i in range(TIMES):
        editor.type("x")
        for what in REQUESTS:
            editor.ask(what)
        editor.kill(number)
        editor.ask("hover")
        codes = editor.answers()
        check(len(codes) == len(REQUESTS) + 1 and all(c in (None, -32603, -32801) for c in codes), codes)
    check_whole(editor)
    log = editor.log()
    check(len(log) == TIMES and all(len(line) < 200 for line in log), len(log), log[:3])
    editor.close()


@case
def killed_from_outside(command):
    killed_with(command, signal.SIGKILL)


@case
def segmentation_faults(command):
    killed_with(command, signal.SIGSEGV)


@case
def stopped(command):
    """By a signal: it is replaced, and what it owed is answered by the next one."""
    editor = Editor(command, {"WPLS_TEST_STILL_MS": "300"})
    editor.command = command
    times = TIMES // 3
    for i in range(times):
        if i % 2:
            editor.type("x")
        for what in REQUESTS:
            editor.ask(what)
        os.kill(editor.worker(), signal.SIGSTOP)
        editor.ask("hover")
        codes = editor.answers()
        check(len(codes) == len(REQUESTS) + 1 and all(c in (None, -32801) for c in codes), codes)
    check_whole(editor)
    log = editor.log()
    check(len(log) == times and all("signal 19 from outside; it was started anew" in line for line in log), len(log), log[:3])
    editor.close()


@case
def stands_still(command):
    """Without taking time: it is told what at, and that is not tried again until it changes."""
    editor = Editor(command, {"WPLS_TEST_STILL_MS": "300", "WPLS_TEST_FAULT": "still@document:b/config.yaml*3"})
    editor.command = command
    check([f[0] for f in editor.findings("b/config.yaml")] == ["project/not-analysed"], editor.findings("b/config.yaml"))
    log = editor.log()
    check(len(log) == 1 and "b/config.yaml ended with no sign of life; it is left out until that file changes" in log[0], log)
    for i in range(2):
        editor.type("x")
        check([f[0] for f in editor.findings("b/config.yaml")] == ["project/not-analysed"], editor.findings("b/config.yaml"))
    editor.type("x")
    check_whole(editor)
    check(len(editor.log()) == 3, editor.log())
    editor.close()


@case
def killed_for_memory(command):
    """By a system that has none left, with little of it taken: the same text is not tried for ever."""
    with tempfile.TemporaryDirectory(prefix="wpls vmstat ") as folder:
        counts = os.path.join(folder, "vmstat")
        with open(counts, "w") as f:
            f.write("oom_kill 3\n")
        editor = Editor(command, {"WPLS_TEST_FAULT": "oom@document:b/config.yaml*4", "WPLS_TEST_VMSTAT": counts})
        editor.command = command
        for i in range(2):
            check([f[0] for f in editor.findings("b/config.yaml")] == ["project/not-analysed"], editor.findings("b/config.yaml"))
            log = editor.log()
            check(len(log) == 2 * i + 2 and "ended with no memory left; it is left out until that file changes" in log[-1], log)
            editor.type("x")
        check_whole(editor)
        editor.close()


@case
def waits_in_peace(command):
    """Who has nothing to do may stand still, longer than what waits on a line that is typed on."""
    editor = Editor(command, {"WPLS_TEST_STILL_MS": "300"}, options={"typingDelay": 700})
    editor.command = command
    check_whole(editor)
    for i in range(2):
        editor.session.send("$/cancelRequest", {"id": 100000 + i})
        editor.session.do_edit(f'b/config.yaml "nam: " "x: ]{i}\\nnam: "')
        uri = editor.session.uri("b/config.yaml")
        editor.session.wait(lambda m: m.get("method") == "textDocument/publishDiagnostics" and m["params"]["uri"] == uri
                            and any(d["code"].startswith("yaml/") for d in m["params"]["diagnostics"]), "what was typed")
        editor.session.do_edit(f'b/config.yaml "x: ]{i}\\n" ""')
    check(not editor.log(), editor.log())
    editor.close()


@case
def killed_at_start(command):
    """By a signal that comes before it has done anything."""
    editor = Editor(command)
    editor.command = command
    for i in range(TIMES):
        editor.kill(signal.SIGKILL)
        editor.type("x")  # it is started at once
    check_whole(editor)
    editor.close()


@case
def many_changes(command):
    """More than are kept as they came, before and between two deaths."""
    editor = Editor(command)
    editor.command = command
    for i in range(4):
        for k in range(TIMES):
            editor.type("🙂" if k % 7 == 0 else "x")
        editor.session.do_replace('a/config.yaml "nam: 🙂\\n"')
        if i % 2:
            editor.kill(signal.SIGKILL)
    check_whole(editor)
    editor.close()


@case
def idle_projects_go_first(command):
    """Many large plugins, one after the other, within a limit that four of them would pass."""
    editor = Editor(command + " --memory-limit 64")
    editor.command = command
    bulk = "".join(f"\nfunc f{i}(x int) string {{\n\tif x > {i} {{\n\t\treturn \"{i}\"\n\t}}\n\treturn f{i // 2}(x - 1)\n}}\n" for i in range(1500))
    for i in range(20):
        name = f"plugin{i}/main.go"
        editor.session.files |= {f"plugin{i}/go.mod": FILES["go.mod"], name: FILES["main.go"] + bulk}
        for file in (f"plugin{i}/go.mod", name):
            editor.session.write(file, editor.session.files[file])
        editor.session.do_open(name)
        editor.findings(name)
        editor.session.do_close(name)
    check_whole(editor)
    check(not editor.log(), editor.log())
    editor.close()


def dying(command, fault, codes, typing=True, **how):
    """A request of each round meets the fault."""
    editor = Editor(command, {"WPLS_TEST_FAULT": fault}, **how)
    editor.command = command
    for i in range(TIMES):
        if typing:
            editor.type("x")
        editor.ask("hover")
        got = editor.answers()
        check(got[0] in codes, got)
    return editor


@case
def crashes_at_start(command):
    editor = Editor(command, {"WPLS_TEST_FAULT": f"segv@start*{TIMES}"})
    editor.command = command
    got = None
    while got != [None]:  # each change is a reason to try again; all the while there are answers
        editor.type("x")
        editor.ask("hover")
        got = editor.answers()
        check(got in ([None], [-32603]), got)
    check_whole(editor)
    editor.close()


@case
def crashes_in_requests(command):
    editor = dying(command, "segv@request:textDocument/hover", (-32603,))
    check_whole(editor)
    check(len(editor.log()) == TIMES, len(editor.log()))
    editor.close()


@case
def out_of_memory_in_requests(command):
    """Tried again once or twice, since it may come from what was done before; then an error."""
    editor = dying(command + " --memory-limit 64", "memory@request:textDocument/hover", (-32603,))
    check_whole(editor)
    editor.close()


@case
def the_same_request(command):
    """The worker does not die of it for ever."""
    editor = dying(command, "abort@request:textDocument/hover", (-32603,), typing=False)
    check_whole(editor)
    check(len(editor.log()) == 2, editor.log())
    editor.close()


@case
def crashes_in_functions(command):
    """Each text of the function is another one. It is left out as long as it is there; everything else is found."""
    editor = Editor(command, {"WPLS_TEST_FAULT": f"segv@function:parseConfig*{TIMES}"})
    editor.command = command
    for i in range(TIMES):
        editor.session.do_edit('b/main.go "is missing" "is missing!"')
        editor.ask("hover")
        check(editor.answers()[0] in (None, -32603, -32801))
    for plugin in "ab":
        editor.session.do_edit(f'{plugin}/main.go "is missing" "is missing?"')
    check_whole(editor)
    editor.close()


@case
def crashes_in_builds(command):
    editor = Editor(command, {"WPLS_TEST_FAULT": "segv@build"}, {"window": {"workDoneProgress": True}}, {"trusted": True})
    editor.command = command
    for i in range(TIMES):
        editor.type("x")
        run = {"command": "wpls.build", "arguments": [{"uri": editor.session.uri("a/main.go")}], "workDoneToken": f"token {i}"}
        editor.session.send("workspace/executeCommand", run, request=True)
        check(editor.answers() == [-32603])
        for kind in ("begin", "end"):
            editor.session.wait(lambda m: m.get("method") == "$/progress" and m["params"]["token"] == f"token {i}"
                                and m["params"]["value"]["kind"] == kind, f"{kind} of {i}")
    check_whole(editor)
    editor.close()


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--server", default=os.path.join(HERE, "../../build/wpls") + " serve")
    ap.add_argument("cases", nargs="*")
    args = ap.parse_args()
    failed = 0
    for run in cases:
        if args.cases and run.__name__ not in args.cases:
            continue
        started = time.monotonic()
        try:
            run(args.server)
            print(f"ok   {run.__name__} ({time.monotonic() - started:.1f} s)", flush=True)
        except Failure as e:
            failed += 1
            print(f"FAIL {run.__name__}: {e}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
