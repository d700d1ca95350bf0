The SDK's functions in Go, by what they do in the handler at hand, and functions that fit an option.

-- go.mod --
module example.com/plugin

go 1.24.1

require (
	github.com/higress-group/proxy-wasm-go-sdk v0.0.0
	github.com/higress-group/wasm-go v1.0.0
	github.com/tidwall/gjson v1.18.0
)
-- main.go --
package main

import (
	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm"
	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types"
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("plugin", wrapper.ParseConfig(parseConfig), wrapper.ProcessRequestHeaders(onHeaders),
		wrapper.ProcessResponseBody(onBody))
}

type pluginConfig struct{}

func parseConfig(json gjson.Result, config *pluginConfig) error {
	return nil
}

func onHeaders(ctx wrapper.HttpContext, config pluginConfig) types.Action {
	proxywasm.RemoveHttpRequestHeader("a")
	helper()
	return types.ActionContinue
}

func onBody(ctx wrapper.HttpContext, config pluginConfig, body []byte) types.Action {
	_ = proxywasm.ReplaceHttpResponseBody(body)
	return types.ActionContinue
}

func helper() {
	// in the headers, too
}
-- steps --
initialize {"textDocument": {"completion": {"completionItem": {"snippetSupport": true, "tagSupport": {"valueSet": [1]},
    "resolveSupport": {"properties": ["documentation"]}}}}}
open main.go
edit main.go "proxywasm.RemoveHttpRequestHeader(\"a\")" "proxywasm.Rem"
complete main.go "proxywasm.Rem|"
offers RemoveHttpRequestHeader GetHttpRequestHeader GetHttpResponseBody
item GetHttpResponseBody {"detail": "wrong here: *", "sortText": "8*", "tags": [1]}
item RemoveHttpRequestHeader {"sortText": "0*", "tags": absent, "documentation": absent, "data": {"offset": 593}}
request completionItem/resolve {"label": "RemoveHttpRequestHeader", "data": {"uri": "$URI(main.go)", "offset": 593}}
result {"label": "RemoveHttpRequestHeader", "documentation": {"value": "*RemoveHttpRequestHeader(key string)*"}}
edit main.go "proxywasm.Rem" "proxywasm.RemoveHttpRequestHeader(\"a\")"

# In the middle of a statement, in another handler.
edit main.go "proxywasm.ReplaceHttpResponseBody(body)" "proxywasm."
complete main.go "_ = proxywasm.|"
offers ReplaceHttpResponseBody
item ReplaceHttpResponseBody {"sortText": "0*", "insertTextFormat": 2, "textEdit": {"newText": "ReplaceHttpResponseBody($0)"}}
item ReplaceHttpRequestHeader {"sortText": "8*", "detail": "wrong here: *"}
edit main.go "_ = proxywasm." "_ = proxywasm.ReplaceHttpResponseBody(body)"

# In a helper, by who calls it.
edit main.go "// in the headers, too" "proxywasm."
complete main.go "\tproxywasm.|\n"
offers GetHttpResponseBody
item GetHttpResponseBody {"sortText": "8*"}
edit main.go "\tproxywasm.\n" "\t// in the headers, too\n"

# Functions that fit an option.
edit main.go "ProcessRequestHeaders(onHeaders)" "ProcessRequestHeaders()"
complete main.go "ProcessRequestHeaders(|)"
labels onHeaders
edit main.go "ProcessRequestHeaders()" "ProcessRequestHeaders(onHeaders)"
edit main.go "ProcessResponseBody(onBody)" "ProcessResponseBody(on)"
complete main.go "ProcessResponseBody(on|)"
labels onBody
edit main.go "ProcessResponseBody(on)" "ProcessResponseBody(onBody)"

# Comments.
edit main.go "// in the headers, too" "//wpls:ignore "
complete main.go "//wpls:ignore |"
offers phase/wrong-phase flow/sleep
lacks config/unknown-key
request shutdown
result null
notify exit
exits 0
