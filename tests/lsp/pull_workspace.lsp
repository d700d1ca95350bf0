workspace/diagnostic: what is wrong in files that nobody has open, too, and only what the client does not know yet. With partial results the
request stays open until there is something new.

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
-- shop/other.yaml --
name: a
-- notes.yaml --
nam: nothing that is known to anybody
-- steps --
initialize {"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": true}}, "initializationOptions": {"workspaceDiagnostics": true}}
capabilities {"capabilities": {"diagnosticProvider": {"interFileDependencies": true, "workspaceDiagnostics": true}}}

# One answer, of closed files.
request workspace/diagnostic {"previousResultIds": []}
result {"items": [{"kind": "full", "uri": "$URI(shop/config.yaml)", "version": null, "resultId": "*", "items": [{"code": "config/unknown-key"}]},
    {"kind": "full", "uri": "$URI(shop/main.go)", "version": null, "items": [{"code": "phase/wrong-phase"}]}]}

# Nothing is published for what is closed any more, but to clients that do not pull what is open.
open shop/other.yaml
diagnostics shop/other.yaml []

# What the client has is not sent again; an open file has its version.
edit shop/other.yaml "name: a" "nome: a"
request workspace/diagnostic {"identifier": "wpls", "previousResultIds": [{"uri": "$URI(shop/config.yaml)", "value": "$RESULT(shop/config.yaml)"},
    {"uri": "$URI(shop/main.go)", "value": "another"}]}
result {"items": [{"kind": "unchanged", "uri": "$URI(shop/config.yaml)", "resultId": "$RESULT(shop/config.yaml)", "items": absent},
    {"kind": "full", "uri": "$URI(shop/main.go)", "items": [{"code": "phase/wrong-phase"}]},
    {"kind": "full", "uri": "$URI(shop/other.yaml)", "version": 2, "items": [{"code": "config/unknown-key"}]}]}

# In parts: nothing but what is known, so the request stays open, until the code changes and a closed file with it.
request workspace/diagnostic {"partialResultToken": 7, "previousResultIds": [{"uri": "$URI(shop/config.yaml)", "value": "$RESULT(shop/config.yaml)"},
    {"uri": "$URI(shop/main.go)", "value": "$RESULT(shop/main.go)"}, {"uri": "$URI(shop/other.yaml)", "value": "$RESULT(shop/other.yaml)"}]}
expect $/progress {"token": 7, "value": {"items": [{"kind": "unchanged", "uri": "$URI(shop/config.yaml)"}]}}
expect $/progress {"token": 7, "value": {"items": [{"kind": "unchanged", "uri": "$URI(shop/main.go)"}]}}
expect $/progress {"token": 7, "value": {"items": [{"kind": "unchanged", "uri": "$URI(shop/other.yaml)", "version": 2}]}}
open shop/main.go
edit shop/main.go "Get(\"name\")" "Get(\"nam\")"
expect $/progress {"token": 7, "value": {"items": [{"kind": "full", "uri": "$URI(shop/config.yaml)", "version": null, "items": []}]}}
expect $/progress {"token": 7, "value": {"items": [{"kind": "full", "uri": "$URI(shop/other.yaml)", "items": [{"code": "config/unknown-key"}]}]}}
result {"items": []}

# A file that is gone has no findings.
request workspace/diagnostic {"partialResultToken": "x", "previousResultIds": [{"uri": "$URI(shop/gone.yaml)", "value": "old"}]}
result {"items": []}
expect $/progress {"token": "x", "value": {"items": [{"kind": "full", "uri": "$URI(shop/gone.yaml)", "items": []}]}}
expect $/progress {"token": "x", "value": {"items": [{"kind": "full", "uri": "$URI(shop/other.yaml)"}]}}
expect $/progress {"token": "x", "value": {"items": [{"kind": "full", "uri": "$URI(shop/main.go)"}]}}

# The disk changes while a request is open.
close shop/main.go
request workspace/diagnostic {"previousResultIds": []}
result {"items": [{"uri": "$URI(shop/config.yaml)"}, {"uri": "$URI(shop/other.yaml)"}, {"uri": "$URI(shop/main.go)"}]}
request workspace/diagnostic {"partialResultToken": "y", "previousResultIds": [{"uri": "$URI(shop/config.yaml)", "value": "$RESULT(shop/config.yaml)"},
    {"uri": "$URI(shop/main.go)", "value": "$RESULT(shop/main.go)"}, {"uri": "$URI(shop/other.yaml)", "value": "$RESULT(shop/other.yaml)"}]}
expect $/progress {"token": "y", "value": {"items": [{"kind": "unchanged", "uri": "$URI(shop/config.yaml)"}]}}
write shop/new.yaml "neme: a\n"
notify workspace/didChangeWatchedFiles {"changes": [{"uri": "$URI(shop/new.yaml)", "type": 1}]}
result {"items": []}
request workspace/diagnostic {"previousResultIds": []}
result {"items": [{"uri": "$URI(shop/config.yaml)"}, {"uri": "$URI(shop/new.yaml)"}, {"uri": "$URI(shop/other.yaml)"}, {"uri": "$URI(shop/main.go)"}]}

request workspace/diagnostic {}
error -32602
request workspace/diagnostic {"previousResultIds": [], "partialResultToken": {}}
error -32602
# Open requests are answered before the end.
request workspace/diagnostic {"partialResultToken": "z", "previousResultIds": []}
request workspace/diagnostic {"partialResultToken": "z", "previousResultIds": []}
request shutdown
result {"items": []}
result {"items": []}
result null
notify exit
exits 0
