A README's table is held against the code when it is open: while it is edited, and while the code is. The row is rewritten by an action.

-- go.mod --
module example.com/a

go 1.24.1

require (
	github.com/higress-group/wasm-go v1.0.2
	github.com/tidwall/gjson v1.18.0
)
-- main.go --
package main

import (
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("a", wrapper.ParseConfig(parse))
}

type config struct {
	token string
	code  int64
}

func parse(json gjson.Result, c *config) error {
	c.token = json.Get("token").String()
	c.code = json.Get("code").Int()
	if c.code == 0 {
		c.code = 403
	}
	return nil
}
-- README.md --
| Name | Type | Required | Default |
|---|---|---|---|
| token | string | Yes | |
| code | int | No | 401 |
-- steps --
initialize {"textDocument": {"codeAction": {"isPreferredSupport": true, "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "source"]}}}}}
open README.md
diagnostics README.md [{"code": "docs/required", "range": {"start": {"line": 2}}}, {"code": "docs/default", "range": {"start": {"line": 3}}}]
actions README.md "Y|e|s" "quickfix"
titles "write 'No'"
repair "write 'No'" "| token | string | No | |\n"
diagnostics README.md [{"code": "docs/default"}]
edit README.md "401" "403"
diagnostics README.md []
open main.go
edit main.go "403" "404"
diagnostics README.md [{"code": "docs/default", "message": "without 'code' the plugin takes 404*"}]
actions README.md "4|0|3" "source.fixAll"
titles "wpls: apply all safe fixes"
repair "wpls: apply all safe fixes" "| code | int | No | 404 |\n"
diagnostics README.md []
request shutdown
result null
notify exit
exits 0
