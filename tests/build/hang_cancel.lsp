A build that never ends (its compiler is a stand-in that sleeps): cancelled by its progress, and by the request; the server answers
meanwhile, a second build of the plugin is refused, and a third begins when the first is gone.

-- go.mod --
module example.com/old

go 1.20
-- main.go --
package main

import "github.com/tetratelabs/proxy-wasm-go-sdk/proxywasm"

func main() {
	proxywasm.SetVMContext(nil)
}
-- main.wasm --
the old module
-- config.yaml --
a: 1
-- steps --
initialize {"window": {"workDoneProgress": true}, "initializationOptions": {"trusted": true}}
open config.yaml
diagnostics config.yaml []
request workspace/executeCommand {"command": "wpls.build", "arguments": [{"uri": "$URI(main.go)"}]}
expect window/workDoneProgress/create {"token": "wpls-build-1"}
expect $/progress {"token": "wpls-build-1", "value": {"kind": "begin", "title": "building *"}}
expect $/progress {"token": "wpls-build-1", "value": {"kind": "report", "message": "looking for TinyGo"}}
expect $/progress {"token": "wpls-build-1", "value": {"kind": "report", "message": "compiling with TinyGo 0.33.0"}}
edit config.yaml "a: 1" "a: [1"
diagnostics config.yaml [{"code": "yaml/bracket"}]
request workspace/executeCommand {"command": "wpls.build", "arguments": [{"uri": "$URI(main.go)"}], "workDoneToken": "second"}
expect $/progress {"token": "second", "value": {"kind": "begin"}}
expect $/progress {"token": "second", "value": {"kind": "report", "message": "looking for TinyGo"}}
expect $/progress {"token": "second", "value": {"kind": "end", "message": "another build of '*' is running; wait for its end, or cancel it"}}
notify window/workDoneProgress/cancel {"token": "wpls-build-1"}
expect $/progress {"token": "wpls-build-1", "value": {"kind": "end", "message": "cancelled; the module is as it was"}}
error -32800 "request cancelled"
result {"ok": false, "output": null, "message": "another build of '*' is running; wait for its end, or cancel it"}
request workspace/executeCommand {"command": "wpls.build", "arguments": [{"uri": "$URI(main.go)"}], "workDoneToken": "third"}
expect $/progress {"token": "third", "value": {"kind": "begin"}}
expect $/progress {"token": "third", "value": {"kind": "report", "message": "looking for TinyGo"}}
expect $/progress {"token": "third", "value": {"kind": "report", "message": "compiling with TinyGo 0.33.0"}}
notify $/cancelRequest {"id": 4}
expect $/progress {"token": "third", "value": {"kind": "end", "message": "cancelled; the module is as it was"}}
error -32800 "request cancelled"
request shutdown
result null
notify exit
exits 0
