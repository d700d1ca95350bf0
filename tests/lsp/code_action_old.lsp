A client that knows neither versioned edits nor preferred actions gets the same repairs in its own form. Columns are bytes.

-- go.mod --
module example.com/actions

go 1.24.1

require github.com/higress-group/wasm-go v1.0.2
-- main.go --
package main

import (
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

type Config struct{ name string }

func init() {
	wrapper.SetCtx("actions", wrapper.ParseConfig(parseConfig))
}

func parseConfig(json gjson.Result, config *Config) error {
	config.name = json.Get("überName").String()
	return nil
}
-- config.yaml --
überNme: "🙂"
-- config.json --
{"a": "🙂", "überNme": "🙂"}
-- steps --
initialize {"general": {"positionEncodings": ["utf-8"]},
  "textDocument": {"codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": [""]}}}}}
open config.yaml
diagnostics config.yaml [{"code": "config/unknown-key", "codeDescription": absent}]
actions config.yaml "|über|Nme" "quickfix"
titles "rename to 'überName'" ...
repair "rename to 'überName'" "\"überName\": \"🙂\"\n"
diagnostics config.yaml {"version": 2, "diagnostics": []}
open config.json
diagnostics config.json [{}, {}]
actions config.json "\"|über|Nme"
titles "rename to 'überName'" "remove 'überNme'" "wpls: apply all safe fixes"
repair "rename to 'überName'" "{\"a\": \"🙂\", \"überName\": \"🙂\"}"
request shutdown
result null
notify exit
exits 0
