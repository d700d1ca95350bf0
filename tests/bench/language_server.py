"""Opens documents in a language server and waits for the findings of each."""

import json
import queue
import subprocess
import threading


class Client:
    def __init__(self, command, settings, timeout=120):
        self.timeout = timeout  # s for one message
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.settings = settings
        self.note = lambda message: None  # of the user's, for all that comes while something else is waited for
        self.messages = queue.SimpleQueue()  # read by a thread: the server must never wait for us while we write
        threading.Thread(target=self.read, daemon=True).start()

    def send(self, **message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def read(self):
        length = 0
        for line in iter(self.process.stdout.readline, b""):
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
            elif not line.strip():
                self.messages.put(json.loads(self.process.stdout.read(length)))

    def answer(self, message):
        """Replies to what a server asks its client."""
        result = None
        if message["method"] == "workspace/configuration":
            result = [self.settings.get(item.get("section", "")) for item in message["params"]["items"]]
        self.send(id=message["id"], result=result)

    def wait(self, wanted):
        """The first message for which `wanted` holds."""
        while True:
            message = self.messages.get(timeout=self.timeout)
            self.note(message)
            if "method" in message and "id" in message:
                self.answer(message)
            elif wanted(message):
                return message

    def request(self, number, method, params):
        self.send(id=number, method=method, params=params)
        return self.wait(lambda m: m.get("id") == number and "method" not in m)


def open_documents(command, settings, documents):
    """The number of findings in all documents."""
    client = Client(command, settings)
    folders = {"workspaceFolders": True, "configuration": True}
    client.request(1, "initialize", {"processId": None, "rootUri": None, "capabilities": {"workspace": folders}})
    client.send(method="initialized", params={})
    client.send(method="workspace/didChangeConfiguration", params={"settings": settings})
    found, waiting = 0, {path.as_uri() for path in documents}
    for path in documents:
        item = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": path.read_text()}
        client.send(method="textDocument/didOpen", params={"textDocument": item})
    while waiting:
        message = client.wait(lambda m: m.get("method") == "textDocument/publishDiagnostics")
        waiting.discard(message["params"]["uri"])
        found += len(message["params"]["diagnostics"])
    client.request(2, "shutdown", None)
    client.send(method="exit")
    client.process.stdin.close()
    client.process.wait(timeout=20)
    return found
