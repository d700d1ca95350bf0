Completion of configurations: what the rest of the document decides, what an object can't do without, names from elsewhere.

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
	kind, address, token, path string
	retries                    int64
	names, allowed             []string
	active                     string
}

func parseConfig(json gjson.Result, config *pluginConfig) error {
	config.retries = 3
	if r := json.Get("retries"); r.Exists() {
		config.retries = r.Int()
	}
	config.kind = json.Get("kind").String()
	switch config.kind {
	case "remote":
		config.address = json.Get("address").String()
		if config.address == "" {
			return errors.New("missing address")
		}
		config.token = json.Get("token").String()
	case "local":
		config.path = json.Get("path").String()
		if config.path == "" {
			return errors.New("missing path")
		}
	default:
		return errors.New("unknown kind")
	}
	for _, consumer := range json.Get("consumers").Array() {
		name, secret := consumer.Get("name"), consumer.Get("secret")
		if !name.Exists() {
			return errors.New("consumer without name")
		}
		if !secret.Exists() {
			return errors.New("consumer without secret")
		}
		config.names = append(config.names, name.String()+secret.String()+consumer.Get("note").String())
	}
	for _, name := range json.Get("allow").Array() {
		config.allowed = append(config.allowed, name.String())
	}
	config.active = json.Get("activeConsumerName").String()
	return nil
}
-- config.yaml --
-- plugin.yaml --
apiVersion: extensions.higress.io/v1alpha1
kind: WasmPlugin
metadata:
  name: plugin
spec:
  url: oci://registry.example.com/plugins/plugin:1.0.0
  defaultConfig:
    kind: local
    path: /x
    consumers:
    - name: alice
      secret: a
  matchRules:
  - domain: [a.example.com]
    config:
      allow: []
-- envoy.yaml --
resources:
- config:
    name: one
    vm_config: {runtime: envoy.wasm.runtime.v8, code: {local: {filename: main.wasm}}}
    configuration:
      "@type": type.googleapis.com/google.protobuf.StringValue
      value: |
        {"kind": "local", }
-- other.yaml --
kind: WasmPlugin

-- steps --
initialize {"textDocument": {"completion": {"completionItem": {"snippetSupport": true, "insertTextModeSupport": {"valueSet": [1, 2]},
    "tagSupport": {"valueSet": [1]}}}}}
open config.yaml

# What is needed for this kind comes first, what is read because of it next, what has no effect last and says so; what has a default
# is rare.
replace config.yaml "kind: remote\n\n"
complete config.yaml "remote\n|\n"
labels address token consumers allow activeConsumerName retries _rules_ path
item path {"detail": "string, no effect here", "tags": [1], "documentation": {"value": "no effect here: read only when 'kind' is 'local'*"}}
replace config.yaml "kind: local\n\n"
complete config.yaml "local\n|\n"
labels path consumers allow activeConsumerName retries _rules_ address token
item path {"detail": "string, required here", "tags": absent}

# A list whose elements need keys brings them with stops; an element alone and all required keys of one at once, too.
accept consumers "consumers:\n  - name: $1\n    secret: $2"
replace config.yaml "consumers:\n  \nkind: local\n"
complete config.yaml "consumers:\n  |\n"
offers "- "
accept "- " "  - name: $1\n    secret: $2"
replace config.yaml "consumers:\n- \nkind: local\n"
complete config.yaml "- |\n"
labels "all required keys" name secret note
accept "all required keys" "- name: $1\n  secret: $2"
replace config.yaml "consumers:\n- name: a\n  \nkind: local\n"
complete config.yaml "a\n  |\n"
labels secret note
replace config.yaml "{kind: local, consumers: [{}]}\n"
complete config.yaml "[{|}]"
labels "all required keys" name secret note
accept "all required keys" "{kind: local, consumers: [{name: $1, secret: $2}]}"
replace config.yaml "{kind: local, co}\n"
complete config.yaml "co|}"
offers consumers
accept consumers "{kind: local, consumers: [{name: $1, secret: $2}]}"

# Keys of rules, and their list.
replace config.yaml "kind: local\npath: /x\n_ru\n"
complete config.yaml "_ru|\n"
offers _rules_
accept _rules_ "_rules_:\n  - _match_domain_:\n      - $0"
replace config.yaml "kind: local\npath: /x\n_rules_:\n- kind: local\n  \n"
complete config.yaml "local\n  |\n"
offers _match_route_ _match_domain_ _match_service_ _match_route_prefix_
lacks _rules_

# Names that stand elsewhere: in flow style, in broken text, between quotes without a colon.
replace config.yaml "consumers:\n- name: alice\n  secret: a\n- {name: bob, secret: b}\nallow: []\nactiveConsumerName: \n"
complete config.yaml "[|]"
labels alice bob
complete config.yaml "Name: |\n"
labels alice bob
replace config.yaml "consumers:\n- name: alice\n  secret: a\nallow:\n- \n"
complete config.yaml "allow:\n- |\n"
labels alice
replace config.yaml "consumers:\n- name: alice\n  secret: a\nallow: [\"al\nretries: 3\n"
complete config.yaml "\"al|\n"
labels alice
replace config.yaml "kind: local\n\"pa\"\n"
complete config.yaml "\"pa|\"\n"
offers path
accept path "\"path\": $0"

# Keys that a merge brings are there already.
replace config.yaml "base: &b\n  path: /x\n  retries: 1\n<<: *b\nkind: local\n\n"
complete config.yaml "local\n|\n"
labels consumers allow activeConsumerName _rules_ address token

# Comments to wpls.
replace config.yaml "# w\nkind: local\n"
complete config.yaml "# w|\n"
labels wpls:ignore "wpls: plugin="
accept wpls:ignore "# wpls:ignore "
replace config.yaml "# wpls:ignore config/unk\nkind: local\n"
complete config.yaml "unk|\n"
offers config/unknown-key config/rejected yaml/tab
lacks flow/sleep phase/wrong-phase
accept config/unknown-key "# wpls:ignore config/unknown-key"
replace config.yaml "# wpls: plugin=\nkind: local\n"
complete config.yaml "=|\n"
labels .
replace config.yaml "# something else\nkind: local\n"
complete config.yaml "else|\n"
labels

# A WasmPlugin: a rule's names come from the configuration for all; plugins of the workspace in its url.
open plugin.yaml
complete plugin.yaml "allow: [|]"
labels alice
edit plugin.yaml "oci://registry.example.com/plugins/plugin:1.0.0" ""
complete plugin.yaml "url: |\n"
result {"items": [{"detail": "a plugin of the workspace", "textEdit": {"newText": "oci://registry.example.com/plugins/*:1.0.0"}}]}

# JSON in a scalar of Envoy's.
open envoy.yaml
complete envoy.yaml "\"local\", |}"
offers path consumers
accept consumers "        {\"kind\": \"local\", \"consumers\": [{\"name\": \"$1\", \"secret\": \"$2\"}]}"

# How resources begin.
open other.yaml
complete other.yaml "WasmPlugin\n|\n"
offers apiVersion metadata spec
replace other.yaml "kind: WasmPlugin\napiVersion: \n"
complete other.yaml "apiVersion: |\n"
labels extensions.higress.io/v1alpha1 extensions.istio.io/v1alpha1
replace other.yaml "apiVersion: networking.higress.io/v1\nkind: \n"
complete other.yaml "kind: |\n"
labels McpBridge

request shutdown
result null
notify exit
exits 0
