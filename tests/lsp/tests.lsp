Configurations in a plugin's tests are judged while they, or the code, are typed; the key is renamed by an action, and hovering shows
what the plugin makes of it.

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

type config struct{ token string }

func parse(json gjson.Result, c *config) error {
	c.token = json.Get("token").String()
	return nil
}
-- main_test.go --
package main

import (
	"encoding/json"
	"testing"

	"github.com/higress-group/wasm-go/pkg/test"
)

func TestStart(t *testing.T) {
	data, _ := json.Marshal(map[string]any{
		"tokn": "a",
	})
	host, _ := test.NewTestHost(data)
	host.Reset()
}
-- steps --
initialize {"textDocument": {"codeAction": {"isPreferredSupport": true, "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "source"]}}}}}
open main_test.go
diagnostics main_test.go [{"code": "config/unknown-key", "severity": 4, "range": {"start": {"line": 11, "character": 2}, "end": {"line": 11, "character": 8}}}]
actions main_test.go "to|k|n" "quickfix"
titles "rename to 'token'" ...
repair "rename to 'token'" "\t\t\"token\": \"a\",\n"
diagnostics main_test.go []
hover main_test.go "to|ken"
result {"contents": {"value": "*token*"}}
open main.go
edit main.go "\"token\"" "\"tokens\""
diagnostics main_test.go [{"message": "'token' is never read by this plugin; did you mean 'tokens'?"}]
request shutdown
result null
notify exit
exits 0
