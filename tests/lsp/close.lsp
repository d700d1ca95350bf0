What is published goes again: on closing, and when a finding vanishes; nothing is sent twice. Without relatedInformation the
places are part of the message.

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
-- config.yaml --
limit: 1
-- steps --
initialize {}
open config.yaml
diagnostics config.yaml {"version": 1, "diagnostics": [{"message": "*missing mode in config\nmain.go:*: *", "relatedInformation": absent, "data": absent}]}
notify textDocument/didSave {"textDocument": {"uri": "$URI(config.yaml)"}}
open main.go
diagnostics main.go {"version": 1, "diagnostics": []}
# An edit of the plugin that changes nothing here sends nothing for config.yaml: its next list is that of its own next version.
edit main.go "func main() {}" "func main() { }"
diagnostics main.go {"version": 2}
edit config.yaml "limit: 1" "limit: 2"
diagnostics config.yaml {"version": 2, "diagnostics": [{}]}
close config.yaml
diagnostics config.yaml {"version": absent, "diagnostics": []}
# Closing the plugin with an unsaved edit: the disk counts again.
open config.yaml
diagnostics config.yaml {"version": 1, "diagnostics": [{"message": "*missing mode*"}]}
edit main.go "missing mode in config" "missing m"  "json.Get(\"mode\")" "json.Get(\"m\")"
diagnostics config.yaml ...
close main.go
diagnostics config.yaml {"version": 1, "diagnostics": [{"message": "*missing mode*"}]}
request shutdown
result null
notify exit
exits 0
