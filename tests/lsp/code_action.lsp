Code actions: fixes, fixes of the whole file, and comments that take a finding away; each applied, and what is published then.

-- go.mod --
module example.com/actions

go 1.24.1

require github.com/higress-group/wasm-go v1.0.2
-- main.go --
package main

import (
	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm"
	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types"
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

type Config struct {
	header string
	port   int64
	über   string
}

func init() {
	wrapper.SetCtx("actions", wrapper.ParseConfig(parseConfig), wrapper.ProcessResponseHeaders(onHttpResponseHeaders))
}

func parseConfig(json gjson.Result, config *Config) error {
	config.header = json.Get("tokenHeader").String()
	config.port = json.Get("servicePort").Int()
	config.über = json.Get("überName").String()
	return nil
}

// onHttpResponseHeaders is too late for the request.
func onHttpResponseHeaders(ctx wrapper.HttpContext, config Config) types.Action {
	tenant, _ := proxywasm.GetHttpRequestHeader("x-tenant")
	proxywasm.AddHttpResponseHeader("x-tenant", tenant)
	return types.ActionContinue
}
-- config.yaml --
tokenHeadr: X-Token
servicePrt: 8080
überNme: "🙂"
note: |
  text
-- steps --
initialize {"general": {"positionEncodings": ["utf-16"]},
  "workspace": {"workspaceEdit": {"documentChanges": true}},
  "textDocument": {"codeAction": {"isPreferredSupport": true, "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "source"]}}},
                   "publishDiagnostics": {"codeDescriptionSupport": true}}}
capabilities {"capabilities": {"codeActionProvider": {"codeActionKinds": ["quickfix", "refactor.rewrite", "source.fixAll.wpls"]}}}
open main.go
open config.yaml
diagnostics config.yaml [{"code": "config/unknown-key", "codeDescription": {"href": "file:///*/share/doc/wpls/rules/config/unknown-key.md"}}, ...]

# A place between two findings is about neither; a kind that is not served gives nothing.
actions config.yaml "text|\n|" "refactor"
titles "remove 'note'" "make a WasmPlugin of this configuration"
actions config.yaml "token|Headr|" "quickfix"
titles "rename to 'tokenHeader'" "ignore config/unknown-key for this line" "ignore config/unknown-key in this file"
repair "rename to 'tokenHeader'" "tokenHeader: X-Token\n"
diagnostics config.yaml {"version": 2, "diagnostics": [{"range": {"start": {"line": 1}}}, {"range": {"start": {"line": 2}}}, ...]}

# The client still shows what was: nothing of it is repaired again.
edit config.yaml "servicePrt" "servicePort"
diagnostics config.yaml {"version": 3}
actions config.yaml "service|Po|rt" "quickfix"
titles
actions config.yaml "über|N|me" "quickfix"
titles "rename to 'überName'" "ignore config/unknown-key for this line" "ignore config/unknown-key in this file"
repair "ignore config/unknown-key for this line" "\n# wpls:ignore config/unknown-key \nüberNme: "
diagnostics config.yaml {"version": 4, "diagnostics": [{"range": {"start": {"line": 4}}, "message": "*'note'*"}]}
actions config.yaml "n|ot|e: "
titles "ignore config/unknown-key for this line" "ignore config/unknown-key in this file" "remove 'note'" "make a WasmPlugin of this configuration"
repair "ignore config/unknown-key in this file" "# wpls:ignore config/unknown-key \n\ntokenHeader"
diagnostics config.yaml {"version": 5, "diagnostics": []}

replace config.yaml "tokenHeadr: a\nservicePrt: 1\n"
diagnostics config.yaml {"version": 6}
actions config.yaml "|tokenHeadr|" "source.fixAll"
titles "wpls: apply all safe fixes"
repair "wpls: apply all safe fixes" "tokenHeader: a\nservicePort: 1\n"
diagnostics config.yaml {"version": 7, "diagnostics": []}
actions config.yaml "|token|Header" "source.fixAll.wpls" "source.organizeImports"
titles

diagnostics main.go {"version": 1}
actions main.go "GetHttp|Request|Header" "quickfix"
titles "ignore phase/wrong-phase for this line" "ignore phase/wrong-phase for this function" "ignore phase/wrong-phase in this file"
repair "ignore phase/wrong-phase for this function" "too late for the request.\n//wpls:ignore phase/wrong-phase \nfunc onHttpResponseHeaders("
diagnostics main.go {"version": 2, "diagnostics": []}
edit main.go "//wpls:ignore phase/wrong-phase \n" ""
diagnostics main.go [{"code": "phase/wrong-phase"}]
actions main.go "GetHttp|Request|Header" "quickfix"
titles ...
repair "ignore phase/wrong-phase for this line" "\n\t//wpls:ignore phase/wrong-phase \n\ttenant, _ :="
diagnostics main.go {"diagnostics": []}
edit main.go "\t//wpls:ignore phase/wrong-phase \n" ""
diagnostics main.go [{"code": "phase/wrong-phase"}]
actions main.go "GetHttp|Request|Header" "quickfix"
titles ...
repair "ignore phase/wrong-phase in this file" "//wpls:ignore phase/wrong-phase \npackage main\n"
diagnostics main.go {"diagnostics": []}

request textDocument/codeAction {"textDocument": {"uri": "$URI(config.yaml)"}, "range": {"start": {"line": 99, "character": 9}, "end": {"line": 7, "character": 0}}, "context": {"diagnostics": [{"code": 7}, null], "only": ["quickfix"]}}
result []
request textDocument/codeAction {"textDocument": {"uri": "$URI(closed.yaml)"}, "range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}, "context": {"diagnostics": []}}
result []
request textDocument/codeAction {"textDocument": {"uri": "$URI(config.yaml)"}, "range": {"start": {"line": -1, "character": 0}, "end": {"line": 0, "character": 0}}}
error -32602 "'range' must be a range"
request textDocument/codeAction {"textDocument": {}}
error -32602
request shutdown
result null
notify exit
exits 0
