Links lead to what a file names: its schema, the plugin of a comment or a WasmPlugin, what settings list.

-- shop/go.mod --
module example.com/shop

go 1.24.1

require github.com/higress-group/wasm-go v1.0.2
-- shop/main.go --
package main

import "github.com/higress-group/wasm-go/pkg/wrapper"

func main() {}

type Config struct{}

func init() { wrapper.SetCtx[Config]("shop") }
-- schemas/a.json --
{"type": "object"}
-- a.yaml --
# yaml-language-server: $schema=schemas/a.json
# wpls: plugin=shop
a: 1
-- b.json --
{"$schema": "https://example.com/other.json", "b": 1}
-- gone.yaml --
# $schema: schemas/gone.json
# wpls: plugin=nowhere
a: 1
-- plugin.yaml --
apiVersion: extensions.higress.io/v1alpha1
kind: WasmPlugin
metadata: {name: shop}
spec:
  url: oci://example.com/plugins/shop:1.0.0
-- wpls.yaml --
schemas:
  'schemas/a.json': ["x-*.yaml"]
  https://example.com/none.json: y.yaml
plugins:
  shop: deploy/*.yaml
  nothing: other/*.yaml
-- steps --
initialize {}
capabilities {"capabilities": {"documentLinkProvider": {"resolveProvider": false}}}
open a.yaml
request textDocument/documentLink {"textDocument": {"uri": "$URI(a.yaml)"}}
result [{"range": {"start": {"line": 0, "character": 32}, "end": {"line": 0, "character": 46}}, "target": "$URI(schemas/a.json)"},
    {"range": {"start": {"line": 1, "character": 15}, "end": {"line": 1, "character": 19}}, "target": "$URI(shop/main.go)"}]
# After an edit, too.
edit a.yaml "# yaml-language-server" "b: 2\n# yaml-language-server"
request textDocument/documentLink {"textDocument": {"uri": "$URI(a.yaml)"}}
result [{"range": {"start": {"line": 1, "character": 32}, "end": {"line": 1, "character": 46}}}, {"range": {"start": {"line": 2, "character": 15}}}]

# A schema that is nowhere on the disk is one of the web; the quotes are none of the link.
open b.json
request textDocument/documentLink {"textDocument": {"uri": "$URI(b.json)"}}
result [{"range": {"start": {"line": 0, "character": 13}, "end": {"line": 0, "character": 43}}, "target": "https://example.com/other.json"}]
open gone.yaml
request textDocument/documentLink {"textDocument": {"uri": "$URI(gone.yaml)"}}
result []

open plugin.yaml
request textDocument/documentLink {"textDocument": {"uri": "$URI(plugin.yaml)"}}
result [{"range": {"start": {"line": 4, "character": 7}, "end": {"line": 4, "character": 43}}, "target": "$URI(shop/main.go)"}]
open wpls.yaml
edit wpls.yaml "schemas:" "# mine\nschemas:"
request textDocument/documentLink {"textDocument": {"uri": "$URI(wpls.yaml)"}}
result [{"range": {"start": {"line": 2, "character": 3}, "end": {"line": 2, "character": 17}}, "target": "$URI(schemas/a.json)"},
    {"range": {"start": {"line": 3, "character": 2}}, "target": "https://example.com/none.json"}, {"range": {"start": {"line": 5, "character": 2}, "end": {"line": 5, "character": 6}}, "target": "$URI(shop/main.go)"}]

open shop/main.go
request textDocument/documentLink {"textDocument": {"uri": "$URI(shop/main.go)"}}
result []
request textDocument/documentLink {"textDocument": {"uri": "$URI(none.yaml)"}}
result []
request textDocument/documentLink {}
error -32602
request shutdown
result null
notify exit
exits 0
