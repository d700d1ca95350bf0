What a README and settings say is followed as it is edited, in the editor and on the disk, also when they are in the editor alone.

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
-- config.yaml --
token: x
tokn: x
-- README_EN.md --
| Name | Type | Description |
|---|---|---|
| token | string | a secret |
-- wpls.yaml --
rules:
  config/unknown-key: hint
-- .wpls.yaml --
rules:
  config/unknown-key: error
-- steps --
initialize {"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}}
open config.yaml
diagnostics config.yaml [{"severity": 4}]
hover config.yaml "tok|en: x"
result {"contents": {"value": "*a secret*"}}
open README_EN.md
edit README_EN.md "a secret" "what opens the door"
hover config.yaml "tok|en: x"
result {"contents": {"value": "*what opens the door*"}}
close README_EN.md
hover config.yaml "tok|en: x"
result {"contents": {"value": "*a secret*"}}
write README_EN.md "| Name | Description |\n|---|---|\n| token | from the disk |\n"
notify workspace/didChangeWatchedFiles {"changes": [{"uri": "$URI(README_EN.md)", "type": 2}]}
hover config.yaml "tok|en: x"
result {"contents": {"value": "*from the disk*"}}
remove README_EN.md
notify workspace/didChangeWatchedFiles {"changes": [{"uri": "$URI(README_EN.md)", "type": 3}]}
hover config.yaml "tok|en: x"
result {"contents": {"value": "token: string*"}}
open README_EN.md
hover config.yaml "tok|en: x"
result {"contents": {"value": "*a secret*"}}
# settings
open wpls.yaml
edit wpls.yaml "hint" "warning"
diagnostics config.yaml [{"severity": 2}]
remove wpls.yaml
close wpls.yaml
diagnostics config.yaml [{"severity": 1}]
request shutdown
result null
notify exit
exits 0
