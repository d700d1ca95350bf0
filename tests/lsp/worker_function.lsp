A function that crashes the analysis costs what hangs on it: it is left out until its text changes, everything else is checked. The client
notices a line in the log and a finding.
environment: WPLS_TEST_FAULT=segv@function:parseConfig*1

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
	"time"

	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types"
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

type Config struct{ name string }

func init() {
	wrapper.SetCtx("crash", wrapper.ParseConfig(parseConfig), wrapper.ProcessRequestHeaders(onHeaders))
}

func parseConfig(json gjson.Result, config *Config) error {
	config.name = json.Get("name").String()
	if config.name == "" {
		return errors.New("name is missing")
	}
	return nil
}

func onHeaders(ctx wrapper.HttpContext, config Config) types.Action {
	time.Sleep(time.Second)
	return types.ActionContinue
}
-- config.yaml --
nam: x
-- steps --
initialize {}
open config.yaml
expect window/logMessage {"type": 1, "message": "wpls: analysing 'parseConfig' in main.go ended with a segmentation fault; it is left out until that file changes"}
diagnostics config.yaml [{"code": "config/undecided", "severity": 4, "message": "can't tell whether the plugin accepts this configuration: wpls itself failed at 'parseConfig', at main.go:20*"}]
open main.go
diagnostics main.go [{"severity": 3, "code": "project/not-analysed", "range": {"start": {"line": 19, "character": 5}},
    "message": "'parseConfig' is not analysed until it changes: wpls itself failed here with a segmentation fault"}, {"code": "flow/sleep"}]
nothing window/showMessage
edit main.go "name is missing" "no name"
settles main.go [{"code": "flow/sleep"}]
settles config.yaml [{"code": "config/rejected", "message": "*no name*"}]
nothing window/logMessage
request shutdown
result null
notify exit
exits 0
