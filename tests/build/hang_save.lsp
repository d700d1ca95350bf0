A build that never ends, with saves meanwhile: what is cancelled after them, by its request or by its progress, is not built once more,
and what was cancelled or refused is no build that failed.

-- go.mod --
module example.com/old

go 1.20
-- main.go --
package main

func main() {
	proxywasm.SetVMContext(nil)
}
-- other/plugin.c --
int f(void) { return 1; }
-- wpls.yaml --
build: {onSave: true}
-- steps --
initialize {"window": {"workDoneProgress": true}, "initializationOptions": {"trusted": true, "statusNotifications": true}}
expect wpls/status {"indexing": true, "lastBuild": null}
expect wpls/status {"indexing": false, "lastBuild": null}
open main.go
request workspace/executeCommand {"command": "wpls.build", "arguments": [{"uri": "$URI(main.go)"}], "workDoneToken": "first"}
expect $/progress {"token": "first", "value": {"kind": "begin"}}
expect $/progress {"token": "first", "value": {"kind": "report", "message": "looking for TinyGo"}}
expect $/progress {"token": "first", "value": {"kind": "report", "message": "compiling with TinyGo 0.33.0"}}
notify textDocument/didSave {"textDocument": {"uri": "$URI(main.go)"}}
notify $/cancelRequest {"id": 2}
expect $/progress {"token": "first", "value": {"kind": "end", "message": "cancelled; the module is as it was"}}
error -32800 "request cancelled"
request workspace/executeCommand {"command": "wpls.build", "arguments": [{"uri": "$URI(main.go)"}], "workDoneToken": "second"}
expect $/progress {"token": "second", "value": {"kind": "begin"}}
expect $/progress {"token": "second", "value": {"kind": "report", "message": "looking for TinyGo"}}
expect $/progress {"token": "second", "value": {"kind": "report", "message": "compiling with TinyGo 0.33.0"}}
notify textDocument/didSave {"textDocument": {"uri": "$URI(main.go)"}}
notify window/workDoneProgress/cancel {"token": "second"}
expect $/progress {"token": "second", "value": {"kind": "end", "message": "cancelled; the module is as it was"}}
error -32800 "request cancelled"
request workspace/executeCommand {"command": "wpls.build", "arguments": [{"uri": "$URI(other/plugin.c)"}], "workDoneToken": "third"}
expect $/progress {"token": "third", "value": {"kind": "begin", "title": "building other"}}
result {"ok": true}
expect wpls/status {"lastBuild": {"name": "other", "ok": true}}
request shutdown
result null
notify exit
exits 0
