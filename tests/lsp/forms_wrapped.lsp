Completion, hover, definition and code actions in what other tools have of a plugin's configuration.

-- plugin/go.mod --
module example.com/plugin

go 1.24.1

require (
	github.com/higress-group/wasm-go v1.0.0
	github.com/tidwall/gjson v1.18.0
)
-- plugin/main.go --
package main

import (
	"errors"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("plugin", wrapper.ParseConfig(parseConfig))
}

type pluginConfig struct {
	mode  string
	limit int64
	debug bool
	names []string
	inner string
}

func parseConfig(json gjson.Result, config *pluginConfig) error {
	config.limit = json.Get("limit").Int()
	config.debug = json.Get("debug").Bool()
	for _, name := range json.Get("names").Array() {
		config.names = append(config.names, name.String())
	}
	options := json.Get("options")
	config.inner = options.Get("inner").String()
	config.mode = json.Get("mode").String()
	if config.mode == "" {
		return errors.New("missing mode in config")
	}
	switch config.mode {
	case "strict":
	case "lenient":
	default:
		return errors.New("unknown mode " + config.mode)
	}
	return nil
}
-- spec.yaml --
info: {name: plugin, version: 1.0.0}
spec:
  configSchema:
    openAPIV3Schema:
      type: object
      example:
        mode: strict
        limt: 1
-- instance.yaml --
pluginName: plugin
rawConfigurations: "mode: lenient\nlimt: 1\n"
-- policy.yaml --
kind: EnvoyExtensionPolicy
spec:
  wasm:
  - name: plugin
    code: {type: HTTP, http: {url: "https://example.com/plugin.wasm"}}
    config:
      mode: strict
      limt: 1
-- chart/Chart.yaml --
name: chart
-- chart/templates/wasm.yaml --
apiVersion: extensions.higress.io/v1alpha1
kind: WasmPlugin
metadata: {name: plugin}
spec:
  defaultConfig: {{ toYaml .Values.gate | nindent 4 }}
-- chart/values.yaml --
gate:
  mode: strict
  limt: 1
-- steps --
initialize {"textDocument": {"completion": {"completionItem": {"snippetSupport": true}}, "hover": {"contentFormat": ["markdown"]},
  "definition": {"linkSupport": true},
  "codeAction": {"isPreferredSupport": true, "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "source"]}}},
  "publishDiagnostics": {"relatedInformation": true}}}
open spec.yaml
diagnostics spec.yaml {"diagnostics": [{"code": "config/unknown-key"}]}
hover spec.yaml "mo|de: strict"
result {"contents": {"value": "**mode**: string, required*"}}
hover spec.yaml "exam|ple:"
result {"contents": {"value": "configuration of the plugin in $DIR/plugin, told by its name"}}
at definition spec.yaml "mo|de: strict"
result [{"targetUri": "$URI(plugin/main.go)"}]
actions spec.yaml "li|m|t" "quickfix"
titles "rename to 'limit'" "ignore config/unknown-key for this line" "ignore config/unknown-key in this file"
repair "rename to 'limit'" "        limit: 1\n"
diagnostics spec.yaml {"diagnostics": []}
edit spec.yaml "        limit: 1\n" "        \n"
complete spec.yaml "strict\n        |\n"
labels limit debug names options

open instance.yaml
diagnostics instance.yaml {"diagnostics": [{"code": "config/unknown-key", "range": {"start": {"line": 1, "character": 35}, "end": {"line": 1, "character": 39}}}]}
hover instance.yaml "mo|de: lenient"
result {"contents": {"value": "**mode**: string, required*"}}
at definition instance.yaml "mo|de: lenient"
result [{"targetUri": "$URI(plugin/main.go)"}]
actions instance.yaml "li|m|t" "quickfix"
titles "rename to 'limit'" "ignore config/unknown-key for this line" "ignore config/unknown-key in this file"
repair "rename to 'limit'" "\\nlimit: 1"
diagnostics instance.yaml {"diagnostics": []}

open policy.yaml
diagnostics policy.yaml {"diagnostics": [{"code": "config/unknown-key"}]}
hover policy.yaml "con|fig:"
result {"contents": {"value": "*told by its name"}}
at definition policy.yaml "mo|de: strict"
result [{"targetUri": "$URI(plugin/main.go)"}]
edit policy.yaml "      limt: 1\n" "      \n"
complete policy.yaml "strict\n      |\n"
labels limit debug names options

open chart/values.yaml
diagnostics chart/values.yaml {"diagnostics": [{"code": "config/unknown-key"}]}
hover chart/values.yaml "mo|de: strict"
result {"contents": {"value": "**mode**: string, required*"}}
actions chart/values.yaml "li|m|t" "quickfix"
titles "rename to 'limit'" "ignore config/unknown-key for this line" "ignore config/unknown-key in this file"
repair "rename to 'limit'" "  limit: 1\n"
diagnostics chart/values.yaml {"diagnostics": []}
edit chart/values.yaml "  limit: 1\n" "  \n"
complete chart/values.yaml "strict\n  |\n"
labels limit debug names options
diagnostics chart/values.yaml {"diagnostics": []}
# What the template takes is followed.
open chart/templates/wasm.yaml
edit chart/values.yaml "  mode: strict\n  \n" "  mode: strict\n  limt: 2\n"
diagnostics chart/values.yaml {"diagnostics": [{"code": "config/unknown-key"}]}
edit chart/templates/wasm.yaml ".Values.gate" ".Values.other"
diagnostics chart/values.yaml {"diagnostics": []}
request shutdown
result null
notify exit
exits 0
