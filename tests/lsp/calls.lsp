From a handler to the SDK calls that it leads to, callbacks and helpers included, and back.

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
	"net/http"

	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm"
	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types"
	"github.com/higress-group/wasm-go/pkg/wrapper"
)

func main() {}

type Config struct {
	client wrapper.HttpClient
}

func init() {
	wrapper.SetCtx("gate", wrapper.ProcessRequestHeaders(onHttpRequestHeaders))
}

func mark() {
	_ = proxywasm.AddHttpRequestHeader("x", "1")
}

func onAnswer(code int, headers http.Header, body []byte) {
	_ = proxywasm.ResumeHttpRequest()
}

func onHttpRequestHeaders(ctx wrapper.HttpContext, config Config) types.Action {
	mark()
	_ = config.client.Get("/", nil, onAnswer)
	_ = config.client.Get("/two", nil, func(code int, headers http.Header, body []byte) {
		_ = proxywasm.ResumeHttpRequest()
	})
	return types.HeaderStopAllIterationAndWatermark
}
-- config.yaml --
a: 1
-- steps --
initialize {}
capabilities {"capabilities": {"callHierarchyProvider": true}}
open main.go
open config.yaml
# References of what the SDK does, of options and handlers; definition leads from an option to its handler, and back.
at references main.go "proxywasm.Resume|HttpRequest()"
result [{"uri": "$URI(main.go)", "range": {"start": {"line": 25, "character": 15}, "end": {"line": 25, "character": 32}}},
        {"uri": "$URI(main.go)", "range": {"start": {"line": 32, "character": 16}}}]
at references main.go "wrapper.Process|RequestHeaders("
result [{"range": {"start": {"line": 17, "character": 32}, "end": {"line": 17, "character": 53}}}]
at references main.go "func onHttp|RequestHeaders"
result [{"range": {"start": {"line": 28, "character": 5}}}, {"range": {"start": {"line": 17, "character": 54}}}]
at definition main.go "wrapper.Process|RequestHeaders("
result [{"uri": "$URI(main.go)", "range": {"start": {"line": 28, "character": 5}, "end": {"line": 28, "character": 25}}}]
at definition main.go "func onHttp|RequestHeaders"
result [{"range": {"start": {"line": 17, "character": 54}, "end": {"line": 17, "character": 74}}}]
at definition main.go "proxywasm.Resume|HttpRequest()"
result []
at references config.yaml "a|: 1"
result []
at prepareCallHierarchy main.go "func onHttp|RequestHeaders"
result [{"name": "onHttpRequestHeaders", "detail": "ProcessRequestHeaders", "kind": 12, "uri": "$URI(main.go)",
         "range": {"start": {"line": 28, "character": 0}}, "selectionRange": {"start": {"line": 28, "character": 5}, "end": {"line": 28, "character": 25}}}]
at prepareCallHierarchy main.go "\tma|rk()"
result [{"name": "mark", "selectionRange": {"start": {"line": 20, "character": 5}}}]
at prepareCallHierarchy main.go "proxywasm.Resume|HttpRequest()"
result [{"name": "ResumeHttpRequest", "detail": "proxywasm"}]
at prepareCallHierarchy main.go "type Con|fig"
result null
at prepareCallHierarchy config.yaml "a|: 1"
result null

request callHierarchy/outgoingCalls {"item": {"name": "onHttpRequestHeaders", "kind": 12, "uri": "$URI(main.go)",
    "range": {"start": {"line": 28, "character": 0}, "end": {"line": 35, "character": 1}},
    "selectionRange": {"start": {"line": 28, "character": 5}, "end": {"line": 28, "character": 25}}}}
result [{"to": {"name": "mark"}, "fromRanges": [{"start": {"line": 29, "character": 1}, "end": {"line": 29, "character": 5}}]},
        {"to": {"name": "onAnswer"}, "fromRanges": [{"start": {"line": 30, "character": 33}}]},
        {"to": {"name": "ResumeHttpRequest", "detail": "proxywasm"}, "fromRanges": [{"start": {"line": 32}}]}]
request callHierarchy/incomingCalls {"item": {"name": "ResumeHttpRequest", "kind": 12, "uri": "$URI(main.go)",
    "range": {"start": {"line": 25, "character": 15}, "end": {"line": 25, "character": 32}},
    "selectionRange": {"start": {"line": 25, "character": 15}, "end": {"line": 25, "character": 32}}}}
result [{"from": {"name": "onAnswer"}, "fromRanges": [{"start": {"line": 25}}]},
        {"from": {"name": "onHttpRequestHeaders"}, "fromRanges": [{"start": {"line": 32}}]}]
request callHierarchy/incomingCalls {"item": {"name": "onAnswer", "kind": 12, "uri": "$URI(main.go)",
    "range": {"start": {"line": 24, "character": 5}, "end": {"line": 24, "character": 13}},
    "selectionRange": {"start": {"line": 24, "character": 5}, "end": {"line": 24, "character": 13}}}}
result [{"from": {"name": "onHttpRequestHeaders"}}]
request callHierarchy/incomingCalls {}
error -32602 "'item' must be an item of a call hierarchy"
request shutdown
result null
notify exit
exits 0
