Documentation of a completion item that the client asks for when it shows it; what takes an item when it is typed.

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
	name string
	on   bool
}

func parseConfig(json gjson.Result, config *pluginConfig) error {
	config.name = json.Get("name").String()
	config.on = json.Get("on").Bool()
	return nil
}
-- config.yaml --
na
-- steps --
initialize {"textDocument": {"completion": {"completionItem": {"snippetSupport": true, "insertTextModeSupport": {"valueSet": [1, 2]},
    "commitCharactersSupport": true, "resolveSupport": {"properties": ["documentation"]}}}}}
open config.yaml
complete config.yaml "na|\n"
result {"items": [{"label": "name", "documentation": absent, "data": {"uri": "$URI(config.yaml)", "offset": 2}}, ...]}
request completionItem/resolve {"label": "name", "kind": 10, "data": {"uri": "$URI(config.yaml)", "offset": 2}, "sortText": "20000"}
result {"label": "name", "kind": 10, "sortText": "20000", "documentation": {"kind": "plaintext", "value": "*read at main.go:20"}}

# The text has changed since: the item stays as it is.
replace config.yaml ""
request completionItem/resolve {"label": "name", "data": {"uri": "$URI(config.yaml)", "offset": 2}}
result {"label": "name", "documentation": absent}
request completionItem/resolve {"label": "name"}
result {"label": "name", "documentation": absent}
request completionItem/resolve {"kind": 10}
error -32602 "*label*"

# Behind a value between brackets a comma takes it.
replace config.yaml "{on: }\n"
complete config.yaml "on: |}"
result {"items": [{"label": "true", "commitCharacters": [","]}, ...]}
request shutdown
result null
notify exit
exits 0
