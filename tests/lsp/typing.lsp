What is new on the line being typed on waits, as long as the setting typingDelay says; what was there stays, what is gone goes at once, and
nothing else waits: no other line, no other file, no request. Nothing is measured here: where a finding comes, it is the next list.

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
-- other.yaml --
# wpls: plugin=.
mode: strict
name: x
-- steps --
initialize {"initializationOptions": {"typingDelay": 10000}, "textDocument": {"codeAction": {"codeActionLiteralSupport": {}}}}
open config.yaml
diagnostics config.yaml {"version": 1, "diagnostics": []}
open other.yaml
diagnostics other.yaml [{"message": "'name' is never read*"}]
# on the line being typed on
edit config.yaml "limit" "limi"
diagnostics config.yaml {"version": 2, "diagnostics": []}
# what can be done about it is offered nevertheless
actions config.yaml "|limi|: 1" quickfix
titles "rename to 'limit'" ...
# an edit of another file is followed at once, on every line of this one but that one
open main.go
edit main.go "\"mode\")" "\"modus\")"
diagnostics config.yaml {"version": 2, "diagnostics": [{"code": "config/rejected", "range": {"start": {"line": 0}}}]}
diagnostics other.yaml [{"code": "config/rejected"}, {"message": "'name' is never read*"}]
# what is gone goes at once
edit main.go "\"modus\")" "\"mode\")"
diagnostics config.yaml {"version": 2, "diagnostics": []}
diagnostics other.yaml [{"message": "'name' is never read*"}]
# what was shown stays on the line, wherever it moves
edit other.yaml "name: x" "name: xy"
diagnostics other.yaml {"version": 2, "diagnostics": [{"message": "'name' is never read*", "range": {"start": {"line": 2}}}]}
edit other.yaml "mode: strict\n" "mode: strict\n\n"
diagnostics other.yaml {"version": 3, "diagnostics": [{"message": "'name' is never read*", "range": {"start": {"line": 3}}}]}
# another text is another finding
edit other.yaml "name: xy" "names1: xy"
diagnostics other.yaml {"version": 4, "diagnostics": []}
# the whole text in one change: only what differs is typed on
replace other.yaml "# wpls: plugin=.\nmode: strict\n\nnames2: xy\n"
diagnostics other.yaml {"version": 5, "diagnostics": []}
# without a delay all is there
notify workspace/didChangeConfiguration {"settings": {"wpls": {"typingDelay": 0}}}
diagnostics config.yaml {"version": 2, "diagnostics": [{"message": "'limi' is never read*"}]}
diagnostics other.yaml {"version": 5, "diagnostics": [{"message": "'names2' is never read*"}]}
# with a short one it comes by itself
notify workspace/didChangeConfiguration {"settings": {"wpls": {"typingDelay": 300}}}
edit config.yaml "limi: 1" "limite: 1"
settles config.yaml {"version": 3, "diagnostics": [{"message": "'limite' is never read*"}]}
request shutdown
result null
notify exit
exits 0
