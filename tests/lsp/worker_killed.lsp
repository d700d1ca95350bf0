A worker that somebody kills while it has nothing to do: nobody is to blame. The client hears of it in its log, every finding stays, what
was said is not said again, and edits go on from the text as it is.
encodings: utf-8 utf-16 utf-32

-- go.mod --
module example.com/crash

go 1.24.1

require (
	github.com/higress-group/wasm-go v1.0.2
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

type Config struct{ name string }

func init() {
	wrapper.SetCtx("crash", wrapper.ParseConfig(parseConfig))
}

func parseConfig(json gjson.Result, config *Config) error {
	config.name = json.Get("name").String()
	if config.name == "" {
		return errors.New("name is missing")
	}
	return nil
}
-- config.yaml --
# 名前🙂
nam: x
-- wpls.yaml --
rules: {}
-- steps --
initialize {"workspace": {"configuration": true, "didChangeWatchedFiles": {"dynamicRegistration": true},
    "didChangeConfiguration": {"dynamicRegistration": true}}}
expect client/registerCapability ...
settings {"rules": {"config/rejected": "warning"}, "nonsense": 1}
expect workspace/configuration ...
expect window/showMessage {"message": "*nonsense*"}
open config.yaml
diagnostics config.yaml [{"code": "config/rejected", "severity": 2, "range": {"start": {"line": 1, "character": 0}}}]
edit config.yaml "🙂" "🙂🙂" "nam" "na" "na: x" "na: x # 🙂"
diagnostics config.yaml {"version": 2, "diagnostics": [{"code": "config/rejected"}]}
kill KILL
expect window/logMessage {"type": 2, "message": "wpls: *ended with signal 9 from outside; it was started anew"}
diagnostics config.yaml {"version": 2, "diagnostics": [{"code": "config/rejected", "severity": 2}]}
edit config.yaml "na: x # 🙂" "name: x # 🙂"
diagnostics config.yaml {"version": 3, "diagnostics": []}
hover config.yaml "n|ame"
result {"contents": ...}
nothing client/registerCapability
nothing window/showMessage
nothing workspace/configuration
kill TERM
expect window/logMessage {"message": "*signal 15 from outside*"}
replace config.yaml "nam: 1"
settles config.yaml {"version": 4, "diagnostics": [{"code": "config/rejected", "severity": 2}]}
kill SEGV
expect window/logMessage {"type": 2, "message": "wpls: *ended with signal 11 from outside; it was started anew"}
diagnostics config.yaml {"version": 4, "diagnostics": [{"code": "config/rejected", "severity": 2}]}
request shutdown
result null
notify exit
exits 0
