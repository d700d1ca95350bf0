A package that plugins share by `replace` belongs to each of them: an edit there, in the editor or on the disk, is followed at once, and hover
and references work in it.

encodings: utf-8 utf-16 utf-32

-- pkg/common/go.mod --
module example.com/common

go 1.24
-- pkg/common/c.go --
package common

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
-- plugins/a/go.mod --
module example.com/a

go 1.24.1

require (
	github.com/higress-group/wasm-go v1.0.2
	github.com/tidwall/gjson v1.18.0
)

replace example.com/common => ../../pkg/common
-- plugins/a/main.go --
package main

import (
	"example.com/common"
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("a", wrapper.ParseConfig(parse))
}

type config struct{ token string }

func parse(json gjson.Result, c *config) error {
	t, err := common.Need(json)
	c.token = t
	return err
}
-- plugins/a/config.yaml --
tokn: x
-- plugins/b/go.mod --
module example.com/b

go 1.24.1

require (
	github.com/higress-group/wasm-go v1.0.2
	github.com/tidwall/gjson v1.18.0
)

replace example.com/common => ../../pkg/common
-- plugins/b/main.go --
package main

import (
	"example.com/common"
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("b", wrapper.ParseConfig(parse))
}

type config struct{ token string }

func parse(json gjson.Result, c *config) error {
	t, err := common.Need(json)
	c.token = t
	return err
}
-- plugins/b/config.yaml --
tokn: x
-- steps --
initialize {"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}}
open plugins/a/config.yaml
open plugins/b/config.yaml
diagnostics plugins/a/config.yaml [{"message": "*no token; did you mean 'token'?*"}]
diagnostics plugins/b/config.yaml [{"message": "*no token; did you mean 'token'?*"}]
open pkg/common/c.go
hover pkg/common/c.go "Get(\"tok|en\")"
result {"contents": {"value": "token: string*"}}
at references pkg/common/c.go "Get(\"tok|en\")"
result [{"uri": "$URI(pkg/common/c.go)"}]
# in the editor
edit pkg/common/c.go "Get(\"token\")" "Get(\"tokn\")"
diagnostics plugins/a/config.yaml []
diagnostics plugins/b/config.yaml []
hover pkg/common/c.go "Get(\"to|kn\")"
result {"contents": {"value": "tokn: string*"}}
at references pkg/common/c.go "Get(\"to|kn\")"
result [{"uri": "$URI(pkg/common/c.go)"}, {"uri": "$URI(plugins/a/config.yaml)"}, {"uri": "$URI(plugins/b/config.yaml)"}]
at definition plugins/b/config.yaml "to|kn"
result [{"uri": "$URI(pkg/common/c.go)"}]
# the disk counts again
close pkg/common/c.go
diagnostics plugins/a/config.yaml [{"code": "config/rejected"}]
diagnostics plugins/b/config.yaml [{"code": "config/rejected"}]
write pkg/common/c.go "package common\n\nimport \"github.com/tidwall/gjson\"\n\nfunc Need(json gjson.Result) (string, error) { return json.Get(\"tokn\").String(), nil }\n"
notify workspace/didChangeWatchedFiles {"changes": [{"uri": "$URI(pkg/common/c.go)", "type": 2}]}
diagnostics plugins/a/config.yaml []
diagnostics plugins/b/config.yaml []
# the way there leads nowhere, and is mended
open plugins/a/go.mod
edit plugins/a/go.mod "../../pkg/common" "../../pkg/commn"
write pkg/common/c.go "package common\n\nimport \"github.com/tidwall/gjson\"\n\nfunc Need(json gjson.Result) (string, error) { return json.Get(\"token\").String(), nil }\n"
notify workspace/didChangeWatchedFiles {"changes": [{"uri": "$URI(pkg/common/c.go)", "type": 2}]}
diagnostics plugins/b/config.yaml [{"code": "config/unknown-key"}]
edit plugins/a/go.mod "../../pkg/commn" "../../pkg/common"
diagnostics plugins/a/config.yaml [{"code": "config/unknown-key"}]
request shutdown
result null
notify exit
exits 0
