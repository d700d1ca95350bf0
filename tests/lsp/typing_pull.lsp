A client that pulls gets the same list as one that is published to, and is asked to pull again when the wait is over.

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
limit: 1
-- steps --
initialize {"initializationOptions": {"typingDelay": 10000}, "textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": true}}}
open config.yaml
request textDocument/diagnostic {"textDocument": {"uri": "$URI(config.yaml)"}}
result {"items": []}
edit config.yaml "limit" "limi"
request textDocument/diagnostic {"textDocument": {"uri": "$URI(config.yaml)"}}
result {"items": []}
notify workspace/didChangeConfiguration {"settings": {"wpls": {"typingDelay": 0}}}
expect workspace/diagnostic/refresh absent
request textDocument/diagnostic {"textDocument": {"uri": "$URI(config.yaml)"}}
result {"items": [{"message": "'limi' is never read*"}]}
edit config.yaml "limi" "limit"
request textDocument/diagnostic {"textDocument": {"uri": "$URI(config.yaml)"}}
result {"items": []}
# by itself
notify workspace/didChangeConfiguration {"settings": {"wpls": {"typingDelay": 3000}}}
edit config.yaml "limit" "limite"
request textDocument/diagnostic {"textDocument": {"uri": "$URI(config.yaml)"}}
result {"items": []}
expect workspace/diagnostic/refresh absent
request textDocument/diagnostic {"textDocument": {"uri": "$URI(config.yaml)"}}
result {"items": [{"message": "'limite' is never read*"}]}
request shutdown
result null
notify exit
exits 0
