Snippets for an editor that knows none: plain text, indented by the server, with the first choices; in Chinese.

-- go.mod --
module example.com/plugin

go 1.24.1

require (
	github.com/higress-group/wasm-go v1.0.0
	github.com/tidwall/gjson v1.18.0
)
-- main.go --
package main

import (
	logs "github.com/higress-group/wasm-go/pkg/log"
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func init() {
	wrapper.SetCtx("plugin", wrapper.ParseConfig(parseConfig))
}

type pluginConfig struct {
	enabled bool
}

func parseConfig(json gjson.Result, config *pluginConfig) error {
	boo
	return nil
}
-- boolean.go --
package main

import (
	logs "github.com/higress-group/wasm-go/pkg/log"
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func init() {
	wrapper.SetCtx("plugin", wrapper.ParseConfig(parseConfig))
}

type pluginConfig struct {
	enabled bool
}

func parseConfig(json gjson.Result, config *pluginConfig) error {
	config.enabled = true
	if enabled := json.Get("enabled"); enabled.Exists() {
		config.enabled = enabled.Bool()
	}
	
	return nil
}
-- handler.go --
package main

import (
	logs "github.com/higress-group/wasm-go/pkg/log"
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm"
)

func onHttpRequestHeaders(ctx wrapper.HttpContext, config pluginConfig) types.Action {
	rem
}
-- handler-after.go --
package main

import (
	logs "github.com/higress-group/wasm-go/pkg/log"
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm"
)

func onHttpRequestHeaders(ctx wrapper.HttpContext, config pluginConfig) types.Action {
	if err := proxywasm.RemoveHttpRequestHeader("x-header"); err != nil {
		logs.Errorf("failed to remove x-header: %v", err)
	}
	
}
-- steps --
initialize {"general": {"positionEncodings": ["utf-8"]}}
open main.go
complete main.go "\tboo|\n"
offers boolean
apply boolean boolean.go
complete main.go "\tboo|\n"
result {"isIncomplete": false, "items": [{"label": "required", "kind": 15, "detail": "A string that has to be there and not empty", "documentation": {"kind": "plaintext", "value": "config.name = json.Get(\"name\")*"}, "insertTextFormat": absent, "insertTextMode": absent}, ...]}

# A package under another name.
open handler.go
complete handler.go "\trem|\n"
offers removeHeader
apply removeHeader handler-after.go

request shutdown
result ...
notify exit
exits 0
