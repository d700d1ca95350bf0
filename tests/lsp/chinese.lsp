An editor in Chinese: a finding's code leads to the Chinese page.

-- go.mod --
module example.com/chinese

go 1.24.1

require github.com/higress-group/wasm-go v1.0.2
-- main.go --
package main

import (
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

type Config struct{ header string }

func init() { wrapper.SetCtx("chinese", wrapper.ParseConfig(parseConfig)) }

func parseConfig(json gjson.Result, config *Config) error {
	config.header = json.Get("tokenHeader").String()
	return nil
}
-- config.yaml --
tokenHeadr: X-Token
-- steps --
request initialize {"processId": null, "rootUri": "$URI(.)", "locale": "zh-cn",
  "capabilities": {"textDocument": {"publishDiagnostics": {"codeDescriptionSupport": true}}}}
result ...
notify initialized {}
open config.yaml
diagnostics config.yaml [{"code": "config/unknown-key", "message": "该插件从不读取 'tokenHeadr'*",
  "codeDescription": {"href": "file:///*/share/doc/wpls/rules/zh/config/unknown-key.md"}}]
request shutdown
result null
notify exit
exits 0
