Between a configuration and the code that reads it, both ways, and what the code's calls and keys mean.

-- go.mod --
module example.com/navigation

go 1.24.1

require (
	github.com/higress-group/wasm-go v1.0.2
	github.com/tidwall/gjson v1.18.0
)
-- main.go --
package main

import (
	"errors"

	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm"
	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types"
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

type Config struct {
	mode  string
	hosts []string
}

func init() {
	wrapper.SetCtx(
		"navigation",
		wrapper.ParseConfig(parseConfig),
		wrapper.ProcessRequestHeaders(onHttpRequestHeaders),
	)
}

func parseConfig(json gjson.Result, config *Config) error {
	config.mode = json.Get("mode").String()
	switch config.mode {
	case "strict", "lenient":
	default:
		return errors.New("mode must be strict or lenient")
	}
	for _, host := range json.Get("hosts").Array() {
		config.hosts = append(config.hosts, host.Get("name").String())
	}
	return nil
}

func onHttpRequestHeaders(ctx wrapper.HttpContext, config Config) types.Action {
	path, _ := proxywasm.GetHttpRequestHeader("🙂:path")
	_ = path
	return types.ActionContinue
}
-- config.yaml --
# the mode
# of operation
mode: strict
hosts:
- name: 🙂a
  port: 1
- {name: b}
-- other/wasm.yaml --
apiVersion: extensions.higress.io/v1alpha1
kind: WasmPlugin
metadata:
  name: navigation
spec:
  url: oci://example.com/navigation:1
  defaultConfig:
    mode: lenient
  matchRules:
  - ingress: [a]
    config:
      mode: strict
-- bad.yaml --
mode: loose
-- steps --
initialize {"textDocument": {"hover": {"contentFormat": ["markdown"]}, "definition": {"linkSupport": true},
                             "documentSymbol": {"hierarchicalDocumentSymbolSupport": true}}}
capabilities {"capabilities": {"definitionProvider": true, "referencesProvider": true, "documentHighlightProvider": true,
                               "documentSymbolProvider": true, "foldingRangeProvider": true, "selectionRangeProvider": true}}
open config.yaml
open main.go
open bad.yaml

at definition config.yaml "mo|de:"
result [{"originSelectionRange": {"start": {"line": 2, "character": 0}, "end": {"line": 2, "character": 4}},
         "targetUri": "$URI(main.go)", "targetSelectionRange": {"start": {"line": 27}}}]
at definition config.yaml "mode: str|ict"
result [{"targetUri": "$URI(main.go)", "targetSelectionRange": {"start": {"line": 29, "character": 6}, "end": {"line": 29, "character": 14}}}]
at definition config.yaml "na|me: 🙂a"
result [{"targetUri": "$URI(main.go)", "targetSelectionRange": {"start": {"line": 34}}}]
at definition config.yaml "# the| mode"
result []
# A rejected value leads to the code that reads it, and to where the error is made.
at definition bad.yaml "lo|ose"
result [{"targetSelectionRange": {"start": {"line": 27}}}, {"targetSelectionRange": {"start": {"line": 31}}}]
at definition main.go "json.Get(\"mo|de\")"
result []

at references main.go "json.Get(\"mo|de\")"
result [{"uri": "$URI(main.go)", "range": {"start": {"line": 27}}}, {"uri": "$URI(bad.yaml)"}, {"uri": "$URI(config.yaml)", "range": {"start": {"line": 2, "character": 0}, "end": {"line": 2, "character": 4}}},
        {"uri": "$URI(other/wasm.yaml)", "range": {"start": {"line": 7, "character": 4}}}, {"uri": "$URI(other/wasm.yaml)", "range": {"start": {"line": 11}}}]
at references config.yaml "name|: b"
result [{"uri": "$URI(main.go)", "range": {"start": {"line": 34}}},
        {"uri": "$URI(config.yaml)", "range": {"start": {"line": 4, "character": 2}}},
        {"uri": "$URI(config.yaml)", "range": {"start": {"line": 6, "character": 3}}}]
at references main.go "errors.|New"
result []
at documentHighlight config.yaml "na|me: b"
result [{"range": {"start": {"line": 4}}}, {"range": {"start": {"line": 6}}}]
at documentHighlight config.yaml "po|rt: 1"
result []

hover main.go "proxywasm.GetHttp|RequestHeader"
result {"contents": {"kind": "markdown", "value": "```go\nfunc GetHttpRequestHeader*| in the request header phase*works |*"},
        "range": {"start": {"line": 40, "character": 22}, "end": {"line": 40, "character": 42}}}
hover main.go "wrapper.Process|RequestHeaders"
result {"contents": {"value": "`ProcessRequestHeaders` registers what runs in the request header phase: `the handler`"}}
hover main.go "wrapper.Parse|Config("
result {"contents": {"value": "`ParseConfig` registers*the parse function*"}}
hover main.go "json.Get(\"mo|de\")"
result {"contents": {"value": "**mode**: string, required*`strict`*"}, "range": {"start": {"line": 27, "character": 25}}}
hover main.go "pa|th, _"
result null

request textDocument/documentSymbol {"textDocument": {"uri": "$URI(config.yaml)"}}
result [{"name": "mode", "detail": "strict", "kind": 15},
        {"name": "hosts", "kind": 18, "range": {"start": {"line": 3}, "end": {"line": 6}}, "selectionRange": {"end": {"line": 3, "character": 5}},
         "children": [{"name": "🙂a", "kind": 19, "children": [{"name": "name"}, {"name": "port", "kind": 16}]}, {"name": "b"}]}]
request textDocument/foldingRange {"textDocument": {"uri": "$URI(config.yaml)"}}
result [{"startLine": 3, "endLine": 6}, {"startLine": 4, "endLine": 5}, {"startLine": 0, "endLine": 1, "kind": "comment"}]
request textDocument/selectionRange {"textDocument": {"uri": "$URI(config.yaml)"}, "positions": [{"line": 4, "character": 9}, {"line": 99, "character": 0}]}
result [{"range": {"start": {"line": 4, "character": 8}, "end": {"line": 4, "character": 11}},
         "parent": {"range": {"start": {"line": 4, "character": 2}}, "parent": {"range": {"end": {"line": 5, "character": 9}}, "parent": ...}}}, {"range": ...}]

# Half-typed code still answers from what can be told.
edit main.go "config.mode = json.Get(\"mode\").String()" "config.mode = json.Get(\"mode\").Str"
at definition config.yaml "mo|de:"
result [...]
edit config.yaml "hosts:\n" "hosts: {\n"
request textDocument/documentSymbol {"textDocument": {"uri": "$URI(config.yaml)"}}
result [...]
at references config.yaml "mo|de:"
result [...]

request textDocument/definition {"textDocument": {"uri": "$URI(unknown.yaml)"}, "position": {"line": 0, "character": 0}}
result []
request textDocument/references {"textDocument": {"uri": "untitled:1"}, "position": {"line": 0, "character": 0}}
result []
request textDocument/documentSymbol {"textDocument": {"uri": "$URI(main.go)"}}
result [{"name": "navigation", "kind": 4}, ...]
request textDocument/definition {"textDocument": {"uri": "$URI(config.yaml)"}}
error -32602
request textDocument/selectionRange {"textDocument": {"uri": "$URI(config.yaml)"}, "positions": [7]}
error -32602 "'positions' must be positions"
request textDocument/selectionRange {"textDocument": {"uri": "$URI(config.yaml)"}}
error -32602
request textDocument/foldingRange
error -32602
request shutdown
result null
notify exit
exits 0
