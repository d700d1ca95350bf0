A comment that takes a finding away has a place for the reason: a place to fill in where the client takes snippets in edits, else
the client's own command puts the cursor there.

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
initialize {"workspace": {"workspaceEdit": {"documentChanges": true, "snippetEditSupport": true}},
    "textDocument": {"codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}}},
    "initializationOptions": {"commands": ["wpls.placeCursor"]}}
open config.yaml
request textDocument/codeAction {"textDocument": {"uri": "$URI(config.yaml)"}, "range": {"start": {"line": 1, "character": 1}, "end": {"line": 1, "character": 1}}, "context": {"diagnostics": [], "only": ["quickfix"]}}
result [{"title": "ignore config/unknown-key for this line", "command": absent, "edit": {"documentChanges": [{"textDocument": {"version": 1}, "edits": [
        {"range": {"start": {"line": 1, "character": 0}, "end": {"line": 1, "character": 0}}, "newText": absent,
         "snippet": {"kind": "snippet", "value": "# wpls:ignore config/unknown-key ${1:reason}\n"}}]}]}},
    {"edit": {"documentChanges": [{"edits": [{"snippet": {"value": "# wpls:ignore config/unknown-key ${1:reason}\n\n"}}]}]}}]
request shutdown
result null
notify exit
exits 0
