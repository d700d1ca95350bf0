Snippets in Go: only where they fit, with the names of the code around, and with the imports they need.

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
	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types"
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx(
		"plugin",
		wrapper.ParseConfig(parseConfig),
		wrapper.ProcessRequestHeaders(first),
		wrapper.ProcessRequestBody(second),
	)
}

type settings struct {
	client wrapper.HttpClient
	name   string
}

func parseConfig(document gjson.Result, s *settings) error {
	return nil
}

func first(c wrapper.HttpContext, s settings) types.Action {
	return check(c, s)
}

func check(c wrapper.HttpContext, s settings) types.Action {
	return types.HeaderContinue
}

func second(c wrapper.HttpContext, s settings, body []byte) types.Action {
	return types.ActionContinue
}
-- required.go --
package main

import (
	"errors"

	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types"
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx(
		"plugin",
		wrapper.ParseConfig(parseConfig),
		wrapper.ProcessRequestHeaders(first),
		wrapper.ProcessRequestBody(second),
	)
}

type settings struct {
	client wrapper.HttpClient
	name   string
}

func parseConfig(document gjson.Result, s *settings) error {
	s.${1:name} = document.Get("$1").String()
	if s.$1 == "" {
		return errors.New("missing $1 in config")
	}
	$0
	return nil
}

func first(c wrapper.HttpContext, s settings) types.Action {
	return check(c, s)
}

func check(c wrapper.HttpContext, s settings) types.Action {
	return types.HeaderContinue
}

func second(c wrapper.HttpContext, s settings, body []byte) types.Action {
	return types.ActionContinue
}
-- small.go --
package main

func helper() {}
-- small-after.go --
package main

import (
	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types"
	"github.com/higress-group/wasm-go/pkg/wrapper"
)

func helper() {}

func ${1:onHttpRequestHeaders}(ctx wrapper.HttpContext, config pluginConfig) types.Action {
	$0
	return types.HeaderContinue
}
-- main_test.go --
package main
-- empty.go --
-- steps --
initialize {"textDocument": {"completion": {"completionItem": {"snippetSupport": true, "documentationFormat": ["markdown"], "insertTextModeSupport": {"valueSet": [1, 2]}}}}}
open main.go

# Top level: declarations, with the plugin's own configuration type.
edit main.go "func first(" "onHttp\n\nfunc first("
complete main.go "onHttp|\n"
offers onHttpRequestHeaders onHttpRequestBodyBy parseConfig serviceSource rewriteRequestBody setCtx
lacks plugin ParseConfig required localResponse testPlugin
accept onHttpRequestHeaders "func ${1:onHttpRequestHeaders}(ctx wrapper.HttpContext, config settings) types.Action {\n\t$0\n\treturn types.HeaderContinue\n}"
edit main.go "onHttp\n\n" ""

# Among the options of SetCtx; the comma is in the snippet.
edit main.go "ProcessRequestHeaders(first),\n" "ProcessRequestHeaders(first),\n\t\tWith\n"
complete main.go "With|\n"
offers ProcessRequestBody ProcessResponseHeadersBy ParseOverrideConfig WithRebuildAfterRequests
lacks onHttpRequestHeaders required
accept WithRebuildAfterRequests "\t\twrapper.WithRebuildAfterRequests[settings](${1:10000}),$0"
edit main.go "\t\tWith\n" ""

# Not in its first argument, not among a call's arguments, not behind a dot, not in comments and strings.
edit main.go "\"plugin\"," "Pro"
complete main.go "\tPro|\n"
labels
edit main.go "\tPro\n" "\t\"plu\",\n"
complete main.go "\"plu|\""
labels
edit main.go "\"plu\"" "\"plugin\""
edit main.go "ParseConfig(parseConfig)" "ParseConfig(par)"
complete main.go "(par|)"
labels parseConfig
edit main.go "ParseConfig(par)" "ParseConfig(parseConfig)"
edit main.go "s *settings) error {\n" "s *settings) error {\n\t// req\n\ts.na\n\tx := re\n"
complete main.go "// req|\n"
labels
complete main.go "s.na|\n"
labels
complete main.go "x := re|\n"
labels
edit main.go "\t// req\n\ts.na\n\tx := re\n" ""

