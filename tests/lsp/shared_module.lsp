Packages of one module, and of a go.work, that plugins share: what each finds in them is shown together, once, wherever one looks from; the
module around the plugins is no plugin of its own.

-- mono/go.mod --
module example.com/mono

go 1.24.1

require (
	github.com/higress-group/wasm-go v1.0.2
	github.com/tidwall/gjson v1.18.0
)
-- mono/shared/s.go --
package shared

import "github.com/higress-group/proxy-wasm-go-sdk/proxywasm"

func Mark() {
	_ = proxywasm.ReplaceHttpRequestHeader("x-mark", "1")
}
-- mono/c/main.go --
package main

import (
	"example.com/mono/shared"
	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types"
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("c", wrapper.ParseConfig(parse), wrapper.ProcessResponseHeaders(onHeaders))
}

type config struct{ token string }

func parse(json gjson.Result, c *config) error {
	c.token = json.Get("token").String()
	return nil
}

func onHeaders(ctx wrapper.HttpContext, c config) types.Action {
	shared.Mark()
	return types.ActionContinue
}
-- mono/d/main.go --
package main

import (
	"example.com/mono/shared"
	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types"
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("d", wrapper.ParseConfig(parse), wrapper.ProcessRequestHeaders(onRequest))
}

type config struct{ token string }

func parse(json gjson.Result, c *config) error {
	c.token = json.Get("token").String()
	return nil
}

func onRequest(ctx wrapper.HttpContext, c config) types.Action {
	shared.Mark()
	return types.ActionContinue
}
-- go.work --
go 1.24

use (
	./e
	./lib
)
-- lib/go.mod --
module example.com/lib

go 1.24
-- lib/l.go --
package lib

import (
	"errors"

	"github.com/tidwall/gjson"
)

func Need(json gjson.Result) (string, error) {
	/* é 😀 */ v := json.Get("token").String()
	if v == "" {
		return "", errors.New("no token")
	}
	return v, nil
}
-- e/go.mod --
module example.com/e

go 1.24.1

require (
	github.com/higress-group/wasm-go v1.0.2
	github.com/tidwall/gjson v1.18.0
)
-- e/main.go --
package main

import (
	"example.com/lib"
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("e", wrapper.ParseConfig(parse))
}

type config struct{ token string }

func parse(json gjson.Result, c *config) error {
	t, err := lib.Need(json)
	c.token = t
	return err
}
-- e/config.yaml --
tokn: x
-- steps --
initialize {"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}}
open mono/shared/s.go
diagnostics mono/shared/s.go [{"code": "phase/wrong-phase", "range": {"start": {"line": 5}}}]
hover mono/shared/s.go "proxywasm.Replace|HttpRequestHeader"
result {"contents": {"value": "*ReplaceHttpRequestHeader*"}}
open mono/d/main.go
diagnostics mono/d/main.go []
edit mono/d/main.go "ProcessRequestHeaders" "ProcessResponseHeaders"
diagnostics mono/shared/s.go [{"code": "phase/wrong-phase", "range": {"start": {"line": 5}}, "message": "*from onHeaders*"},
  {"code": "phase/wrong-phase", "range": {"start": {"line": 5}}, "message": "*from onRequest*"}]
edit mono/d/main.go "ProcessResponseHeaders" "ProcessRequestHeaders"
diagnostics mono/shared/s.go [{"code": "phase/wrong-phase", "message": "*from onHeaders*"}]
# an edit in what is shared, and back
edit mono/shared/s.go "ReplaceHttpRequestHeader" "ReplaceHttpResponseHeader"
diagnostics mono/shared/s.go {"version": 2, "diagnostics": [{"message": "*from onRequest*"}]}
edit mono/shared/s.go "ReplaceHttpResponseHeader(\"x-mark\", \"1\")" "LogInfo(\"x\")"
diagnostics mono/shared/s.go {"version": 3, "diagnostics": []}
# by go.work, which is edited, too
open e/config.yaml
diagnostics e/config.yaml [{"message": "*no token; did you mean 'token'?*"}]
open lib/l.go
edit lib/l.go "Get(\"token\")" "Get(\"tokn\")"
diagnostics e/config.yaml []
open go.work
edit lib/l.go "Get(\"tokn\")" "Get(\"key\")"
diagnostics e/config.yaml [{"code": "config/rejected"}]
edit go.work "./lib" "./lab"
diagnostics e/config.yaml []
edit go.work "./lab" "./lib"
diagnostics e/config.yaml [{"code": "config/rejected"}]
request shutdown
result null
notify exit
exits 0
