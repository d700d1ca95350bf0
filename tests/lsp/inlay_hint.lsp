What holds though it is not written: defaults, clusters and phases, as far as the settings want them.

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
		wrapper.ProcessResponseHeaders(onResponse))
}

type pluginConfig struct {
	retries int64
	mode    string
	client  wrapper.HttpClient
}

func parseConfig(json gjson.Result, config *pluginConfig) error {
	config.retries = 3
	if r := json.Get("retries"); r.Exists() {
		config.retries = r.Int()
	}
	config.mode = json.Get("mode").String()
	if config.mode == "" {
		config.mode = "fast"
	}
	service := json.Get("service").String()
	config.client = wrapper.NewClusterClient(wrapper.FQDNCluster{FQDN: service, Port: 8080})
	return nil
}

func onHeaders(ctx wrapper.HttpContext, config pluginConfig) types.Action {
	helper()
	both()
	return types.ActionContinue
}

func onResponse(ctx wrapper.HttpContext, config pluginConfig) types.Action {
	both()
	return types.ActionContinue
}

func helper() {
	_ = proxywasm.RemoveHttpRequestHeader("a")
}

func both() {
}
-- config.yaml --
service: backend.dns
-- gateway.yaml --
apiVersion: extensions.higress.io/v1alpha1
kind: WasmPlugin
metadata:
  name: plugin
spec:
  url: oci://registry.example.com/plugins/plugin:1.0.0
  defaultConfig: {mode: slow, service: b.dns}
-- steps --
initialize {"initializationOptions": {"settings": {}}, "workspace": {"configuration": true, "didChangeConfiguration": {"dynamicRegistration": true}}}
capabilities {"capabilities": {"inlayHintProvider": true}}
open config.yaml
open gateway.yaml
open main.go

# All are off at first.
request textDocument/inlayHint {"textDocument": {"uri": "$URI(config.yaml)"}, "range": {"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}}}
result []
settings {"inlayHints": {"defaults": true, "clusters": true, "phases": true}}
notify workspace/didChangeConfiguration {"settings": null}
expect workspace/configuration {"items": [{"section": "wpls"}]}
request textDocument/inlayHint {"textDocument": {"uri": "$URI(config.yaml)"}, "range": {"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}}}
result [{"position": {"line": 0, "character": 20}, "label": "retries: 3, mode: \"fast\"", "paddingLeft": true},
    {"position": {"line": 0, "character": 20}, "label": "outbound|8080||backend.dns", "tooltip": "the cluster of Envoy that the plugin calls"}]
request textDocument/inlayHint {"textDocument": {"uri": "$URI(gateway.yaml)"}, "range": {"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}}}
result [{"position": {"line": 6, "character": 44}, "label": "retries: 3"}, {"label": "outbound|8080||b.dns"}]
request textDocument/inlayHint {"textDocument": {"uri": "$URI(main.go)"}, "range": {"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}}}
result [{"label": "in the request header phase", "tooltip": "it runs nowhere else"}]

# One class alone; only in the range.
settings {"inlayHints": {"clusters": true}}
notify workspace/didChangeConfiguration {"settings": null}
expect workspace/configuration {"items": [{"section": "wpls"}]}
request textDocument/inlayHint {"textDocument": {"uri": "$URI(config.yaml)"}, "range": {"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}}}
result [{"label": "outbound|8080||backend.dns"}]
request textDocument/inlayHint {"textDocument": {"uri": "$URI(gateway.yaml)"}, "range": {"start": {"line": 0, "character": 0}, "end": {"line": 3, "character": 0}}}
result []
request shutdown
result null
notify exit
exits 0
