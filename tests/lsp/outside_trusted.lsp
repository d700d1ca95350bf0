The same in a workspace that the user trusts.

-- repository/.git/HEAD --
ref: refs/heads/main
-- repository/plugins/auth/go.mod --
module auth

go 1.24.1

require (
	github.com/higress-group/wasm-go v1.0.2
	github.com/tidwall/gjson v1.18.0
)
-- repository/plugins/auth/main.go --
package main

import (
	"errors"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

type Config struct{ name string }

func init() {
	wrapper.SetCtx("auth", wrapper.ParseConfig(parseConfig))
}

func parseConfig(json gjson.Result, config *Config) error {
	config.name = json.Get("name").String()
	if config.name == "" {
		return errors.New("no name")
	}
	return nil
}
-- repository/deploy/auth.yaml --
apiVersion: extensions.higress.io/v1alpha1
kind: WasmPlugin
metadata: {name: auth}
spec: {url: "oci://example.com/auth:1", defaultConfig: {nome: a}}
-- repository/deploy/schema.yaml --
# yaml-language-server: $schema=../../schema.json
a: 1
-- repository/deploy/plugin.yaml --
# wpls: plugin=../../plugin
a: 1
-- schema.json --
{"properties": {"a": {"type": "string"}}}
-- steps --
request initialize {"processId": null, "capabilities": {}, "workspaceFolders": [{"uri": "$URI(repository/deploy)", "name": "deploy"}], "initializationOptions": {"trusted": true}}
result ...
notify initialized {}
open repository/deploy/auth.yaml
diagnostics repository/deploy/auth.yaml [{"code": "config/rejected", "message": "*no name*"}]
open repository/deploy/schema.yaml
diagnostics repository/deploy/schema.yaml [{"code": "schema/type"}]
request shutdown
result null
notify exit
exits 0
