A plugin whose package clause or go.mod is edited to pieces is none until it is mended: what was found is withdrawn, and comes back.

-- plain/main.go --
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
	c.token = json.Get("token").String()
	return nil
}
-- plain/config.yaml --
tokn: x
-- module/go.mod --
module example.com/module

go 1.24.1

require (
	github.com/alibaba/higress/plugins/wasm-go v1.0.2
	github.com/tidwall/gjson v1.18.0
)
-- module/main.go --
package main

import (
	"github.com/alibaba/higress/plugins/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("module", wrapper.ParseConfig(parse))
}

type config struct{ token string }

func parse(json gjson.Result, c *config) error {
	c.token = json.Get("token").String()
	return nil
}
-- steps --
initialize {}
open plain/config.yaml
diagnostics plain/config.yaml [{"code": "config/unknown-key"}]
open plain/main.go
diagnostics plain/main.go []
edit plain/main.go "package main" "package"
diagnostics plain/config.yaml []
edit plain/main.go "package" "package main"
diagnostics plain/config.yaml [{"code": "config/unknown-key"}]
edit plain/main.go "package main" "pack main"
diagnostics plain/config.yaml []
replace plain/main.go ""
edit plain/config.yaml "tokn" "toke"
diagnostics plain/config.yaml {"version": 2, "diagnostics": []}
close plain/main.go
diagnostics plain/config.yaml [{"message": "*'toke'*"}]
# a document of no plugin becomes one's
write plain/main.go "package plain\n"
notify workspace/didChangeWatchedFiles {"changes": [{"uri": "$URI(plain/main.go)", "type": 2}]}
diagnostics plain/config.yaml []
write plain/more.go "package main\n"
notify workspace/didChangeWatchedFiles {"changes": [{"uri": "$URI(plain/more.go)", "type": 1}]}
edit plain/config.yaml "toke" "token"
diagnostics plain/config.yaml {"version": 3, "diagnostics": []}
# go.mod, which says what the SDK is good for
open module/main.go
diagnostics module/main.go [{"code": "project/old-sdk"}]
open module/go.mod
edit module/go.mod "go 1.24.1" "g 1.24.1"
diagnostics module/main.go []
edit module/go.mod "g 1.24.1" "go 1.24.1"
diagnostics module/main.go [{"code": "project/old-sdk"}]
request shutdown
result null
notify exit
exits 0
