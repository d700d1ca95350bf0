A client that pulls gets findings as answers and no longer as notifications; what did not change is not sent again. Files that are not open
are published still. It is asked to pull again when settings or the disk change what it has.

-- go.mod --
module example.com/pull

go 1.24.1

require (
	github.com/higress-group/wasm-go v1.0.2
	github.com/tidwall/gjson v1.18.0
)
-- main.go --
package main

import (
	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm"
	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types"
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

type Config struct{ name string }

func init() {
	wrapper.SetCtx("pull", wrapper.ParseConfig(parseConfig), wrapper.ProcessResponseHeaders(onHttpResponseHeaders))
}

func parseConfig(json gjson.Result, config *Config) error {
	config.name = json.Get("name").String()
	return nil
}

func onHttpResponseHeaders(ctx wrapper.HttpContext, config Config) types.Action {
	_, _ = proxywasm.GetHttpRequestHeader("x-tenant")
	return types.ActionContinue
}
-- config.yaml --
nam: a
-- steps --
initialize {"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": true}}}
capabilities {"capabilities": {"diagnosticProvider": {"identifier": "wpls", "interFileDependencies": true, "workspaceDiagnostics": false}}}
# Until it pulls, nobody knows whether it will.
open config.yaml
diagnostics config.yaml [{"code": "config/unknown-key"}]
request textDocument/diagnostic {"textDocument": {"uri": "$URI(config.yaml)"}}
result {"kind": "full", "resultId": "*", "items": [{"code": "config/unknown-key", "range": {"end": {"character": 3}}}]}
diagnostics config.yaml []
diagnostics main.go [{"code": "phase/wrong-phase"}]

open main.go
diagnostics main.go []
request textDocument/diagnostic {"textDocument": {"uri": "$URI(main.go)"}, "identifier": "wpls", "previousResultId": "old"}
result {"kind": "full", "items": [{"code": "phase/wrong-phase"}]}
request textDocument/diagnostic {"textDocument": {"uri": "$URI(main.go)"}, "previousResultId": "$RESULT"}
result {"kind": "unchanged", "items": absent}

edit config.yaml "nam: a" "name: a"
request textDocument/diagnostic {"textDocument": {"uri": "$URI(config.yaml)"}}
result {"kind": "full", "items": []}
notify workspace/didChangeConfiguration {"settings": {"wpls": {"rules": {"phase/*": "off"}}}}
expect workspace/diagnostic/refresh absent
request textDocument/diagnostic {"textDocument": {"uri": "$URI(main.go)"}, "previousResultId": "$RESULT"}
result {"kind": "full", "items": []}

request textDocument/diagnostic {"textDocument": {"uri": "$URI(closed.yaml)"}}
result {"kind": "full", "resultId": absent, "items": []}
request textDocument/diagnostic {"textDocument": {}}
error -32602
request shutdown
result null
notify exit
exits 0
