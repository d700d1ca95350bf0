A request that crashes the worker gets an error. Asked a second time it is refused from then on, until a document changes.
environment: WPLS_TEST_FAULT=abort@request:textDocument/hover

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
hover config.yaml "n|am"
error -32603 "answering 'textDocument/hover' ended with an abort"
expect window/logMessage {"type": 1, "message": "wpls: answering 'textDocument/hover' ended with an abort; it was started anew"}
hover config.yaml "n|am"
error -32603 "answering 'textDocument/hover' ended with an abort"
expect window/logMessage {"type": 1, "message": "wpls: answering 'textDocument/hover' ended with an abort; it is refused until a document changes"}
hover config.yaml "n|am"
error -32603 "wpls failed at this request before, with an abort; it tries again when a document changes"
nothing window/logMessage
complete config.yaml "n|am"
result {"items": ...}
edit config.yaml "x" "two"
hover config.yaml "n|am"
error -32603 "answering 'textDocument/hover' ended with an abort"
expect window/showMessage {"type": 2, "message": "wpls has failed several times here, its log says at what; all the rest is checked as ever"}
settles config.yaml {"version": 2, "diagnostics": [{"code": "config/rejected"}]}
request shutdown
result null
notify exit
exits 0
