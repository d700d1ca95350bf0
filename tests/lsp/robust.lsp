Every request about a document, asked in ways that a good client does not: of documents that are closed, unknown, of another scheme or
half typed, outside of the text, without params. Each is answered, and the server goes on.
encodings: utf-8 utf-16 utf-32

-- go.mod --
module example.com/robust

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

type Config struct{ name string }

func init() {
	wrapper.SetCtx("robust", wrapper.ParseConfig(parseConfig))
}

func parseConfig(json gjson.Result, config *Config) error {
	config.name = json.Get("náme🙂").String()
	return nil
}
-- config.yaml --
náme🙂: x
nam: [
-- empty.yaml --
-- steps --
initialize {"textDocument": {"codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}}, "diagnostic": {},
            "documentSymbol": {"hierarchicalDocumentSymbolSupport": true}}}
open config.yaml
open main.go
open empty.yaml

# Behind the last line, and behind the end of a line.
request textDocument/hover {"textDocument": {"uri": "$URI(config.yaml)"}, "position": {"line": 4000000000, "character": 4000000000}}
result ...
request textDocument/hover {"textDocument": {"uri": "$URI(main.go)"}, "position": {"line": 15, "character": 99999}}
result null
request textDocument/completion {"textDocument": {"uri": "$URI(config.yaml)"}, "position": {"line": 9, "character": 9}}
result {"items": ...}
request textDocument/completion {"textDocument": {"uri": "$URI(empty.yaml)"}, "position": {"line": 0, "character": 3}}
result {"items": ...}
request textDocument/definition {"textDocument": {"uri": "$URI(config.yaml)"}, "position": {"line": 0, "character": 1}}
result [{"uri": "$URI(main.go)", "range": {"start": {"line": 16}}}]
request textDocument/definition {"textDocument": {"uri": "$URI(config.yaml)"}, "position": {"line": 77, "character": 0}}
result ...
request textDocument/references {"textDocument": {"uri": "$URI(main.go)"}, "position": {"line": 77, "character": 0}, "context": {}}
result []
request textDocument/documentHighlight {"textDocument": {"uri": "$URI(empty.yaml)"}, "position": {"line": 0, "character": 0}}
result []
request textDocument/documentSymbol {"textDocument": {"uri": "$URI(empty.yaml)"}}
result []
request textDocument/documentSymbol {"textDocument": {"uri": "$URI(config.yaml)"}}
result [{"name": "náme🙂", "selectionRange": {"start": {"line": 0, "character": 0}}}, {"name": "nam"}]
request textDocument/foldingRange {"textDocument": {"uri": "$URI(config.yaml)"}}
result ...
request textDocument/selectionRange {"textDocument": {"uri": "$URI(empty.yaml)"}, "positions": [{"line": 0, "character": 0}, {"line": 5, "character": 5}]}
result [{"range": ...}, {"range": ...}]
request textDocument/codeAction {"textDocument": {"uri": "$URI(config.yaml)"}, "range": {"start": {"line": 0, "character": 0}, "end": {"line": 90, "character": 0}}, "context": {"diagnostics": [{"range": 3, "code": {}}]}}
result [...]
request textDocument/diagnostic {"textDocument": {"uri": "$URI(config.yaml)"}, "previousResultId": 7}
result {"kind": "full"}

# Half typed.
edit main.go "json.Get(\"náme🙂\").String()" "json.Get(\"náme🙂"
request textDocument/hover {"textDocument": {"uri": "$URI(main.go)"}, "position": {"line": 16, "character": 26}}
result ...
request textDocument/references {"textDocument": {"uri": "$URI(main.go)"}, "position": {"line": 16, "character": 26}, "context": {"includeDeclaration": true}}
result [...]
replace config.yaml "náme🙂: \"x\n  - {"
request textDocument/documentSymbol {"textDocument": {"uri": "$URI(config.yaml)"}}
result [...]
request textDocument/selectionRange {"textDocument": {"uri": "$URI(config.yaml)"}, "positions": [{"line": 1, "character": 4}]}
result [{"range": ...}]

# Closed, unknown, of another scheme.
close config.yaml
request textDocument/hover {"textDocument": {"uri": "$URI(config.yaml)"}, "position": {"line": 0, "character": 0}}
result null
request textDocument/completion {"textDocument": {"uri": "$URI(config.yaml)"}, "position": {"line": 0, "character": 0}}
result {"items": []}
request textDocument/definition {"textDocument": {"uri": "$URI(config.yaml)"}, "position": {"line": 0, "character": 0}}
result []
request textDocument/references {"textDocument": {"uri": "$URI(gone.yaml)"}, "position": {"line": 0, "character": 0}, "context": {"includeDeclaration": true}}
result []
request textDocument/documentHighlight {"textDocument": {"uri": "untitled:1"}, "position": {"line": 0, "character": 0}}
result []
request textDocument/documentSymbol {"textDocument": {"uri": "untitled:1"}}
result []
request textDocument/foldingRange {"textDocument": {"uri": "$URI(gone.yaml)"}}
result []
request textDocument/selectionRange {"textDocument": {"uri": "git:/x"}, "positions": [{"line": 3, "character": 0}]}
result [{"range": ...}]
request textDocument/codeAction {"textDocument": {"uri": "git:/x"}, "range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}, "context": {"diagnostics": []}}
result []
request textDocument/diagnostic {"textDocument": {"uri": "git:/x"}}
result {"kind": "full", "items": []}

# Without what they need.
request textDocument/hover
error -32602
request textDocument/completion {"textDocument": {"uri": "$URI(main.go)"}, "position": {"line": "0", "character": 0}}
error -32602
request textDocument/definition {"position": {"line": 0, "character": 0}}
error -32602
request textDocument/references {"textDocument": {"uri": 5}, "position": {"line": 0, "character": 0}}
error -32602
request textDocument/documentHighlight {"textDocument": {"uri": "$URI(main.go)"}, "position": {"line": -1, "character": 0}}
error -32602
request textDocument/documentSymbol {}
error -32602
request textDocument/foldingRange []
error -32602
request textDocument/selectionRange {"textDocument": {"uri": "$URI(main.go)"}, "positions": [{"line": 1.5, "character": 0}]}
error -32602
request textDocument/codeAction {"textDocument": {"uri": "$URI(main.go)"}, "range": null}
error -32602
request textDocument/diagnostic
error -32602
request shutdown
result null
notify exit
exits 0
