A line of blanks alone in a text inside of a document is a place like any other: keys are offered and written there.

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
-- envoy.yaml --
resources:
- config:
    name: plugin
    vm_config: {runtime: envoy.wasm.runtime.v8, code: {local: {filename: plugin.wasm}}}
    configuration:
      "@type": type.googleapis.com/google.protobuf.StringValue
      value: |
        {
        "rules": "x",
        
        }
-- map.yaml --
apiVersion: v1
kind: ConfigMap
metadata:
  name: kept
data:
  plugin.yaml: |
    apiVersion: extensions.higress.io/v1alpha1
    kind: WasmPlugin
    metadata:
      name: plugin
    spec:
      url: oci://registry.example.com/plugins/plugin:1.0.0
      defaultConfig:
        rules: x
        

        # more
        extra: {}
-- steps --
initialize {}
open envoy.yaml
complete envoy.yaml "x\",\n        |"
labels headerName extra _rules_
accept headerName "        \"headerName\": "
open map.yaml
complete map.yaml "rules: x\n        |"
labels headerName
accept headerName "        headerName: "
request shutdown
result null
notify exit
exits 0