# A parse function, with its own names and the missing import.
edit main.go "s *settings) error {\n" "s *settings) error {\n\treq\n"
complete main.go "\treq|\n"
offers required enum stringList redisClient httpClient tick
lacks leaderElection localResponse httpGet
apply required required.go
# A helper that returns nothing can't reject; in a loop it is the same function.
edit main.go "\treq\n" "\tfor _, item := range document.Array() {\n\t\treq\n\t}\n"
complete main.go "\treq|\n"
offers required
edit main.go "\tfor _, item := range document.Array() {\n\t\treq\n\t}\n" ""

# Handlers: by what is registered, whatever their name. The helper 'check' runs where its caller runs.
edit main.go "settings) types.Action {\n\treturn check" "settings) types.Action {\n\tst\n\treturn check"
complete main.go "\tst|\n"
offers httpGet localResponse setHeader stopForBody redisGet routeCall sharedCounter
lacks required replaceBody sseEvents jsonBody resumeRequest
accept stopForBody "\tif !c.HasRequestBody() {\n\t\treturn types.HeaderContinue // a stop would never end: there is no body to wait for\n\t}\n\treturn types.HeaderStopIteration // the body handler can still change the headers"
edit main.go "\tst\n\treturn check" "\treturn check"
edit main.go "return types.HeaderContinue" "x\n\treturn types.HeaderContinue"
complete main.go "\tx|\n"
offers httpGet stopForBody
lacks replaceBody
edit main.go "\tx\n\treturn types.Header" "\treturn types.Header"
edit main.go "return types.ActionContinue" "x\n\treturn types.ActionContinue"
complete main.go "\tx|\n"
offers httpGet replaceBody jsonBody localResponse
lacks setHeader stopForBody

# In the callback of a call: what ends the pause; nothing that returns an action.
edit main.go "\tx\n" "\ts.client.Get(\"/\", nil, func(statusCode int, responseHeaders http.Header, responseBody []byte) {\n\t\ty\n\t})\n"
complete main.go "\ty|\n"
offers localResponse resumeRequest replaceBody
lacks httpGet setHeader resumeResponse jsonBody

# Half-typed code: nothing is closed yet.
replace main.go "package main\n\nimport \"github.com/higress-group/wasm-go/pkg/wrapper\"\n\nfunc onHttpResponseHeaders(ctx wrapper.HttpContext, config c) types.Action {\n\tif x {\n\t\tset"
complete main.go "\tset|"
offers setHeader httpGet localResponse
lacks routeCall stopForRequest
# ... and a declaration that follows is one all the same.
replace main.go "package main\n\nimport \"github.com/higress-group/wasm-go/pkg/wrapper\"\n\nfunc a() {\n\tif x {\n\nfunc b() {\n}\n\npars\n"
complete main.go "pars|"
offers parseConfig

# Imports where there are none.
open small.go
edit small.go "func helper() {}\n" "func helper() {}\n\nonHttp\n"
complete small.go "onHttp|\n"
offers onHttpRequestHeaders
apply onHttpRequestHeaders small-after.go

# Lines may end in CRLF.
replace small.go "package main\r\n\r\nfunc helper() {}\r\n\r\nonHttp\r\n"
complete small.go "onHttp|\r\n"
offers onHttpRequestHeaders
apply onHttpRequestHeaders small-after.go
replace main.go "package main\r\n\r\nimport \"github.com/higress-group/wasm-go/pkg/wrapper\"\r\n\r\nfunc onRequest(ctx wrapper.HttpContext, config Config) types.Action {\r\n\tget\r\n\treturn types.ActionContinue\r\n}\r\n"
complete main.go "get|\r\n"
offers getHeader setHeader

# Tests.
open main_test.go
edit main_test.go "package main\n" "package main\n\ntest\n"
complete main_test.go "test|\n"
offers testPlugin testHttpCall testRejected
lacks plugin onHttpRequestHeaders

# A file without anything: a whole plugin.
open empty.go
replace empty.go "plug"
complete empty.go "plug|"
labels plugin pluginTinyGo

request shutdown
result null
notify exit
exits 0
