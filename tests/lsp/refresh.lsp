A client that shows hints and colours of a configuration is asked to ask again when the plugin's code changes, once, and not for what
it edits itself.

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
title: b
-- steps --
initialize {"workspace": {"inlayHint": {"refreshSupport": true}, "semanticTokens": {"refreshSupport": true}, "codeLens": {"refreshSupport": true}}}
open config.yaml
open main.go
request textDocument/semanticTokens/full {"textDocument": {"uri": "$URI(config.yaml)"}}
result {"data": [0, 0, 4, 0, 0, 1, 0, 5, 0, 2]}
edit main.go "\"name\"" "\"title\""
expect workspace/inlayHint/refresh absent
expect workspace/semanticTokens/refresh absent
request textDocument/semanticTokens/full {"textDocument": {"uri": "$URI(config.yaml)"}}
result {"data": [0, 0, 4, 0, 2, 1, 0, 5, 0, 0]}

# The client edits it: it asks itself.
edit config.yaml "name: a" "named: a"
edit main.go "\"title\"" "\"named\""
hover config.yaml "na|med"
result {"contents": {"value": "*named*"}}
nothing workspace/inlayHint/refresh
nothing workspace/semanticTokens/refresh
nothing workspace/codeLens/refresh
request shutdown
result null
notify exit
exits 0
