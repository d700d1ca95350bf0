Code actions for keys that are missing: a text that only its owner knows stays empty, and a switch is switched on.

-- go.mod --
module example.com/missing

go 1.24.1

require github.com/higress-group/wasm-go v1.0.2
-- main.go --
package main

import (
	"errors"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

type Config struct {
	credential string
	inHeader   bool
}

func init() {
	wrapper.SetCtx("missing", wrapper.ParseConfig(parseConfig))
}

func parseConfig(json gjson.Result, config *Config) error {
	config.credential = json.Get("credential").String()
	if config.credential == "" {
		return errors.New("credential is required")
	}
	header := json.Get("in_header")
	if !header.Exists() {
		return errors.New("in_header is required")
	}
	config.inHeader = header.Bool()
	return nil
}
-- config.yaml --
in_header: true
-- other.yaml --
# wpls: plugin=.
credential: s3cret
-- steps --
initialize {"textDocument": {"codeAction": {"isPreferredSupport": true, "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}}}}
open config.yaml
diagnostics config.yaml [{"code": "config/rejected"}]
actions config.yaml "in_|hea|der" "quickfix"
titles "add 'credential', to be filled in (the plugin then accepts)" "..." "..."
repair "add 'credential', to be filled in (the plugin then accepts)" "in_header: true\ncredential: \"\"\n"
open other.yaml
diagnostics other.yaml [{"code": "config/rejected"}]
actions other.yaml "creden|ti|al" "quickfix"
titles "add 'in_header: true' (the plugin then accepts)" "..." "..."
repair "add 'in_header: true' (the plugin then accepts)" "credential: s3cret\nin_header: true\n"
request shutdown
result null
notify exit
exits 0
