Past the limit of memory, here one that the editor sets, at a document: that may come from what was done before, so it is tried once more. The second time it is left out.
environment: WPLS_TEST_FAULT=memory@document:config.yaml*2

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
initialize {"initializationOptions": {"memoryLimit": 64}}
open config.yaml
expect window/logMessage {"type": 1, "message": "wpls: analysing config.yaml ended with no memory left; it was started anew"}
expect window/logMessage {"type": 1, "message": "wpls: analysing config.yaml ended with no memory left; it is left out until that file changes"}
diagnostics config.yaml [{"code": "project/not-analysed", "message": "this file is not analysed until it changes: wpls itself failed here with no memory left"}]
open config-2.yaml
diagnostics config-2.yaml [{"code": "config/rejected"}]
replace config.yaml "nam: 1"
diagnostics config.yaml [{"code": "config/rejected"}]
request shutdown
result null
notify exit
exits 0
