#!/usr/bin/env python3
"""Runs the cases of `wpls run`: what a user types, and what then happens, with a real Envoy where the case needs one.

usage: run.py --wpls BIN [--envoy BIN] [--go BIN] [--only-envoy] FILE_OR_FOLDER...

A case is a txtar archive: prose, then sections. The files of its folder come first: `-- NAME --`, or `-- module NAME --` with a module as
tiny.py describes it, or `-- example NAME --` (a copy of examples/NAME). `-- arguments --` is the command line behind `wpls run`; $ENVOY
is Envoy (without it the case runs anywhere), $GO the folder of a Go that can build plugins, $BUSY a port that somebody listens on.
Then what is expected: `-- exit --` the status, `-- stdout --` and `-- stderr --` texts in the order in which they come, one a line; a
line "! TEXT" must not come at all. `-- when TEXT interrupt --`, `kill` (wpls itself), `kill envoy` or `write FILE` do that as soon as the
text was printed; several happen in their order. Whatever happens, no Envoy and no temporary file may stay behind; what a killed wpls
leaves, the next one removes.
"""
import argparse
import contextlib
import importlib.machinery
import os
import pathlib
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

import tiny

HERE = pathlib.Path(__file__).resolve().parent
DEADLINE = 240
marker = importlib.machinery.SourceFileLoader("marker_cases", str(HERE.parent / "cases" / "run.py")).load_module()


def processes_of(folder):
    """Processes that were given a path in the folder."""
    found = []
    for entry in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0")
            dead = (entry / "stat").read_text().rpartition(")")[2].split()[0] in "ZX"
        except OSError:
            continue
        if not dead and any(w.startswith(os.fsencode(folder)) for w in words):
            found.append(int(entry.name))
    return found


