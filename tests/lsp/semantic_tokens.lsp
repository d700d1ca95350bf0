Keys by what becomes of them, in documents of each form, and in the code that reads them.

-- go.mod --
module example.com/plugin

go 1.24.1

require (
	github.com/higress-group/wasm-go v1.0.0
	github.com/tidwall/gjson v1.18.0
)
-- main.go --
package main

import (
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("plugin", wrapper.ParseConfig(parseConfig))
}

type pluginConfig struct {
	kind, address, path string
}

func parseConfig(json gjson.Result, config *pluginConfig) error {
	config.kind = json.Get("kind").String()
	switch config.kind {
	case "remote":
		config.address = json.Get("address").String()
	case "local":
		config.path = json.Get("files.path").String()
	}
	return nil
}
-- config.yaml --
kind: local
address: x
other: 1
files:
  path: /x
_rules_:
- _match_route_: [a]
  kind: local
-- gateway.yaml --
apiVersion: extensions.higress.io/v1alpha1
kind: WasmPlugin
metadata:
  name: plugin
spec:
  url: oci://registry.example.com/plugins/plugin:1.0.0
  defaultConfig: {"kind": remote}
-- steps --
initialize {}
capabilities {"capabilities": {"semanticTokensProvider": {"legend": {"tokenTypes": ["property", "keyword"], "tokenModifiers": ["deprecated", "unknown"]}, "full": {"delta": true}, "range": true}}}
open config.yaml
request textDocument/semanticTokens/full {"textDocument": {"uri": "$URI(config.yaml)"}}
result {"data": [0, 0, 4, 0, 0, 1, 0, 7, 0, 1, 1, 0, 5, 0, 2, 1, 0, 5, 0, 0, 1, 2, 4, 0, 0, 1, 0, 7, 1, 0, 1, 2, 13, 1, 0, 1, 2, 4, 0, 0]}
request textDocument/semanticTokens/range {"textDocument": {"uri": "$URI(config.yaml)"}, "range": {"start": {"line": 1, "character": 0}, "end": {"line": 2, "character": 0}}}
result {"data": [1, 0, 7, 0, 1, 1, 0, 5, 0, 2]}
# What changed of the last answer alone; nothing where nothing did; all where the client's answer is another one.
request textDocument/semanticTokens/full/delta {"textDocument": {"uri": "$URI(config.yaml)"}, "previousResultId": "$RESULT"}
result {"edits": [], "data": absent}
edit config.yaml "other: 1" "another: 1"
request textDocument/semanticTokens/full/delta {"textDocument": {"uri": "$URI(config.yaml)"}, "previousResultId": "$RESULT"}
result {"edits": [{"start": 12, "deleteCount": 1, "data": [7]}], "data": absent}
request textDocument/semanticTokens/full/delta {"textDocument": {"uri": "$URI(config.yaml)"}, "previousResultId": "other"}
result {"data": [0, 0, 4, 0, 0, 1, 0, 7, 0, 1, 1, 0, 7, 0, 2, 1, 0, 5, 0, 0, 1, 2, 4, 0, 0, 1, 0, 7, 1, 0, 1, 2, 13, 1, 0, 1, 2, 4, 0, 0], "edits": absent}
request textDocument/semanticTokens/full/delta {"textDocument": {"uri": "$URI(config.yaml)"}}
error -32602
edit config.yaml "another: 1" "other: 1"
open gateway.yaml
request textDocument/semanticTokens/full {"textDocument": {"uri": "$URI(gateway.yaml)"}}
result {"data": [6, 18, 6, 0, 0]}
open main.go
request textDocument/semanticTokens/full {"textDocument": {"uri": "$URI(main.go)"}}
result {"data": [18, 25, 4, 0, 0, 3, 29, 7, 0, 0, 2, 32, 4, 0, 0]}
request textDocument/semanticTokens/full {"textDocument": {"uri": "file:///nowhere.yaml"}}
result {"data": []}
request shutdown
result null
notify exit
exits 0
