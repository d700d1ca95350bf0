Hover and completion inside a WasmPlugin, in a file of several documents.

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
-- wasmplugin.yaml --
kind: ConfigMap
apiVersion: v1
data:
  mode: none
---
apiVersion: extensions.higress.io/v1alpha1
kind: WasmPlugin
metadata:
  name: plugin
spec:
  url: oci://registry.example.com/plugins/plugin:1.0.0
  defaultConfig:
    mode: strict
    
  matchRules:
    - domain:
        - a.example.com
      config:
        li
    - ingress:
        - default/b
      config:
        mode: lenient
        options:
          
-- steps --
initialize {"textDocument": {"hover": {"contentFormat": ["markdown"]}}}
open wasmplugin.yaml
hover wasmplugin.yaml "mode: str|ict"
result {"contents": {"value": "**mode**: string, required*"}}
hover wasmplugin.yaml "mo|de: lenient"
result {"contents": {"value": "**mode**: string, required*"}}
hover wasmplugin.yaml "mo|de: none"
result null
hover wasmplugin.yaml "na|me: plugin"
result {"contents": {"value": "**name**: string*"}}
complete wasmplugin.yaml "strict\n    |\n"
labels limit debug names options
complete wasmplugin.yaml "        li|\n"
labels mode limit debug names options
accept limit "        limit: "
complete wasmplugin.yaml "options:\n          |"
labels inner
complete wasmplugin.yaml "mode: st|rict\n"
labels strict lenient
edit wasmplugin.yaml "    mode: strict\n    \n" "\n"
complete wasmplugin.yaml "defaultConfig:\n|\n"
labels
edit wasmplugin.yaml "defaultConfig:\n\n" "defaultConfig:\n    \n"
complete wasmplugin.yaml "defaultConfig:\n    |\n"
labels mode limit debug names options
request shutdown
result null
notify exit
exits 0
