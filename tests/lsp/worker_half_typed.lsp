Half-typed code when the worker ends: the next one judges by the last whole text, too, however often, until the code is whole again.

-- go.mod --
module plugin

go 1.24.1

require (
	github.com/higress-group/wasm-go v1.0.2
	github.com/tidwall/gjson v1.18.0
)
-- main.go --
package main

import (
	"errors"

	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm"
	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types"
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("plugin", wrapper.ParseConfig(parse), wrapper.ProcessRequestHeaders(onRequestHeaders))
}

type part struct{ kind string }

type config struct {
	one *part
	two *part
}

func parse(json gjson.Result, c *config) error {
	c.one = &part{}
	c.two = &part{}
	c.one.kind = json.Get("kind").String()
	if c.one.kind == "" {
		return errors.New("no kind")
	}
	return nil
}

func onRequestHeaders(ctx wrapper.HttpContext, c config) types.Action {
	_ = proxywasm.ReplaceHttpResponseHeader("a", "b")
	return types.ActionContinue
}
-- config.yaml --
kind: a
-- steps --
initialize {}
open main.go
diagnostics main.go [{"code": "phase/wrong-phase", "range": {"start": {"line": 35}}}]
open config.yaml
diagnostics config.yaml []
edit main.go "\tc.one = &part{}\n" "\tif v := json.Get(\"prefix\");\n\tc.one = &part{}\n"
diagnostics main.go [{"code": "phase/wrong-phase", "range": {"start": {"line": 36}}}]
edit config.yaml "kind" "knd"
diagnostics config.yaml [{"code": "config/rejected", "message": "*no kind*"}]
hover config.yaml "k|nd"
result ...
kill KILL
diagnostics config.yaml {"version": 2, "diagnostics": [{"code": "config/rejected", "message": "*no kind*"}]}
diagnostics main.go {"version": 2, "diagnostics": [{"code": "phase/wrong-phase", "range": {"start": {"line": 36}}}]}
edit config.yaml "knd" "kind"
diagnostics config.yaml []
hover config.yaml "k|ind"
result ...
kill SEGV
edit config.yaml "kind" "kin"
settles config.yaml {"version": 4, "diagnostics": [{"code": "config/rejected", "message": "*no kind*"}]}
settles main.go {"version": 2, "diagnostics": [{"code": "phase/wrong-phase", "range": {"start": {"line": 36}}}]}
edit main.go "\tif v := json.Get(\"prefix\");\n" "" "no kind" "nothing"
settles main.go {"version": 3, "diagnostics": [{"code": "phase/wrong-phase", "range": {"start": {"line": 35}}}]}
settles config.yaml [{"code": "config/rejected", "message": "*nothing*"}]
hover config.yaml "k|in"
result ...
kill KILL
settles main.go {"version": 3, "diagnostics": [{"code": "phase/wrong-phase", "range": {"start": {"line": 35}}}]}
settles config.yaml [{"code": "config/rejected", "message": "*nothing*"}]
request shutdown
result null
notify exit
exits 0
