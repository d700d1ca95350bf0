A plugin's folder gets another name, or another place: what names it by its path is changed along with it, and what it names.

-- go.work --
go 1.24.1

use (
	./plugins/gate
	./plugins/gateway
)
-- plugins/gate/go.mod --
module example.com/gate

go 1.24.1

require (
	github.com/higress-group/wasm-go v1.0.2
	github.com/tidwall/gjson v1.18.0
)

replace example.com/common => ../../common
-- plugins/gate/main.go --
package main

import (
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

type Config struct{ name string }

func init() { wrapper.SetCtx("gate", wrapper.ParseConfig(parseConfig)) }

func parseConfig(json gjson.Result, config *Config) error {
	config.name = json.Get("name").String()
	return nil
}
-- plugins/gate/BUILD.bazel --
x = "//plugins/gate:main.go"
-- plugins/gate/README.md --
[more](../../docs/more.md), and [the configuration](config.yaml)
-- plugins/gate/config.yaml --
name: a
-- plugins/gateway/go.mod --
module example.com/gateway
-- MODULE.bazel --
module(name = "all")
-- BUILD.bazel --
y = ["//plugins/gate", "//plugins/gate:all", "//plugins/gateway:all", "@other//plugins/gate"]
-- CMakeLists.txt --
add_subdirectory(plugins/gate)
-- wpls.yaml --
plugins:
  plugins/gate: ["manifests/*.yaml"]
-- README.md --
𝒢 See [gate](plugins/gate/README.md), https://example.com/plugins/gate, plugins/gate. The gate.
-- manifests/a.yaml --
# wpls: plugin=../plugins/gate
name: a
-- manifests/kustomization.yaml --
resources:
- a.yaml
- "../plugins/gate"
-- other.txt --
plugins/gate
-- steps --
initialize {"workspace": {"fileOperations": {"willRename": true}}}
capabilities {"capabilities": {"workspace": {"fileOperations": {"willRename": {"filters": [{"scheme": "file", "pattern": {"glob": "**/*"}}]}}}}}
open README.md
request workspace/willRenameFiles {"files": [{"oldUri": "$URI(plugins/gate)", "newUri": "$URI(plugins/door)"}]}
result {"changes": {
    "$URI(go.work)": [{"range": {"start": {"line": 3, "character": 1}, "end": {"line": 3, "character": 15}}, "newText": "./plugins/door"}],
    "$URI(BUILD.bazel)": [{"range": {"start": {"line": 0, "character": 6}, "end": {"line": 0, "character": 20}}, "newText": "//plugins/door"}, {"newText": "//plugins/door"}],
    "$URI(plugins/gate/BUILD.bazel)": [{"newText": "//plugins/door"}],
    "$URI(CMakeLists.txt)": [{"newText": "plugins/door"}],
    "$URI(wpls.yaml)": [{"newText": "plugins/door"}],
    "$URI(README.md)": [{"range": {"start": {"line": 0, "character": 14}}, "newText": "plugins/door/README.md"}, {"range": {"start": {"line": 0, "character": 73}, "end": {"line": 0, "character": 85}}, "newText": "plugins/door"}],
    "$URI(manifests/a.yaml)": [{"range": {"start": {"line": 0, "character": 15}}, "newText": "../plugins/door"}],
    "$URI(manifests/kustomization.yaml)": [{"range": {"start": {"line": 2, "character": 3}}, "newText": "../plugins/door"}],
    "$URI(plugins/gate/go.mod)": absent, "$URI(plugins/gate/README.md)": absent, "$URI(other.txt)": absent}}

# To another depth: what it names outside is seen from there.
request workspace/willRenameFiles {"files": [{"oldUri": "$URI(plugins/gate)", "newUri": "$URI(gate)"}]}
result {"changes": {
    "$URI(go.work)": [{"newText": "./gate"}],
    "$URI(plugins/gate/go.mod)": [{"range": {"start": {"line": 9, "character": 30}, "end": {"line": 9, "character": 42}}, "newText": "../common"}],
    "$URI(plugins/gate/README.md)": [{"range": {"start": {"line": 0, "character": 7}}, "newText": "../docs/more.md"}]}}

# A file, and the folder around all of it.
request workspace/willRenameFiles {"files": [{"oldUri": "$URI(manifests/a.yaml)", "newUri": "$URI(manifests/b.yaml)"}]}
result {"changes": {"$URI(manifests/kustomization.yaml)": [{"range": {"start": {"line": 1, "character": 2}}, "newText": "b.yaml"}]}}
request workspace/willRenameFiles {"files": [{"oldUri": "$URI(manifests/a.yaml)", "newUri": "$URI(manifests/deep/a.yaml)"}]}
result {"changes": {"$URI(manifests/kustomization.yaml)": [{"newText": "deep/a.yaml"}],
    "$URI(manifests/a.yaml)": [{"range": {"start": {"line": 0, "character": 15}}, "newText": "../../plugins/gate"}]}}
request workspace/willRenameFiles {"files": [{"oldUri": "$URI(manifests/kustomization.yaml)", "newUri": "$URI(manifests/deep/kustomization.yaml)"}]}
result {"changes": {"$URI(manifests/kustomization.yaml)": [{"newText": "../a.yaml"}, {"newText": "../../plugins/gate"}]}}
request workspace/willRenameFiles {"files": [{"oldUri": "$URI(plugins)", "newUri": "$URI(extensions)"}]}
result {"changes": {"$URI(go.work)": [{"newText": "./extensions/gate"}, {"newText": "./extensions/gateway"}], "$URI(plugins/gate/go.mod)": absent}}

# A name that would have to be quoted is left alone; so is what has to do with no plugin.
request workspace/willRenameFiles {"files": [{"oldUri": "$URI(plugins/gate)", "newUri": "$URI(plugins)/the%20door"}]}
result null
request workspace/willRenameFiles {"files": [{"oldUri": "$URI(other.txt)", "newUri": "$URI(more.txt)"}]}
result null
request workspace/willRenameFiles {"files": [{"oldUri": "untitled:a", "newUri": "untitled:b"}]}
result null
request workspace/willRenameFiles {"files": [{}]}
error -32602
request workspace/willRenameFiles {}
error -32602
request shutdown
result null
notify exit
exits 0
