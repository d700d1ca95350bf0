Completion in a JSON file: names are quoted, missing commas are added.

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
-- config.json --
{
  "mode": "strict"
}
-- steps --
initialize {"textDocument": {"completion": {"completionItem": {"snippetSupport": true}}}}
open config.json
replace config.json "{\n  \n}\n"
complete config.json "  |\n"
labels mode limit debug names options _rules_
accept limit "  \"limit\": $0"
accept names "  \"names\": [$0]"
replace config.json "{\n  \"mode\": \"strict\",\n  \"li\"\n}\n"
complete config.json "\"li|\""
labels limit debug names options _rules_
accept limit "  \"limit\": $0"
replace config.json "{\n  \"lim\"\n  \"mode\": \"strict\"\n}\n"
complete config.json "\"li|m\""
labels limit debug names options _rules_
accept limit "  \"limit\": $0,"
replace config.json "{\n  \"lim\": 1,\n  \"mode\": \"strict\"\n}\n"
complete config.json "\"li|m\""
labels limit debug names options _rules_
accept limit "  \"limit\": 1,"
replace config.json "{\n  \"mode\": \n}\n"
complete config.json ": |\n"
labels strict lenient
accept strict "  \"mode\": \"strict\""
replace config.json "{\n  \"mode\": \"\"\n}\n"
complete config.json ": \"|\""
labels strict lenient
accept strict "  \"mode\": \"strict\""
replace config.json "{\"options\": {\"\"}, \"mode\": \"strict\"}"
complete config.json "{\"|\"}"
labels inner
replace config.json "{\"debug\": }"
complete config.json "{\"debug\": |}"
labels true false
request shutdown
result null
notify exit
exits 0
