#!/usr/bin/env python3
"""Starts a language server and says hello: usage: handshake.py PROGRAM [ARGUMENT]...; 0 when it introduces itself as wpls and ends as asked."""
import json
import subprocess
import sys


def framed(**message):
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def main():
    server = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    server.stdin.write(framed(id=1, method="initialize", params={"processId": None, "rootUri": None, "capabilities": {}}))
    server.stdin.flush()
    length = 0
    while (line := server.stdout.readline().strip()):
        if line.lower().startswith(b"content-length:"):
            length = int(line.split(b":")[1])
    answer = json.loads(server.stdout.read(length))
    server.stdin.write(framed(method="initialized", params={}) + framed(id=2, method="shutdown") + framed(method="exit"))
    server.stdin.close()
    server.stdout.read()
    status = server.wait(timeout=60)
    print(json.dumps(answer.get("result", answer).get("serverInfo")), status)
    sys.exit(0 if answer["result"]["serverInfo"]["name"] == "wpls" and status == 0 else 1)


if __name__ == "__main__":
    main()
