From a call that is wrong in its phase to the handler that leads to it.

-- go.mod --
module example.com/gate

go 1.24.1

require (
	github.com/higress-group/proxy-wasm-go-sdk v1.0.0
	github.com/higress-group/wasm-go v1.0.2
)
-- main.go --
package main

import (
	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm"
	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types"
	"github.com/higress-group/wasm-go/pkg/wrapper"
)

func main() {}

type Config struct{}

func init() {
	wrapper.SetCtx("gate", wrapper.ProcessResponseHeaders(onHttpResponseHeaders))
}

func mark() {
	_ = proxywasm.AddHttpRequestHeader("x", "1")
}

func onHttpResponseHeaders(ctx wrapper.HttpContext, config Config) types.Action {
	mark()
	return types.ActionContinue
}
-- steps --
initialize {}
open main.go
at definition main.go "proxywasm.AddHttp|RequestHeader"
result [{"uri": "$URI(main.go)", "range": {"start": {"line": 20}}}, ...]
request shutdown
result null
notify exit
exits 0
