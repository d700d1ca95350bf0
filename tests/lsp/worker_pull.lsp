A client that pulls is told to ask again what the dead worker was at, and once more when another one is there.
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
-- steps --
initialize {"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": true}}}
open main.go
request textDocument/diagnostic {"textDocument": {"uri": "$URI(main.go)"}}
result {"kind": "full", "items": []}
open config.yaml
expect window/logMessage {"message": "wpls: analysing config.yaml ended with a segmentation fault; it is left out until that file changes"}
expect workspace/diagnostic/refresh absent
request textDocument/diagnostic {"textDocument": {"uri": "$URI(config.yaml)"}}
result {"kind": "full", "items": [{"code": "project/not-analysed"}]}
replace config.yaml "nam: 1"
request textDocument/diagnostic {"textDocument": {"uri": "$URI(config.yaml)"}}
result {"kind": "full", "items": [{"code": "config/rejected"}]}
request shutdown
result null
notify exit
exits 0
