A file that is made and opened at once: that it came to be is told after it was opened, and when it is deleted while it is open, only the
editor has it.

-- go.mod --
module example.com/plain

go 1.24.1
-- main.go --
package main

import (
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("plain", wrapper.ParseConfig(parse))
}

type config struct{ token string }

func parse(json gjson.Result, c *config) error {
	return read(json, c)
}
-- config.yaml --
tokn: x
-- read.go --
package main

import "github.com/tidwall/gjson"

func read(json gjson.Result, c *config) error {
	c.token = json.Get("token").String()
	return nil
}
-- steps --
remove read.go
initialize {"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}}
open config.yaml
diagnostics config.yaml {"version": 1, "diagnostics": [{"code": "config/undecided"}]}
write read.go "package main\n"
open read.go
notify workspace/didChangeWatchedFiles {"changes": [{"uri": "$URI(read.go)", "type": 1}]}
diagnostics config.yaml [{"message": "'tokn' is never read*"}]
remove read.go
notify workspace/didChangeWatchedFiles {"changes": [{"uri": "$URI(read.go)", "type": 3}]}
edit read.go "\"token\"" "\"tokn\""
diagnostics config.yaml []
close read.go
diagnostics config.yaml [{"code": "config/undecided"}]
request shutdown
result null
notify exit
exits 0
