Another worker knows the folders that came and went since the start, and files without a folder.
environment: WPLS_TEST_FAULT=segv@request:textDocument/completion

-- a/go.mod --
module example.com/crash

go 1.24.1

require (
	github.com/higress-group/wasm-go v1.0.2
	github.com/tidwall/gjson v1.18.0
)
-- a/main.go --
package main

import (
	"errors"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

type Config struct{ name string }

func init() {
	wrapper.SetCtx("crash", wrapper.ParseConfig(parseConfig))
}

func parseConfig(json gjson.Result, config *Config) error {
	config.name = json.Get("name").String()
	if config.name == "" {
		return errors.New("name is missing")
	}
	return nil
}
-- deploy/plugin.yaml --
apiVersion: extensions.higress.io/v1alpha1
kind: WasmPlugin
metadata:
  name: a
spec:
  url: oci://example.com/plugins/a:1.0.0
  defaultConfig:
    nam: x
-- steps --
initialize {"statusNotifications": true}
open deploy/plugin.yaml
notify workspace/didChangeWorkspaceFolders {"event": {"added": [{"uri": "$URI(a)", "name": "a"}], "removed": []}}
diagnostics deploy/plugin.yaml [{"code": "config/rejected"}]
complete deploy/plugin.yaml "nam|: x"
error -32603 "answering 'textDocument/completion' ended with a segmentation fault"
diagnostics deploy/plugin.yaml [{"code": "config/rejected"}]
hover deploy/plugin.yaml "n|am: x"
result ...
request shutdown
result null
notify exit
exits 0
