Where the client takes no snippets in edits, its own command puts the cursor where the reason of a comment is to be written.

-- go.mod --
module example.com/gate

go 1.24.1

require (
	github.com/higress-group/wasm-go v1.0.2
	github.com/tidwall/gjson v1.18.0
)
-- main.go --
package main

import (
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

type Config struct{ name string }

func init() { wrapper.SetCtx("gate", wrapper.ParseConfig(parseConfig)) }

func parseConfig(json gjson.Result, config *Config) error {
	config.name = json.Get("name").String()
	return nil
}
-- config.yaml --
name: a
nothing: here
-- steps --
initialize {"workspace": {"workspaceEdit": {"documentChanges": true}},
    "textDocument": {"codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}, "dataSupport": true, "resolveSupport": {"properties": ["edit"]}}},
    "initializationOptions": {"commands": ["wpls.placeCursor"]}}
open config.yaml
edit config.yaml "name: a" "name: 𝒢"
request textDocument/codeAction {"textDocument": {"uri": "$URI(config.yaml)"}, "range": {"start": {"line": 1, "character": 1}, "end": {"line": 1, "character": 1}}, "context": {"diagnostics": [], "only": ["quickfix"]}}
result [{"title": "ignore config/unknown-key for this line", "edit": absent, "command": absent}, {"title": "ignore config/unknown-key in this file"}]
request codeAction/resolve {"title": "ignore config/unknown-key for this line", "kind": "quickfix", "data": {"uri": "$URI(config.yaml)", "start": 11, "end": 18, "title": "ignore config/unknown-key for this line"}}
result {"command": {"command": "wpls.placeCursor", "arguments": [{"uri": "$URI(config.yaml)", "position": {"line": 1, "character": 33}}]},
    "edit": {"documentChanges": [{"edits": [{"newText": "# wpls:ignore config/unknown-key \n"}]}]}}
request shutdown
result null
notify exit
exits 0
