Positions in utf-8: characters of one to four bytes, before and inside the places.

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
# é 世 😀
mode: "😀世é" # ü
debug: "😀" #
-- config2.yaml --
mode: "é世😀é" 
-- steps --
initialize {"general": {"positionEncodings": ["utf-16", "utf-8"]}, "textDocument": {"hover": {"contentFormat": ["markdown"]}}}
capabilities {"capabilities": {"positionEncoding": "utf-8"}}
open config.yaml
hover config.yaml "mode: \"😀世|é\""
result {"range": {"start": {"line": 1, "character": 6}, "end": {"line": 1, "character": 17}}}
edit config.yaml "😀世é" "a" "é 世 😀" "b" "ü" "😀😀"
hover config.yaml "mode: \"a|\" # 😀😀"
result {"range": {"start": {"line": 1, "character": 6}, "end": {"line": 1, "character": 9}}}
edit config.yaml "😀😀\ndebug" "😀ü😀\nx: {ü: 😀, mode: \"\"}\ndebug" "# b" "# é 世 😀" "{ü: 😀, mode: \"\"}" "é"
edit config.yaml "\"a\" # 😀ü😀\nx: é" "\"世😀\" #"
hover config.yaml "mode: \"世😀|\""
result {"range": {"start": {"line": 1, "character": 6}, "end": {"line": 1, "character": 15}}}
hover config.yaml "debug: \"😀|\" #"
result {"range": {"start": {"line": 2, "character": 7}, "end": {"line": 2, "character": 13}}}
request shutdown
result null
notify exit
exits 0
