What can be made of a configuration with nothing wrong in it: in YAML, JSON, a WasmPlugin and a text in Envoy's configuration.

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
	name, key string
	limit     int64
	on        bool
	tags      []string
	inner     string
	secret    string
}

func parseConfig(json gjson.Result, config *pluginConfig) error {
	config.name = json.Get("name").String()
	config.limit = json.Get("limit").Int()
	config.on = json.Get("on").Bool()
	for _, tag := range json.Get("tags").Array() {
		config.tags = append(config.tags, tag.String())
	}
	options := json.Get("options")
	config.inner = options.Get("inner").String()
	config.key = options.Get("key").String()
	for _, server := range json.Get("servers").Array() {
		if !server.Get("host").Exists() {
			return errors.New("server needs host")
		}
		if !server.Get("port").Exists() {
			return errors.New("server needs port")
		}
		config.secret = server.Get("host").String() + server.Get("port").String()
	}
	return nil
}
-- config.yaml --
name: a
-- config.json --
{"limit": 5, "name": "a"}
-- gateway.yaml --
apiVersion: extensions.higress.io/v1alpha1
kind: WasmPlugin
metadata:
  name: plugin
spec:
  url: oci://registry.example.com/plugins/plugin:1.0.0
  defaultConfig:
    # the name
    name: a
    options: {inner: x}
-- envoy.yaml --
resources:
- config:
    name: one
    vm_config: {runtime: envoy.wasm.runtime.v8, code: {local: {filename: main.wasm}}}
    configuration:
      "@type": type.googleapis.com/google.protobuf.StringValue
      value: |
        {"limit": 5, "name": "a"}
-- steps --
initialize {"textDocument": {"codeAction": {"isPreferredSupport": true, "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "refactor"]}}}}}
open config.yaml

# Keys go, with their lines; the last one leaves an empty object.
replace config.yaml "name: a\nlimit: 5 # five\non: true\n"
actions config.yaml "lim||it" "refactor.rewrite"
titles "remove 'limit'" "make a WasmPlugin of this configuration"
repair "remove 'limit'" "name: a\non: true\n"
replace config.yaml "name: a\noptions:\n  inner: x\n"
actions config.yaml "inn||er" "refactor.rewrite"
titles "remove 'inner'" "move 'inner' out of 'options'"
repair "remove 'inner'" "name: a\noptions: {}\n"
replace config.yaml "name: a\non: true"
actions config.yaml "o||n: true" "refactor.rewrite"
titles "remove 'on'" "make a WasmPlugin of this configuration"
repair "remove 'on'" "name: a"
replace config.yaml "{name: a, on: true}\n"
actions config.yaml "o||n: true" "refactor.rewrite"
titles "write as a block" "remove 'on'"
repair "remove 'on'" "{name: a}\n"

# A level up and down.
replace config.yaml "options:\n  inner: x\n  name: a\non: true\n"
actions config.yaml "na||me" "refactor.rewrite"
titles "remove 'name'" "move 'name' out of 'options'"
repair "move 'name' out of 'options'" "options:\n  inner: x\nname: a\non: true\n"
replace config.yaml "options:\n  key: k\ninner: x\non: true\n"
actions config.yaml "inn||er" "refactor.rewrite"
titles "sort the keys as the schema has them" "remove 'inner'" "move 'inner' into 'options'" "..."
repair "move 'inner' into 'options'" "options:\n  key: k\n  inner: x\non: true\n"
replace config.yaml "options:\n  key: k\n  tags:\n  - a\n  # why\n  - b\n"
actions config.yaml "ta||gs" "refactor.rewrite"
titles "remove 'tags'" "move 'tags' out of 'options'"
repair "move 'tags' out of 'options'" "options:\n  key: k\ntags:\n- a\n# why\n- b\n"

# Values as the plugin reads them.
replace config.yaml "name: 5\nlimit: \"5\"\non: 'true'\ntags: a\n"
actions config.yaml "name: |5|\n" "refactor.rewrite"
titles "write as a string" "..." "..."
repair "write as a string" "name: \"5\"\n"
actions config.yaml "|\"5\"|\non" "refactor.rewrite"
titles "write as a number" "..." "..."
repair "write as a number" "limit: 5\n"
actions config.yaml "'tr||ue'" "refactor.rewrite"
titles "write as true or false" "..." "..."
repair "write as true or false" "on: true\n"
actions config.yaml "tags: |a|" "refactor.rewrite"
titles "write as a list" "..." "..."
repair "write as a list" "tags: [a]\n"

# Brackets to a block.
replace config.yaml "name: a\noptions: {inner: x, list: [1, {a: b}, []], e: }\n"
actions config.yaml "list||" "refactor.rewrite"
titles "write as a block" "..." "..."
repair "write as a block" "options:\n  inner: x\n  list:\n    - 1\n    - a: b\n    - []\n  e:\n"

# The order of keys: comments go along.
replace config.yaml "on: true # yes\n# the limit\nlimit: 5\ntags:\n- x\nname: a\nother: 1\n"
actions config.yaml "o||n" "refactor.rewrite"
titles "sort the keys as the schema has them" "..." "..."
repair "sort the keys as the schema has them" "name: a\n# the limit\nlimit: 5\non: true # yes\ntags:\n- x\nother: 1\n"

# Keys that an object needs.
replace config.yaml "name: a\nservers: [{host: h}]\n"
actions config.yaml "ho||st" "refactor.rewrite"
titles "write as a block" "add the required keys 'port'" "..." "..."
repair "add the required keys 'port'" "servers: [{host: h, port: \"\"}]\n"

# A WasmPlugin of it, and back.
replace config.yaml "# mine\nname: a\n\noptions:\n  inner: x\n"
actions config.yaml "na||me" "refactor.rewrite"
titles "remove 'name'" "make a WasmPlugin of this configuration"
repair "make a WasmPlugin of this configuration" "# mine\napiVersion: extensions.higress.io/v1alpha1\nkind: WasmPlugin\nmetadata:\n" "spec:\n  url: oci://registry.example.com/plugins/" "  defaultConfig:\n    name: a\n\n    options:\n      inner: x\n"
open gateway.yaml
actions gateway.yaml "apiVers||ion" "refactor.rewrite"
titles "remove 'apiVersion'" "keep the configuration alone"
repair "keep the configuration alone" "name: a\noptions: {inner: x}\n"

# JSON, alone and in a scalar; nothing where the text is broken.
open config.json
actions config.json "li||mit" "refactor.rewrite"
titles "sort the keys as the schema has them" "remove 'limit'"
repair "sort the keys as the schema has them" "{\"name\": \"a\", \"limit\": 5}\n"
actions config.json "na||me" "refactor.rewrite"
titles "remove 'name'"
repair "remove 'name'" "{\"limit\": 5}\n"
open envoy.yaml
actions envoy.yaml "li||mit" "refactor.rewrite"
titles "sort the keys as the schema has them" "remove 'limit'"
repair "sort the keys as the schema has them" "        {\"name\": \"a\", \"limit\": 5}\n"
replace config.json "{\"limit\": 5, \"name\" \"a\"}\n"
actions config.json "li||mit" "refactor.rewrite"
titles

# Nobody asked: only what mends something.
replace config.json "{\"limit\": 5, \"name\": \"a\"}\n"
request textDocument/codeAction {"textDocument": {"uri": "$URI(config.json)"}, "range": {"start": {"line": 0, "character": 4}, "end": {"line": 0, "character": 4}},
    "context": {"diagnostics": [], "triggerKind": 2}}
result []
request shutdown
result null
notify exit
exits 0
