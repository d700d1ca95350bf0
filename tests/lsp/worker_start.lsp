Workers that end when they start: another one is started until one lives. The client waits for the answer to its first request, and then
everything is there.
environment: WPLS_TEST_FAULT=segv@start*9

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
-- steps --
initialize {}
open config.yaml
diagnostics config.yaml [{"code": "config/rejected"}]
request shutdown
result null
notify exit
exits 0
