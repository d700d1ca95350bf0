A document that crashes the analysis is left out until it changes. Other documents, and the sources, are checked as ever.
environment: WPLS_TEST_FAULT=segv@document:config.yaml*1

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
nam: x
-- config-2.yaml --
nam: two
-- steps --
initialize {}
open config.yaml
expect window/logMessage {"type": 1, "message": "wpls: analysing config.yaml ended with a segmentation fault; it is left out until that file changes"}
diagnostics config.yaml [{"severity": 3, "code": "project/not-analysed", "range": {"start": {"line": 0, "character": 0}},
    "message": "this file is not analysed until it changes: wpls itself failed here with a segmentation fault"}]
open config-2.yaml
diagnostics config-2.yaml [{"code": "config/rejected"}]
hover config.yaml "n|am"
result null
replace config.yaml "nam: 1"
diagnostics config.yaml [{"code": "config/rejected"}]
nothing window/logMessage
request shutdown
result null
notify exit
exits 0