class Session:
    """wpls run, with what it printed so far, and what is to happen when."""

    def __init__(self, wpls, arguments, folder, temporary, environment, actions):
        self.folder, self.temporary, self.actions = folder, temporary, actions
        self.printed, self.position = {"stdout": "", "stderr": ""}, 0
        self.changed = threading.Condition()
        self.child = subprocess.Popen([wpls, "run", *arguments], cwd=folder, env=environment | {"TMPDIR": str(temporary)},
                                      stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.readers = [threading.Thread(target=self.read, args=(n, p), daemon=True)
                        for n, p in (("stdout", self.child.stdout), ("stderr", self.child.stderr))]
        for reader in self.readers:
            reader.start()

    def read(self, which, pipe):
        while part := os.read(pipe.fileno(), 65536):
            with self.changed:
                self.printed[which] += part.decode("utf-8", "replace")
                self.changed.notify_all()

    def wait_for(self, text):
        """Whether the text is printed, behind what was waited for before."""
        end = time.monotonic() + DEADLINE

        def place():
            for which in self.printed:
                at = self.printed[which].find(text, self.seen[which])
                if at >= 0:
                    self.seen[which] = at + len(text)
                    return True
            return False

        with self.changed:
            return self.changed.wait_for(place, max(0, end - time.monotonic()))

    def play(self):
        self.seen = {"stdout": 0, "stderr": 0}
        wrong = []
        for text, action, content in self.actions:
            if not self.wait_for(text):
                wrong.append(f"never printed: {text}")
                self.child.kill()
                break
            if action == "interrupt":
                self.child.send_signal(signal.SIGINT)
            elif action == "kill":
                self.child.kill()
            elif action == "kill envoy":
                for process in processes_of(self.temporary):
                    with contextlib.suppress(ProcessLookupError):  # two, and the first takes the second along
                        os.kill(process, signal.SIGKILL)
            else:
                (self.folder / action.removeprefix("write ")).write_text(content)
        try:
            status = self.child.wait(DEADLINE)
        except subprocess.TimeoutExpired:
            self.child.kill()
            status = f"nothing within {DEADLINE} s"
        for reader in self.readers:
            reader.join(60)
        return status, wrong


def prepare(parts, folder):
    actions = []
    for name, text in parts:
        verb, _, rest = name.partition(" ")
        if verb == "module":
            (folder / rest).write_bytes(tiny.module(text))
        elif verb == "example":
            shutil.copytree(HERE.parents[1] / "examples" / rest, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.wasm"))
        elif verb == "when":
            what, action = re.fullmatch(r"(.*?) (interrupt|kill envoy|kill|write \S+)", rest).groups()
            actions.append((what, action, text))
        elif name not in ("arguments", "exit", "stdout", "stderr"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
    return actions


def compare(which, want, got):
    wrong, at = [], 0
    for line in filter(None, want.splitlines()):
        if line.startswith("! "):
            if line[2:] in got:
                wrong.append(f"{which} has: {line[2:]}")
            continue
        found = got.find(line, at)
        if found < 0:
            wrong.append(f"{which} lacks: {line}")
        else:
            at = found + len(line)
    return wrong


def left_behind(temporary):
    wrong, end = [], time.monotonic() + 60
    while processes_of(temporary) and time.monotonic() < end:
        threading.Event().wait(0.02)  # the system tells a killed parent's children a moment later
    for process in processes_of(temporary):
        wrong.append(f"process {process} was left behind")
        os.kill(process, signal.SIGKILL)
    if any(temporary.iterdir()):
        wrong.append(f"left behind: {sorted(p.name for p in temporary.iterdir())}")
    return wrong


def run_case(tools, path):
    """What is wrong; None when the case needs what is not here."""
    parts = marker.read_case(path)
    sections = dict(parts)
    needed = sections["arguments"] + sections.get("stderr", "")
    if ("$ENVOY" in needed and not tools.envoy) or ("$GO" in needed and not tools.go) or (tools.only_envoy and "$ENVOY" not in needed):
        return None
    environment = {k: v for k, v in os.environ.items() if k in ("HOME", "GOMODCACHE", "GOCACHE", "GOPROXY", "GOFLAGS", "GONOSUMDB", "GONOSUMCHECK")}
    environment["PATH"] = os.path.dirname(tools.go) + ":/usr/bin:/bin" if "$GO" in needed else "/usr/bin:/bin"
    with tempfile.TemporaryDirectory() as work, tempfile.TemporaryDirectory() as temporary, socket.create_server(("127.0.0.1", 0)) as busy:
        folder, temporary = pathlib.Path(work).resolve(), pathlib.Path(temporary).resolve()
        values = {"$ENVOY": tools.envoy or "", "$GO": "", "$BUSY": str(busy.getsockname()[1])}
        text = re.sub(r"\$(ENVOY|GO|BUSY)", lambda m: values[m[0]], sections["arguments"])
        actions = prepare(parts, folder)
        session = Session(tools.wpls if "$ENVOY" in needed else tools.alone, shlex.split(text), folder, temporary, environment, actions)
        status, wrong = session.play()
        killed = any(action == "kill" for _, action, _ in actions)
        if killed:  # the next one takes its files away
            if not any(temporary.iterdir()):
                wrong.append("nothing to take away")
            again = Session(tools.wpls, [*shlex.split(text), "--check"], folder, temporary, environment, [])
            again.play()
        if not killed and str(status) != sections["exit"].strip():
            wrong.append(f"exit status {status}")
        for which in ("stdout", "stderr"):
            wrong += compare(which, sections.get(which, ""), session.printed[which])
        wrong += left_behind(temporary)
        if wrong:
            wrong += [f"{which}: {session.printed[which]}" for which in session.printed]
    return wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--wpls", required=True)
    parser.add_argument("--envoy")
    parser.add_argument("--go")
    parser.add_argument("--only-envoy", action="store_true")
    parser.add_argument("paths", nargs="+", type=pathlib.Path)
    tools = parser.parse_args()
    tools.wpls = str(pathlib.Path(tools.wpls).resolve())
    if tools.envoy:
        tools.envoy = str(pathlib.Path(tools.envoy).resolve())
    passed = failed = skipped = 0
    home = tempfile.TemporaryDirectory()
    tools.alone = shutil.copy(tools.wpls, home.name)  # a build may have an Envoy beside it
    for path in [f for p in tools.paths for f in (sorted(p.rglob("*.txt")) if p.is_dir() else [p])]:
        wrong = run_case(tools, path)
        if wrong is None:
            skipped += 1
            continue
        passed, failed = passed + (not wrong), failed + bool(wrong)
        if wrong:
            print(f"FAILED {path}", *(f"  {w}" for w in wrong), sep="\n", flush=True)
    print(f"{passed} passed, {failed} failed" + (f", {skipped} SKIPPED: no Envoy or no Go here" if skipped and not tools.only_envoy else ""))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
