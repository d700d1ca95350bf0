Messages that are wrong, or come at the wrong time (LSP 3.17, "Base protocol" and "Server lifecycle").

-- config.yaml --
mode: strict
-- steps --
# Before initialize: requests are refused, notifications dropped.
request textDocument/hover {}
error -32002
request shutdown
error -32002
notify textDocument/didOpen {"textDocument": {"uri": "$URI(config.yaml)", "languageId": "yaml", "version": 1, "text": "["}}
request initialize {"processId": null}
error -32602 "*'capabilities'*"
initialize {}
request initialize {"processId": null, "rootUri": null, "capabilities": {}}
error -32600

# Not JSON, not a request.
frame {"jsonrpc": "2.0", "id": 1,
message {"id": null, "error": {"code": -32700, "message": "*"}}
frame {"jsonrpc": "2.0"} x
message {"id": null, "error": {"code": -32700, "message": "*"}}
frame ""
message {"id": null, "error": {"code": -32700, "message": "*"}}
bytes "Content-Length: 3\r\n\r\n\"\u00ff\""
message {"id": null, "error": {"code": -32700, "message": "*"}}
frame [{"jsonrpc": "2.0", "id": 1, "method": "shutdown"}]
message {"id": null, "error": {"code": -32600, "message": "*batch*"}}
frame 1
message {"id": null, "error": {"code": -32600}}
frame {"jsonrpc": "2.0", "id": "a", "method": 1}
message {"id": "a", "error": {"code": -32600}}
frame {"id": "b", "method": "shutdown"}
message {"id": "b", "error": {"code": -32600, "message": "*jsonrpc*"}}
frame {"jsonrpc": "2.0", "id": 1.5, "method": "shutdown"}
message {"id": null, "error": {"code": -32600, "message": "*'id'*"}}
frame {"jsonrpc": "2.0", "id": {}, "method": "shutdown"}
message {"id": null, "error": {"code": -32600, "message": "*'id'*"}}
frame {"jsonrpc": "2.0", "id": "c", "method": "textDocument/hover", "params": 1}
message {"id": "c", "error": {"code": -32602}}
frame {"jsonrpc": "2.0", "id": "d", "method": "textDocument/hover", "params": []}
message {"id": "d", "error": {"code": -32602}}

# Ids come back as they were sent.
frame {"jsonrpc": "2.0", "id": 9007199254740993, "method": "x"}
message {"id": 9007199254740993, "error": {"code": -32601, "message": "*'x'"}}
frame {"jsonrpc": "2.0", "method": "x", "id": "a\u0000\"\\}b"}
message {"id": "a\u0000\"\\}b", "error": {"code": -32601}}
frame {"params": {"id": 7}, "id": -1, "jsonrpc": "2.0", "method": "$/x"}
message {"id": -1, "error": {"code": -32601}}

# So does one whose message is no JSON further on; half of a pair in UTF-16 counts as U+FFFD.
frame {"jsonrpc": "2.0", "id": "e", "method": "x", "params": {"a": "\ud800"}}
message {"id": "e", "error": {"code": -32601}}
frame {"jsonrpc": "2.0", "id": "f", "method": "x", "params": {"a": }}
message {"id": "f", "error": {"code": -32700}}

# Unknown methods and wrong params.
request textDocument/x {}
error -32601
request textDocument/didOpen {}
error -32601
notify textDocument/x {}
notify $/x {}
notify $/setTrace {"value": "off"}
request textDocument/hover {"textDocument": {"uri": 1}, "position": {"line": 0, "character": 0}}
error -32602
request textDocument/hover {"textDocument": {"uri": "file:///a"}, "position": {"line": -1, "character": 0}}
error -32602
request textDocument/hover
error -32602
notify textDocument/didOpen {"textDocument": {}}
expect window/logMessage {"type": 2, "message": "textDocument/didOpen ignored: *uri*"}

# Framing: other headers, lines that end in LF, a header that makes no sense, a message over the limit.
bytes "content-length:   44\nContent-Type: application/vscode-jsonrpc; charset=utf-8\n\n{\"jsonrpc\":\"2.0\",\"id\":\"f1\",\"method\":\"x\"}    "
message {"id": "f1", "error": {"code": -32601}}
bytes "Content-Length: many\r\n\r\n{}"
message {"id": null, "error": {"code": -32700}}
bytes "Content-Length: 40\r\n\r\n{\"jsonrpc\":\"2.0\",\"id\":\"f2\",\"method\":\"x\"}"
message {"id": "f2", "error": {"code": -32601}}
large 67108864
large 67108865
expect window/logMessage {"type": 1, "message": "*larger than 64 MiB ($/large, 67108865 bytes)"}
large 67108865 {"jsonrpc":"2.0","id":"big","method":"textDocument/hover","params":["
message {"id": "big", "error": {"code": -32600, "message": "*64 MiB*"}}
large 67108865 {"jsonrpc":"2.0","id":-17,"method":"shutdown","params":["
message {"id": -17, "error": {"code": -32600, "message": "*64 MiB*"}}
large 67108865 {"jsonrpc":"2.0","id":{"a":["
message {"id": null, "error": {"code": -32600, "message": "*64 MiB*"}}
large 67108865 [["
message {"id": null, "error": {"code": -32600, "message": "*64 MiB*"}}
expect window/logMessage {"message": "*(textDocument/hover, *"}
expect window/logMessage {"message": "*(shutdown, *"}
expect window/logMessage {"message": "*(an unknown method, *"}
expect window/logMessage {"message": "*(an unknown method, *"}
bytes "Content-Length: 99999999999999999999\r\n\r\n{}"
message {"id": null, "error": {"code": -32700}}
bytes "Content-Length : 2\r\n\r\n{}"
bytes "Content-Length: 2\r\nContent-Length: -2\r\n\r\n{}"
message {"id": null, "error": {"code": -32700}}
bytes "Content-Length: 40\r\n\r\n{\"jsonrpc\":\"2.0\",\"id\":\"f3\",\"method\":\"x\"}"
message {"id": "f3", "error": {"code": -32601}}

# After shutdown: requests are refused, notifications but exit ignored.
request shutdown
result null
request textDocument/hover {}
error -32600
request initialize {"processId": null, "rootUri": null, "capabilities": {}}
error -32600
notify textDocument/didOpen {"textDocument": {}}
notify exit
exits 0
