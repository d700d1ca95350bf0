The parameters of the SDK's functions and options, in Go and C++.

-- go.mod --
module example.com/plugin

go 1.24.1

require (
	github.com/higress-group/proxy-wasm-go-sdk v0.0.0
	github.com/higress-group/wasm-go v1.0.0
)
-- main.go --
package main

import (
	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm"
	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types"
	"github.com/higress-group/wasm-go/pkg/wrapper"
)

func main() {}

func init() {
	wrapper.SetCtx("plugin", wrapper.ProcessRequestHeaders(onHeaders))
}

type pluginConfig struct{}

func onHeaders(ctx wrapper.HttpContext, config pluginConfig) types.Action {
	proxywasm.ReplaceHttpRequestHeader("a", "b")
	other("a", "b")
	return types.ActionContinue
}
-- cxx/plugin.cc --
#include "proxy_wasm_intrinsics.h"

void f() {
  replaceRequestHeader("a", "b");
  incrementMetric(1, 2);
}
-- steps --
initialize {"textDocument": {"signatureHelp": {"signatureInformation": {"parameterInformation": {"labelOffsetSupport": true}}}}}
capabilities {"capabilities": {"signatureHelpProvider": {"triggerCharacters": ["(", ","]}}}
open main.go
at signatureHelp main.go "Header(|\"a\", \"b\")"
result {"signatures": [{"label": "func ReplaceHttpRequestHeader(key, value string) error", "documentation": {"kind": "plaintext"},
    "parameters": [{"label": [30, 33]}, {"label": [35, 47]}]}], "activeSignature": 0, "activeParameter": 0}
at signatureHelp main.go "Header(\"a\", |\"b\")"
result {"activeParameter": 1}
edit main.go "Header(\"a\", \"b\")" "Header(\"a\","
at signatureHelp main.go "Header(\"a\",|"
result {"activeParameter": 1}
at signatureHelp main.go "other(|\"a\""
result null
at signatureHelp main.go "RequestHeaders(|onHeaders"
result {"signatures": [{"label": "ProcessRequestHeaders(the handler)"}], "activeParameter": 0}
at signatureHelp main.go "func main() {|"
result null
open cxx/plugin.cc
at signatureHelp cxx/plugin.cc "\"a\", |\"b\""
result {"signatures": [{"label": "*replaceRequestHeader(*"}], "activeParameter": 1}
at signatureHelp cxx/plugin.cc "(1, |2)"
result {"signatures": [{"label": "WasmResult incrementMetric(uint32_t metric_id, int64_t offset)"}], "activeParameter": 1}
request textDocument/signatureHelp {}
error -32602 "*"
request shutdown
result null
notify exit
exits 0
