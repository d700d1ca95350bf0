A client without snippets gets plain text, one line each.

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
mode: strict

-- steps --
initialize {}
open config.yaml
complete config.yaml "strict\n|"
result {"isIncomplete": false, "items": [{"label": "limit", "insertTextFormat": absent, "insertTextMode": absent}, ...]}
complete config.yaml "strict\n|"
labels limit debug names options _rules_
accept names "names:"
accept options "options:"
accept limit "limit: "
hover config.yaml "mo|de"
result {"contents": {"kind": "plaintext", "value": "mode: string, required*"}}
request shutdown
result null
notify exit
exits 0
