The same in Chinese.

-- a.yaml --
a: 1
-- steps --
request initialize {"processId": null, "capabilities": {}, "locale": "zh-cn", "rootUri": null}
result ...
notify initialized {}
large 67108865 {"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":"$URI(a.yaml)","version":2},"contentChanges":["
expect window/showMessage {"type": 2, "message": "wpls: 消息超过 64 MiB (textDocument/didChange, 67108865 字节)；wpls 视该文档为已关闭，重新打开后再跟踪"}
request shutdown
result null
notify exit
exits 0
