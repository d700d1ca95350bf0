"""What somebody at an editor waits for, by wpls and by the servers for YAML and for Go: the same requests at the same places.

Wall time has in it what else the machine is doing, CPU time (of the server with its threads and children) has not. The others wait on
purpose before they look at a change: gopls is told not to, yaml-language-server can't be and waits 0.2 s; its CPU time tells without."""

import os
import pathlib
import re
import statistics
import time

from language_server import Client

CAPABILITIES = {
    "workspace": {"configuration": True, "workspaceFolders": True},
    "textDocument": {
        "publishDiagnostics": {"versionSupport": True},
        "hover": {"contentFormat": ["markdown"]},
        "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"],
                                          "resolveSupport": {"properties": ["documentation", "detail"]}}},
    },
}
TIMEOUT = 240  # s for what a server is waited for


def processes(pid):
    """The process and those that descend from it."""
    try:
        children = [int(child) for task in pathlib.Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()]
    except OSError:
        return []
    return [pid, *(one for child in children for one in processes(child))]


def computed(pid):
    """Milliseconds of CPU time so far, of those that run and of those that were waited for."""
    total = 0
    for process in processes(pid):
        try:
            total += sum(int((task / "schedstat").read_text().split()[0]) for task in pathlib.Path(f"/proc/{process}/task").iterdir()) / 1e6
            waited = pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[13:15]
            total += sum(map(int, waited)) * 1000 / os.sysconf("SC_CLK_TCK")
        except OSError:
            pass
    return total


def resident(pid, line="VmRSS"):
    """MiB that the processes have now, or with VmHWM had at most, each by itself."""
    kib = 0
    for process in processes(pid):
        try:
            kib += int(re.search(line + r":\s+(\d+)", pathlib.Path(f"/proc/{process}/status").read_text()).group(1))
        except (OSError, AttributeError):
            pass
    return kib / 1024


class Editor:
    """One server with one folder."""

    def __init__(self, server, folder):
        self.began = time.perf_counter()
        self.versions, self.found, self.number = {}, set(), 1
        self.client = Client([str(part) for part in server["command"]], server.get("settings", {}), timeout=TIMEOUT)
        self.client.note = self.note
        self.pid = self.client.process.pid
        self.client.request(1, "initialize", {
            "processId": os.getpid(), "rootUri": folder.as_uri(), "workspaceFolders": [{"uri": folder.as_uri(), "name": "bench"}],
            "capabilities": CAPABILITIES, "initializationOptions": server.get("options", {})})
        self.client.send(method="initialized", params={})
        self.client.send(method="workspace/didChangeConfiguration", params={"settings": server.get("settings", {})})

    def open(self, path, language, wait=True):
        """Milliseconds since the server's start, wall and CPU, until there were findings in it."""
        self.versions[path.as_uri()] = 1
        self.client.send(method="textDocument/didOpen", params={"textDocument": {
            "uri": path.as_uri(), "languageId": language, "version": 1, "text": path.read_text(encoding="utf-8")}})
        if wait:
            self.settled(path)
        return (time.perf_counter() - self.began) * 1e3, computed(self.pid)

    def note(self, message):
        if message.get("method") != "textDocument/publishDiagnostics":
            return
        uri, version = message["params"]["uri"], message["params"].get("version")
        if version is None or version == self.versions.get(uri):  # who tells no versions sends findings once a change
            self.found.add(uri)

    def settled(self, path):
        """Waits for the findings of its text."""
        while path.as_uri() not in self.found:
            self.client.wait(lambda m: m.get("method") == "textDocument/publishDiagnostics")

    def change(self, path, start, end, text):
        self.versions[path.as_uri()] += 1
        self.found.discard(path.as_uri())
        place = {"start": {"line": start[0], "character": start[1]}, "end": {"line": end[0], "character": end[1]}}
        self.client.send(method="textDocument/didChange", params={
            "textDocument": {"uri": path.as_uri(), "version": self.versions[path.as_uri()]}, "contentChanges": [{"range": place, "text": text}]})

    def key(self, path, start, end, text):
        """A key and the findings that follow: wall and CPU."""
        wall, cpu = time.perf_counter(), computed(self.pid)
        self.change(path, start, end, text)
        self.settled(path)
        return (time.perf_counter() - wall) * 1e3, computed(self.pid) - cpu

    def ask(self, method, path, at):
        wall, cpu = time.perf_counter(), computed(self.pid)
        self.number += 1
        answer = self.client.request(self.number, f"textDocument/{method}", {
            "textDocument": {"uri": path.as_uri()}, "position": {"line": at[0], "character": at[1]}})
        wall = (time.perf_counter() - wall) * 1e3
        return wall, computed(self.pid) - cpu, answer.get("result")

    def complete_after(self, path, at, letter):
        """A letter is typed and completion asked for at once, as editors do; then the letter is taken back."""
        wall, cpu = time.perf_counter(), computed(self.pid)
        self.change(path, at, at, letter)
        answer = self.ask("completion", path, (at[0], at[1] + 1))[2]
        wall, cpu = (time.perf_counter() - wall) * 1e3, computed(self.pid) - cpu
        self.settled(path)
        self.key(path, at, (at[0], at[1] + 1), "")
        return wall, cpu, answer

    def close(self):
        self.client.process.kill()
        self.client.process.wait()


