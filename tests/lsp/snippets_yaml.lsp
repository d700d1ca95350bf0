Snippets in YAML: whole documents where there is none yet, parts where they fit.

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
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("plugin", wrapper.ParseConfig(parseConfig))
}

type pluginConfig struct {
	name string
}

func parseConfig(json gjson.Result, config *pluginConfig) error {
	config.name = json.Get("name").String()
	return nil
}
-- config.yaml --
-- other/gateway.yaml --
-- other/rules.yaml --
apiVersion: extensions.higress.io/v1alpha1
kind: WasmPlugin
metadata:
  name: somebody
spec:
  url: oci://registry.example.com/somebody:1.0.0
  matchRules:
    - rule
-- other/rules-after.yaml --
apiVersion: extensions.higress.io/v1alpha1
kind: WasmPlugin
metadata:
  name: somebody
spec:
  url: oci://registry.example.com/somebody:1.0.0
  matchRules:
    - domain:
        - "${1:*.example.com}"
      configDisable: false
      config:
        ${2:name}: ${3:value}
    $0
-- steps --
initialize {"textDocument": {"completion": {"completionItem": {"snippetSupport": true, "insertTextModeSupport": {"valueSet": [1, 2]}}}}}

# An empty file is anything; a plugin's empty configuration is a configuration.
open other/gateway.yaml
replace other/gateway.yaml "wasm"
complete other/gateway.yaml "wasm|"
labels apiVersion kind wasmplugin wasmpluginRules wasmpluginIstio mcpbridge mcpbridgeStatic mcpbridgeNacos envoyBootstrap
open config.yaml
replace config.yaml "\n"
complete config.yaml "|\n"
labels name _rules_ rules

# A blank that triggers is no wish for a snippet.
request textDocument/completion {"textDocument": {"uri": "$URI(config.yaml)"}, "position": {"line": 0, "character": 0}, "context": {"triggerKind": 2, "triggerCharacter": " "}}
labels name _rules_

# A second document of the file, below comments.
replace other/gateway.yaml "a: 1\n---\n# what\nmcp\n"
complete other/gateway.yaml "mcp|\n"
offers mcpbridge
replace other/gateway.yaml "a: 1\nmcp\n"
complete other/gateway.yaml "mcp|\n"
labels
replace other/gateway.yaml "# wasm\n"
complete other/gateway.yaml "# wasm|\n"
labels

# Rules of a WasmPlugin, behind the dash that stands there already.
open other/rules.yaml
complete other/rules.yaml "- rule|\n"
offers ruleIngress ruleDomain ruleService
lacks matchRules wasmplugin
apply ruleDomain other/rules-after.yaml
edit other/rules.yaml "    - rule\n" "    rule\n"
complete other/rules.yaml "    rule|\n"
offers ruleIngress ruleDomain ruleService
edit other/rules.yaml "  matchRules:\n    rule\n" "  match\n"
complete other/rules.yaml "  match|\n"
offers matchRulesExample

request shutdown
result ...
notify exit
exits 0
