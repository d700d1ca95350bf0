The whole way: a plugin and its configuration are opened, an unsaved edit of the plugin changes what is wrong with the
configuration, keys are explained and completed, and the server leaves with status 0.

-- go.mod --
module example.com/journey

go 1.24.1

require (
	github.com/higress-group/wasm-go v1.0.0
	github.com/tidwall/gjson v1.18.0
)
-- main.go --
package main

import (
	"errors"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("journey", wrapper.ParseConfig(parseConfig))
}

type journeyConfig struct {
	tokenHeader string
	mode        string
	limit       int64
}

func parseConfig(json gjson.Result, config *journeyConfig) error {
	config.tokenHeader = json.Get("tokenHeader").String()
	if config.tokenHeader == "" {
		return errors.New("missing tokenHeader in config")
	}
	config.limit = json.Get("limit").Int()
	config.mode = json.Get("mode").String()
	switch config.mode {
	case "strict", "":
	case "lenient":
	default:
		return errors.New("unknown mode " + config.mode)
	}
	return nil
}
-- config.yaml --
limit: 5
-- steps --
initialize {"textDocument": {
  "hover": {"contentFormat": ["markdown", "plaintext"]},
  "completion": {"completionItem": {"snippetSupport": true, "documentationFormat": ["markdown"],
                                    "insertTextModeSupport": {"valueSet": [1, 2]}}},
  "publishDiagnostics": {"relatedInformation": true, "tagSupport": {"valueSet": [1, 2]}, "dataSupport": true}}}
capabilities {"capabilities": {"positionEncoding": "utf-16", "hoverProvider": true, "completionProvider": {"triggerCharacters": [...]},
              "textDocumentSync": {"openClose": true, "change": 2}},
              "serverInfo": {"name": "wpls", "version": "*"}}

open main.go
diagnostics main.go {"version": 1, "diagnostics": []}
open config.yaml
diagnostics config.yaml {"version": 1, "diagnostics": [
  {"severity": 1, "source": "wpls", "code": "config/rejected", "message": "*missing tokenHeader in config*",
   "relatedInformation": [{"location": {"uri": "$URI(main.go)", "range": ...}, "message": "*"}, ...]}]}

# Not saved, and the configuration is not touched.
edit main.go "missing tokenHeader in config" "missing apiKey in config" "\"tokenHeader\"" "\"apiKey\""
diagnostics config.yaml {"version": 1, "diagnostics": [{"message": "*missing apiKey in config*"}]}
diagnostics main.go {"version": 2, "diagnostics": []}
edit config.yaml "limit: 5\n" "apiKey: X-Token\nlimit: 5\n"
diagnostics config.yaml {"version": 2, "diagnostics": []}

hover config.yaml "api|Key"
result {"contents": {"kind": "markdown", "value": "**apiKey**: string, required*missing apiKey in config*[main.go:23](file://*/main.go#L23)*"},
        "range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 6}}}
hover config.yaml "limit: 5|"
result {"contents": {"value": "**limit**: integer, optional*"}, "range": {"start": {"line": 1, "character": 7}}}

edit config.yaml "limit: 5\n" "limit: 5\nmo\n"
complete config.yaml "mo|\n"
labels mode _rules_
accept mode "mode: $0"
edit config.yaml "mo\n" "mode: \n"
complete config.yaml "mode: |"
labels strict lenient
accept lenient "mode: lenient"

request shutdown
result null
notify exit
exits 0
