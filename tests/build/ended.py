"""Builds that are ended before they are done: cancelled, too long, killed, or two at once."""
import contextlib
import json
import os
import pathlib
import select
import signal
import subprocess

from harness import LIMIT, WPLS, build, case, check, environment, is_as_it_was, no_leftovers, Result, stand_in, tinygo_plugin


def all_end(ends):
    """Processes that were killed end a moment later: `ends` are their pidfds, by number."""
    for pid, end in ends.items():
        check(select.select([end], [], [], LIMIT)[0], f"still running: {pid}")
        os.close(end)


def started(reader):
    """The processes that write their numbers into a pipe, as pidfds by number; the case fails when none does."""
    ends = {}
    ready, _, _ = select.select([reader], [], [], LIMIT)
    check(ready, "the compiler was never started")
    os.set_blocking(reader, True)
    with open(reader) as pipe:
        for pid in map(int, pipe.read().split()):
            with contextlib.suppress(ProcessLookupError):  # its time is over already
                ends[pid] = os.pidfd_open(pid)
    return ends


class Hanging:
    """A build that a stand-in holds up: it has started when the pipe says so."""

    def __init__(self, folder, work, script, *arguments, deadline=None):
        self.pipe = work / "started"
        os.mkfifo(self.pipe)
        reader = os.open(self.pipe, os.O_RDONLY | os.O_NONBLOCK)
        path = stand_in(work / "bin", script.replace("PIPE", str(self.pipe)))
        self.child = subprocess.Popen([WPLS, "build", *arguments, folder], env=environment(path), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.ends = started(reader)

    def end(self, number=signal.SIGINT):
        self.child.send_signal(number)
        return self.wait()

    def kill(self):
        """Kills wpls, which can't do anything about it; the system tells its children a moment later."""
        self.child.kill()
        self.child.wait(LIMIT)
        all_end(self.ends)
        self.child.communicate()

    def wait(self):
        out, err = self.child.communicate(timeout=LIMIT)
        all_end(self.ends)
        return Result(subprocess.CompletedProcess([], self.child.returncode, out, err))


@case
def endless_build(work):
    folder = tinygo_plugin(work / "plugin")
    hanging = Hanging(folder, work, "echo $$ >PIPE; exec sleep 1000", "--deadline", "12.5")
    hanging.wait().expect(2, r"stopped after 12\.5 s, the time a build may take \(setting build.deadline\); the module is as it was")
    is_as_it_was(folder)


@case
def endless_and_stubborn(work):
    """A compiler that ignores SIGTERM, and a grandchild that does."""
    folder = tinygo_plugin(work / "plugin")
    script = "trap '' TERM; (trap '' TERM; exec sleep 1000) & echo $$ $! >PIPE; while :; do sleep 1000; done"
    Hanging(folder, work, script, "--deadline", "12").wait().expect(2, "stopped after 12 s")
    is_as_it_was(folder)


@case
def cancelled(work):
    """At every stage, by Ctrl-C, by SIGTERM and by a terminal that is gone."""
    stages = {
        "compiling": "echo $$ >PIPE; exec sleep 1000",
        "half the module written": "head -c 100000 /dev/zero >$out; echo $$ >PIPE; exec sleep 1000",
        "the module written": "head -c 100000 /dev/zero >$out; (exec sleep 1000) & echo $$ $! >PIPE; wait",
    }
    for n, (stage, script) in enumerate(stages.items()):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            place = work / f"{n}-{number}"
            folder = tinygo_plugin(place / "plugin")
            Hanging(folder, place, script).end(number).expect(2, "cancelled; the module is as it was")
            is_as_it_was(folder)
    place = work / "looking"  # for the toolchain: it hangs when asked for its version
    folder = tinygo_plugin(place / "plugin")
    path, pipe = stand_in(place / "bin", ""), place / "started"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    (path / "tinygo").write_text(f"#!/bin/bash\necho $$ >{pipe}\nexec sleep 1000\n")
    child = subprocess.Popen([WPLS, "build", folder], env=environment(path), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    ends = started(reader)
    child.send_signal(signal.SIGINT)
    err = child.communicate(timeout=LIMIT)[1].decode()
    check(child.returncode == 2 and "cancelled" in err, err)
    all_end(ends)
    is_as_it_was(folder)


@case
def killed(work):
    """Without a chance to clean up: compilers end with wpls, and the next build takes away what was left beside the module."""
    folder = tinygo_plugin(work / "plugin")
    script = "trap '' TERM; echo half >$out; (trap '' TERM; exec sleep 1000) & echo $$ $! >PIPE; while :; do sleep 1000; done"
    Hanging(folder, work, script).kill()
    check([p for p in folder.iterdir() if p.name.startswith(".wpls-build-")], "nothing to take away")
    (folder / ".wpls-build-mine").mkdir()  # no name that wpls makes
    (folder / ".wpls-build-abcdef").symlink_to(work)
    path = stand_in(work / "quick", "cp ${0%/*}/module.wasm $out")
    build(folder, path=path).expect(0)
    left = sorted(p.name for p in folder.iterdir() if p.name.startswith(".wpls"))
    check(left == [".wpls-build-abcdef", ".wpls-build-mine"] and (work / "quick").exists(), left)


@case
def killed_while_restoring(work):
    """What lay in the place of a recipe's module is put back through a folder beside it, which may be another one than the output's."""
    folder = tinygo_plugin(work / "plugin")
    (folder / ".wpls-build-killed").mkdir()
    (folder / ".wpls-build-killed/main.wasm").write_bytes(b"half")
    build("-o", work / "out.wasm", folder, path=stand_in(work / "bin", "cp ${0%/*}/module.wasm $out")).expect(0)
    is_as_it_was(folder)


@case
def killed_beside_another(work):
    """What another plugin's build under way has beside its module is not taken away."""
    one, two = tinygo_plugin(work / "one/plugin"), tinygo_plugin(work / "two/plugin")
    out = work / "out"
    out.mkdir()
    script = "cp ${0%/*}/module.wasm $out; echo $$ >PIPE; read line <PIPE.go"
    os.mkfifo(work / "one/started.go")
    running = Hanging(one, work / "one", script, "-o", out / "one.wasm")
    build("-o", out / "two.wasm", two, path=stand_in(work / "quick", "cp ${0%/*}/module.wasm $out")).expect(0)
    go = os.open(work / "one/started.go", os.O_RDWR | os.O_NONBLOCK)  # opens whether or not the build still reads
    os.write(go, b"go\n")
    running.wait().expect(0, "built one.wasm")
    os.close(go)
    check(sorted(p.name for p in out.iterdir()) == ["one.wasm", "two.wasm"], *out.iterdir())


@case
def killed_server(work):
    """Builds of the editor run in threads: they end with the server, too, and not before."""
    folder, pipe = tinygo_plugin(work / "plugin"), work / "started"
    path = stand_in(work / "bin", f"(exec sleep 1000) & echo $$ $! >{pipe}; wait")
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    server = subprocess.Popen([WPLS, "serve"], env=environment(path), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    run = {"command": "wpls.build", "arguments": [{"uri": folder.as_uri()}]}
    for message in ({"id": 1, "method": "initialize", "params": {"capabilities": {}, "rootUri": folder.as_uri(), "initializationOptions": {"trusted": True}}},
                    {"method": "initialized", "params": {}}, {"id": 2, "method": "workspace/executeCommand", "params": run}):
        text = json.dumps({"jsonrpc": "2.0", **message})
        server.stdin.write(f"Content-Length: {len(text)}\r\n\r\n{text}".encode())
    server.stdin.flush()
    ends = started(reader)
    check(len(ends) == 2 and not select.select(list(ends.values()), [], [], 0)[0], "ended before the server")
    server.kill()
    server.wait(LIMIT)
    all_end(ends)


def frame(message):
    text = json.dumps({"jsonrpc": "2.0", **message}).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(text), text)


def messages(pipe):
    """What the server says."""
    while header := pipe.readline():
        pipe.readline()
        yield json.loads(pipe.read(int(header.split(b":")[1])))


@case
def killed_worker(work):
    """The process in the server that builds is killed: the compiler ends with it, the request has its answer, and the next build begins."""
    folder, pipe = tinygo_plugin(work / "plugin"), work / "started"
    path = stand_in(work / "bin", f"(trap '' TERM; exec sleep 1000) & echo $$ $! >{pipe}; wait")
    server = subprocess.Popen([WPLS, "serve"], env=environment(path), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    root = {"capabilities": {}, "rootUri": folder.as_uri(), "initializationOptions": {"trusted": True}}
    server.stdin.write(frame({"id": 1, "method": "initialize", "params": root}) + frame({"method": "initialized", "params": {}}))
    said = messages(server.stdout)
    os.mkfifo(pipe)
    for i in range(10):
        reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        run = {"command": "wpls.build", "arguments": [{"uri": folder.as_uri()}], "workDoneToken": i}
        server.stdin.write(frame({"id": i + 2, "method": "workspace/executeCommand", "params": run}))
        server.stdin.flush()
        ends = started(reader)
        worker, = pathlib.Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
        os.kill(int(worker), signal.SIGKILL)
        all_end(ends)
        kinds = []
        for message in said:
            if message.get("method") == "$/progress" and message["params"]["token"] == i:
                kinds.append(message["params"]["value"]["kind"])
            if message.get("id") == i + 2:
                break
        check(message["error"]["code"] == -32603 and "signal 9 from outside" in message["error"]["message"], message)
        check(kinds[0] == "begin" and kinds[-1] == "end", kinds)
    server.stdin.write(frame({"id": 99, "method": "shutdown"}) + frame({"method": "exit"}))
    server.stdin.close()
    check(server.wait(LIMIT) == 0, server.returncode)
    build(folder, path=stand_in(work / "quick", "cp ${0%/*}/module.wasm $out")).expect(0)
    no_leftovers(folder)


@case
def two_at_once(work):
    folder = tinygo_plugin(work / "plugin")
    hanging = Hanging(folder, work, "echo $$ >PIPE; exec sleep 1000")
    build(folder, path=work / "bin").expect(2, "another build of 'plugin' is running; wait for its end, or cancel it")
    other = tinygo_plugin(work / "other")
    path = stand_in(work / "quick", "cp ${0%/*}/module.wasm $out")
    build(other, path=path).expect(0)  # another plugin is another matter
    hanging.end().expect(2, "cancelled")
    is_as_it_was(folder)
    build(folder, path=path).expect(0, "built main.wasm with TinyGo 0.33.0")
