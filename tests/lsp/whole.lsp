Half-typed code says nothing new: the plugin as it was when it was last whole goes on judging, and its findings move with the lines.

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
# half a line, and another one in the same function that is whole by itself: the finding below moves
edit main.go "\tc.one = &part{}\n" "\tif v := json.Get(\"prefix\");\n\tc.one = &part{}\n"
diagnostics main.go [{"code": "phase/wrong-phase", "range": {"start": {"line": 36}}}]
request textDocument/hover {"textDocument": {"uri": "$URI(main.go)"}, "position": {"line": 36, "character": 20}}
result {"range": {"start": {"line": 36, "character": 15}}}
request textDocument/hover {"textDocument": {"uri": "$URI(main.go)"}, "position": {"line": 28, "character": 28}}
result {"range": {"start": {"line": 28, "character": 24}}}
# documents that are edited meanwhile are judged, too
edit config.yaml "kind" "knd"
diagnostics config.yaml [{"code": "config/rejected", "message": "*no kind*"}]
edit main.go "\tif v := json.Get(\"prefix\");\n" "\tx, y, err := c.one, c.two\n\t_ = x\n"
diagnostics main.go [{"code": "phase/wrong-phase", "range": {"start": {"line": 37}}}]
diagnostics config.yaml [{"message": "*no kind*"}]
edit config.yaml "knd" "kind"
diagnostics config.yaml []
# a declaration that changes, and what uses it does not yet
edit main.go "\ttwo *part\n" "\tthree *part\n"
diagnostics main.go [{"code": "phase/wrong-phase", "range": {"start": {"line": 37}}}]
# an import that nobody uses yet
edit main.go "\tx, y, err := c.one, c.two\n\t_ = x\n" ""
diagnostics main.go [{"code": "phase/wrong-phase", "range": {"start": {"line": 35}}}]
edit main.go "\tc.two = &part{}\n" "\tc.three = &part{}\n"
diagnostics main.go [{"code": "phase/wrong-phase", "range": {"start": {"line": 35}}}]
edit main.go "\t\"errors\"\n" "\t\"errors\"\n\t\"strings\"\n"
diagnostics main.go [{"code": "phase/wrong-phase", "range": {"start": {"line": 36}}}]
# whole again: the new code judges
edit main.go "json.Get(\"kind\").String()" "strings.TrimSpace(json.Get(\"sort\").String())"
diagnostics config.yaml [{"code": "config/rejected", "message": "*no kind*"}]
# a call that is edited away has no finding any more
edit main.go "\t_ = proxywasm.ReplaceHttpResponseHeader(\"a\", \"b\")\n" "\t_ = proxywasm.ReplaceHttpResp\n"
request shutdown
result null
notify exit
exits 0
