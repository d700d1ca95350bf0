Inside of the texts that Envoy hands to a plugin: completion, hover, definition and code actions, in every way of writing them.

-- go.mod --
module example.com/plugin

go 1.24.1

require (
	github.com/higress-group/wasm-go v1.0.0
	github.com/tidwall/gjson v1.18.0
)
-- main.go --
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
-- envoy.yaml --
resources:
- config:
    name: one
    vm_config: {runtime: envoy.wasm.runtime.v8, code: {local: {filename: main.wasm}}}
    configuration:
      "@type": type.googleapis.com/google.protobuf.StringValue
      value: |
        {
          "mode": "strict",
          "limt": 1
        }
- config:
    name: two
    vm_config: {runtime: envoy.wasm.runtime.v8, code: {local: {filename: main.wasm}}}
    configuration:
      "@type": type.googleapis.com/google.protobuf.StringValue
      value: "{\"mode\": \"lenient\", \"debg\": true}"
- config:
    name: three
    vm_config: {runtime: envoy.wasm.runtime.v8, code: {local: {filename: main.wasm}}}
    configuration:
      "@type": type.googleapis.com/google.protobuf.Struct
      value:
        mode: strict
        limit: 3
-- a/twin/go.mod --
module example.com/plugin

go 1.24.1

require (
	github.com/higress-group/wasm-go v1.0.0
	github.com/tidwall/gjson v1.18.0
)
-- a/twin/main.go --
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
-- b/twin/go.mod --
module example.com/plugin

go 1.24.1

require (
	github.com/higress-group/wasm-go v1.0.0
	github.com/tidwall/gjson v1.18.0
)
-- b/twin/main.go --
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
-- two.yaml --
apiVersion: extensions.higress.io/v1alpha1
kind: WasmPlugin
metadata: {name: twin}
spec:
  url: oci://example.com/twin:1
  defaultConfig: {mode: strict, limt: 1}
-- list.yaml --
apiVersion: v1
kind: List
items:
- apiVersion: extensions.higress.io/v1alpha1
  kind: WasmPlugin
  metadata: {name: plugin}
  spec:
    defaultConfig:
      mode: strict
-- steps --
initialize {"textDocument": {"completion": {"completionItem": {"snippetSupport": true}}, "hover": {"contentFormat": ["markdown"]},
  "definition": {"linkSupport": true},
  "codeAction": {"isPreferredSupport": true, "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "source"]}}},
  "publishDiagnostics": {"relatedInformation": true}}}
open envoy.yaml
open main.go
diagnostics envoy.yaml {"diagnostics": [{"code": "config/unknown-key", "range": {"start": {"line": 9, "character": 10}, "end": {"line": 9, "character": 16}}},
  {"code": "config/unknown-key", "range": {"start": {"line": 16, "character": 38}, "end": {"line": 16, "character": 46}}}]}
hover envoy.yaml "\"mo|de\": \"strict\""
result {"contents": {"value": "**mode**: string, required*"}, "range": {"start": {"line": 8, "character": 10}, "end": {"line": 8, "character": 16}}}
hover envoy.yaml "mo|de\\\": \\\"lenient"
result {"contents": {"value": "**mode**: string, required*"}, "range": {"start": {"line": 16, "character": 15}, "end": {"line": 16, "character": 23}}}
hover envoy.yaml "lim|it: 3"
result {"contents": {"value": "**limit**: integer*"}, "range": {"start": {"line": 24, "character": 8}}}
at definition envoy.yaml "\"lenie|nt"
result [{"originSelectionRange": {"start": {"line": 16, "character": 25}, "end": {"line": 16, "character": 36}}, "targetUri": "$URI(main.go)", "targetSelectionRange": {"start": {"line": 37}}}]
at definition envoy.yaml "        mo|de: strict"
result [{"targetUri": "$URI(main.go)"}]
at references main.go "json.Get(\"mo|de\")"
result [{"uri": "$URI(main.go)"}, {"uri": "$URI(envoy.yaml)", "range": {"start": {"line": 23}}}, {"uri": "$URI(envoy.yaml)", "range": {"start": {"line": 8}}},
  {"uri": "$URI(envoy.yaml)", "range": {"start": {"line": 16}}}, {"uri": "$URI(list.yaml)"}]

hover envoy.yaml "main.wasm}}}\n    conf|iguration:\n      "
result {"contents": {"value": "configuration of the plugin in $DIR, told by the folder that the document lies in"}, "range": {"start": {"line": 4, "character": 4}}}
open two.yaml
diagnostics two.yaml {"diagnostics": [{"code": "config/not-checked", "severity": 3}]}
hover two.yaml "default|Config"
result {"contents": {"value": "*configuration of one of several plugins: 'twin'"}}
actions two.yaml "oci|:|//" "quickfix"
titles "check it against the plugin in 'a/twin'" "check it against the plugin in 'b/twin'" "ignore config/not-checked for this line" "ignore config/not-checked in this file"
repair "check it against the plugin in 'b/twin'" "# wpls: plugin=b/twin\napiVersion"
diagnostics two.yaml {"diagnostics": [{"code": "config/unknown-key"}]}

actions envoy.yaml "de|b|g" "quickfix"
titles "rename to 'debug'" "ignore config/unknown-key for this line" "ignore config/unknown-key in this file"
repair "rename to 'debug'" "\\\"lenient\\\", \\\"debug\\\": true}\""
diagnostics envoy.yaml {"diagnostics": [{"code": "config/unknown-key", "range": {"start": {"line": 9}}}]}
actions envoy.yaml "li|m|t" "quickfix"
titles "rename to 'limit'" "ignore config/unknown-key in this file"
repair "rename to 'limit'" "          \"limit\": 1\n"
diagnostics envoy.yaml {"diagnostics": []}

edit envoy.yaml "\"limit\": 1" "\"\""
complete envoy.yaml "      |    \"\"\n"
result {"items": []}
complete envoy.yaml "          \"|\"\n"
labels limit debug names options _rules_
accept names "          \"names\": [$0]"
edit envoy.yaml "\\\"debug\\\": true" "\\\"de\\\""
complete envoy.yaml "\\\"de|\\\""
offers debug options
accept debug "      value: \"{\\\"mode\\\": \\\"lenient\\\", \\\\\"debug\\\\\": $0}\""
edit envoy.yaml "        limit: 3" "        li"
complete envoy.yaml "        li|\n"
offers limit names
accept limit "        limit: $0"
open list.yaml
hover list.yaml "      mo|de: strict"
result {"contents": {"value": "**mode**: string, required*"}}
edit list.yaml "      mode: strict\n" "      mode: strict\n      \n"
complete list.yaml "strict\n      |\n"
labels limit debug names options
request shutdown
result null
notify exit
exits 0
