A closed file that is not looked for in the workspace, and that the client knows since it was open: its findings are taken back.

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
-- shop/.old/config.yaml --
nam: a
-- steps --
initialize {"textDocument": {"diagnostic": {}}, "initializationOptions": {"workspaceDiagnostics": true}}
open shop/.old/config.yaml
request workspace/diagnostic {"previousResultIds": []}
result {"items": [{"uri": "$URI(shop/config.yaml)"}, {"uri": "$URI(shop/.old/config.yaml)", "items": [{"code": "config/unknown-key"}]},
    {"uri": "$URI(shop/main.go)"}]}
close shop/.old/config.yaml
request workspace/diagnostic {"previousResultIds": [{"uri": "$URI(shop/.old/config.yaml)", "value": "$RESULT(shop/.old/config.yaml)"}]}
result {"items": [{"kind": "full", "uri": "$URI(shop/.old/config.yaml)", "items": []}, {"uri": "$URI(shop/config.yaml)"}, {"uri": "$URI(shop/main.go)"}]}
request shutdown
result null
notify exit
exits 0
