What a plugin, a key or a client's own words hide is written as escapes, in findings, in titles and in the log.

-- go.mod --
module example.com/hidden

go 1.24.1

require (
	github.com/higress-group/wasm-go v1.0.2
	github.com/tidwall/gjson v1.18.0
)
-- main.go --
package main

import (
	"errors"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

type Config struct{ name string }

func init() {
	wrapper.SetCtx("hidden", wrapper.ParseConfig(parseConfig))
}

func parseConfig(json gjson.Result, config *Config) error {
	config.name = json.Get("name").String()
	if config.name == "" {
		return errors.New("\x1b[31mno\nname\u202e")
	}
	return nil
}
-- config.yaml --
other: x
-- config-key.yaml --
name: a
"naem\e[2J\u202e": x
-- steps --
initialize {"textDocument": {"codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}}}}
open config.yaml
diagnostics config.yaml [{"code": "config/rejected", "message": "rejected by the plugin: \\x1b[31mno\\nname\\u202e\nmain.go:21: parseConfig returns this error when 'name' is missing or empty"}]
open config-key.yaml
diagnostics config-key.yaml [{"code": "config/unknown-key", "message": "'naem\\x1b[2J\\u202e' is never read by this plugin"}]
notify textDocument/didClose {"textDocument": {"uri": "untitled:\u001b[31m\u202e"}}
expect window/logMessage {"message": "close of a document that is not open ignored: untitled:\\x1b[31m\\u202e"}
request \u001b/none {}
error -32601 "*'\\u001b/none'*"
request shutdown
result null
notify exit
exits 0
