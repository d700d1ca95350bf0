A key that nobody reads gets the name that was meant, whatever else is refused: in YAML, JSON, a WasmPlugin and a text in Envoy's configuration.

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
	wrapper.SetCtx("plugin", wrapper.ParseConfig(parse))
}

type config struct {
	header string
	rules  []string
	extra  map[string]string
}

func parse(json gjson.Result, c *config) error {
	c.header = json.Get("headerName").String()
	for _, rule := range json.Get("rules").Array() {
		if rule.Get("status").String() == "" {
			return errors.New("missing status in rule")
		}
		c.rules = append(c.rules, rule.Get("status").String()+rule.Get("reason").String())
	}
	c.extra = map[string]string{}
	for key, value := range json.Get("extra").Map() {
		c.extra[key] = value.String()
	}
	return nil
}
-- config.yaml --
headerNam: x
rules: text
-- config.json --
{"headerNam": "x", "rules": "text"}
-- gateway.yaml --
apiVersion: extensions.higress.io/v1alpha1
kind: WasmPlugin
metadata:
  name: plugin
spec:
  url: oci://registry.example.com/plugins/plugin:1.0.0
  defaultConfg: {}
  defaultConfig:
    "headerNam": x
    rules: text
-- envoy.yaml --
resources:
- config:
    name: one
    vm_config: {runtime: envoy.wasm.runtime.v8, code: {local: {filename: main.wasm}}}
    configuration:
      "@type": type.googleapis.com/google.protobuf.StringValue
      value: |
        {"headerNam": "x", "rules": "text"}
-- steps --
initialize {"textDocument": {"codeAction": {"isPreferredSupport": true, "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "refactor"]}}}}}
open config.yaml
actions config.yaml "header||Nam" "refactor.rewrite"
titles "rename to 'headerName'" "..." "..."
repair "rename to 'headerName'" "headerName: x\nrules: text\n"
# What has its right name, or any, is left alone; so is a name that is taken.
actions config.yaml "header||Name" "refactor.rewrite"
titles "remove 'headerName'" "make a WasmPlugin of this configuration"
replace config.yaml "extra: {reson: x}\nrules: text\n"
actions config.yaml "re||son" "refactor.rewrite"
titles "write as a block" "remove 'reson'" "..."
replace config.yaml "headerNam: x\nheaderName: x\nrules: text\n"
actions config.yaml "header||Nam: x\nh" "refactor.rewrite"
titles "sort the keys as the schema has them" "remove 'headerNam'" "make a WasmPlugin of this configuration"
# In an object of a list.
replace config.yaml "rules:\n- {status: \"\", 'reaso': x}\n"
actions config.yaml "rea||so" "refactor.rewrite"
titles "rename to 'reason'" "..." "..."
repair "rename to 'reason'" "rules:\n- {status: \"\", 'reason': x}\n"
# What a finding mends already is offered once.
replace config.yaml "headerNam: x\nrules: []\n"
actions config.yaml "header||Nam" "quickfix" "refactor.rewrite"
titles "rename to 'headerName'" "..." "..." "sort the keys as the schema has them" "remove 'headerNam'" "make a WasmPlugin of this configuration"
open config.json
actions config.json "header||Nam" "refactor.rewrite"
titles "rename to 'headerName'" "..."
repair "rename to 'headerName'" "{\"headerName\": \"x\", \"rules\": \"text\"}\n"
open gateway.yaml
actions gateway.yaml "header||Nam" "refactor.rewrite"
titles "rename to 'headerName'" "..." "..."
repair "rename to 'headerName'" "    \"headerName\": x\n"
open envoy.yaml
actions envoy.yaml "header||Nam" "refactor.rewrite"
titles "rename to 'headerName'" "..."
repair "rename to 'headerName'" "        {\"headerName\": \"x\", \"rules\": \"text\"}\n"
request shutdown
result null
notify exit
exits 0
