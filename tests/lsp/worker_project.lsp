Where nothing smaller is to blame, the second crash leaves out the project: nothing is said of its configurations then, but that.
environment: WPLS_TEST_FAULT=segv@project:/a*2

-- a/go.mod --
module example.com/crash

go 1.24.1

require (
	github.com/higress-group/wasm-go v1.0.2
	github.com/tidwall/gjson v1.18.0
)
-- a/main.go --
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
-- a/config.yaml --
nam: x
-- b/go.mod --
module example.com/crash

go 1.24.1

require (
	github.com/higress-group/wasm-go v1.0.2
	github.com/tidwall/gjson v1.18.0
)
-- b/main.go --
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
-- b/config.yaml --
nam: x
-- steps --
initialize {}
open a/config.yaml
expect window/logMessage {"type": 1, "message": "wpls: analysing a ended with a segmentation fault; it was started anew"}
expect window/logMessage {"type": 1, "message": "wpls: analysing a ended with a segmentation fault; it is left out until that file changes"}
diagnostics a/go.mod [{"severity": 3, "code": "project/not-analysed", "message": "this plugin is not analysed until it changes: wpls itself failed here with a segmentation fault"}]
diagnostics a/config.yaml []
open b/config.yaml
diagnostics b/config.yaml [{"code": "config/rejected"}]
open a/main.go
edit a/main.go "name is missing" "no name"
diagnostics a/go.mod []
diagnostics a/config.yaml [{"code": "config/rejected", "message": "*no name*"}]
nothing window/logMessage
request shutdown
result null
notify exit
exits 0
