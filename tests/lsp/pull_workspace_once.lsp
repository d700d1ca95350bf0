A client that takes neither partial results nor requests to ask again would not hear of changes: what it has not open is published for it
still, whether it asked or not.

-- shop/go.mod --
module example.com/shop

go 1.24.1

require (
	github.com/higress-group/wasm-go v1.0.2
	github.com/tidwall/gjson v1.18.0
)
-- shop/main.go --
package main

import (
	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm"
	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types"
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

type Config struct{ name string }

func init() {
	wrapper.SetCtx("shop", wrapper.ParseConfig(parseConfig), wrapper.ProcessResponseHeaders(onHttpResponseHeaders))
}

func parseConfig(json gjson.Result, config *Config) error {
	config.name = json.Get("name").String()
	return nil
}

func onHttpResponseHeaders(ctx wrapper.HttpContext, config Config) types.Action {
	_, _ = proxywasm.GetHttpRequestHeader("x-tenant")
	return types.ActionContinue
}
-- shop/config.yaml --
nam: a
-- steps --
initialize {"textDocument": {"diagnostic": {}}, "initializationOptions": {"workspaceDiagnostics": true}}
request workspace/diagnostic {"previousResultIds": []}
result {"items": [{"uri": "$URI(shop/config.yaml)"}, {"uri": "$URI(shop/main.go)", "items": [{"code": "phase/wrong-phase"}]}]}
open shop/config.yaml
diagnostics shop/config.yaml [{"code": "config/unknown-key"}]
diagnostics shop/main.go [{"code": "phase/wrong-phase"}]
write shop/main.go "package main\n"
notify workspace/didChangeWatchedFiles {"changes": [{"uri": "$URI(shop/main.go)", "type": 2}]}
diagnostics shop/main.go []
request shutdown
result null
notify exit
exits 0