def spread(places, count):
    """`count` of them, from the first to the last."""
    return places if len(places) <= count else [places[i * len(places) // count] for i in range(count)]


def places_of(path, pattern, count):
    """(line, column) behind what the pattern matches."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return spread([(number, match.end()) for number, line in enumerate(lines) if (match := re.search(pattern, line))], count)


def summary(times):
    """Median and the 99th percentile of wall and CPU."""
    def percentile(values, part):
        return sorted(values)[min(len(values) - 1, int(len(values) * part))]
    walls, cpus = [t[0] for t in times], [t[1] for t in times]
    return {"wall": statistics.median(walls), "wall99": percentile(walls, 0.99), "cpu": statistics.median(cpus), "cpu99": percentile(cpus, 0.99)}


def items_of(answer):
    items = answer.get("items", []) if isinstance(answer, dict) else answer
    return len(items or [])


def measure_text(server, folder, path, language, places, count):
    """Rows of one file in one server; `places`: patterns behind which to hover, to type a value, and to complete."""
    rows, starts = {}, []
    for _ in range(3 if count > 50 else 1):
        editor = Editor(server, folder)
        starts.append(editor.open(path, language))
        editor.close()
    rows["start to first findings"] = summary(starts)
    editor = Editor(server, folder)
    editor.open(path, language)
    editor.ask("hover", path, (0, 0))
    hovers = [editor.ask("hover", path, (line, column - 1)) for line, column in places_of(path, places["hover"], count)]
    rows["hover"] = {**summary(hovers), "note": f"{sum(bool(h[2]) for h in hovers)} of {len(hovers)} answered"}
    keys = []
    for at in places_of(path, places["key"], max(4, count // 8)):
        keys += [editor.key(path, at, at, "1"), editor.key(path, at, (at[0], at[1] + 1), "")]
    rows["key to findings"] = {**summary(keys), "note": f"{len(keys)} keys"}
    letters = [editor.complete_after(path, at, places["letter"]) for at in places_of(path, places["complete"], max(4, count // 2))]
    rows["completion after a key"] = {**summary(letters), "note": f"{sum(items_of(a[2]) > 0 for a in letters)} of {len(letters)} with items"}
    rows["memory"] = {"now": resident(editor.pid), "most": resident(editor.pid, "VmHWM")}
    editor.close()
    return rows


def measure_many(server, folder, paths, language):
    """All of them open in one editor: time until each has findings, and memory."""
    editor = Editor(server, folder)
    try:
        for path in paths:
            editor.open(path, language, wait=False)
        for path in paths:
            editor.settled(path)
        wall, cpu = (time.perf_counter() - editor.began) * 1e3, computed(editor.pid)
        time.sleep(1)  # what it frees when it has nothing to do counts for it, and not for what it had at most
        return {"wall": wall, "cpu": cpu, "now": resident(editor.pid), "most": resident(editor.pid, "VmHWM")}
    finally:
        editor.close()
