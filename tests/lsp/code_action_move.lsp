A plugin that TinyGo builds has nothing wrong with it: the move to today's SDK is offered at the import, with edits of all its files.

-- go.mod --
module example.com/move

go 1.19

require github.com/alibaba/higress/plugins/wasm-go v1.4.2
-- main.go --
package main

import (
	"github.com/alibaba/higress/plugins/wasm-go/pkg/wrapper"
	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types"
)

func main() {
	wrapper.SetCtx("move", wrapper.ProcessRequestHeadersBy(onRequestHeaders))
}

type Config struct{}

func onRequestHeaders(ctx wrapper.HttpContext, config Config, log wrapper.Log) types.Action {
	return types.ActionContinue
}
-- steps --
initialize {"textDocument": {"codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": [""]}}}}}
open main.go
diagnostics main.go []
actions main.go "higress/|plugins|/wasm-go/pkg/wrapper" "refactor"
titles "move the plugin to today's SDK (then: go mod tidy)"
actions main.go "|func| main" "refactor"
titles
request shutdown
result null
notify exit
exits 0
