Code lenses stand where a plugin registers itself, of those commands that the client says it has.

-- full/go.mod --
module example.com/full

go 1.24.1

require (
	github.com/higress-group/wasm-go v1.0.2
	github.com/tidwall/gjson v1.18.0
)
-- full/main.go --
package main

import (
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

type Config struct{ name string }

func init() {
	wrapper.SetCtx(
		"full",
		wrapper.ParseConfig(parseConfig),
	)
}

func parseConfig(json gjson.Result, config *Config) error {
	config.name = json.Get("name").String()
	return nil
}
-- full/other.go --
package main

const answer = 42
-- bare/go.mod --
module example.com/bare

go 1.24.1

require github.com/higress-group/wasm-go v1.0.2
-- bare/main.go --
package main

import "github.com/higress-group/wasm-go/pkg/wrapper"

func main() {}

type Config struct{}

func init() { wrapper.SetCtx[Config]("bare") }
-- full/config.yaml --
name: a
-- steps --
initialize {"initializationOptions": {"commands": ["wpls.buildPlugin", "wpls.showSchema", "something.else", 7]}}
capabilities {"capabilities": {"codeLensProvider": {"resolveProvider": true}}}
open full/main.go
request textDocument/codeLens {"textDocument": {"uri": "$URI(full/main.go)"}}
result [{"range": {"start": {"line": 12, "character": 1}, "end": {"line": 12}}, "command": {"title": "build", "command": "wpls.buildPlugin", "arguments": [{"uri": "$URI(full)"}]}},
    {"command": {"title": "show schema", "command": "wpls.showSchema", "arguments": [{"uri": "$URI(full)"}]}}]

# They move with the code, and go with it.
edit full/main.go "type Config" "\n\ntype Config"
request textDocument/codeLens {"textDocument": {"uri": "$URI(full/main.go)"}}
result [{"range": {"start": {"line": 14}}}, {"range": {"start": {"line": 14}}}]
edit full/main.go "wrapper.SetCtx(" "ignore("
request textDocument/codeLens {"textDocument": {"uri": "$URI(full/main.go)"}}
result []

# No schema without a parse function; nothing in files that register nothing, that are no sources or not open.
open bare/main.go
request textDocument/codeLens {"textDocument": {"uri": "$URI(bare/main.go)"}}
result [{"command": {"command": "wpls.buildPlugin", "arguments": [{"uri": "$URI(bare)"}]}}]
open full/other.go
request textDocument/codeLens {"textDocument": {"uri": "$URI(full/other.go)"}}
result []
open full/config.yaml
request textDocument/codeLens {"textDocument": {"uri": "$URI(full/config.yaml)"}}
result []
request textDocument/codeLens {"textDocument": {"uri": "$URI(gone.go)"}}
result []
request textDocument/codeLens {}
error -32602
request shutdown
result null
notify exit
exits 0
