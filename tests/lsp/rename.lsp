A key is renamed from wherever it stands, everywhere it stands, and back; with a reason where that can't be.

-- go.mod --
module example.com/gate

go 1.24.1

require (
	github.com/higress-group/wasm-go v1.0.2
	github.com/tidwall/gjson v1.18.0
)
-- main.go --
package main

import (
	"errors"

	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types"
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

const keyMode = "mode"

const keyShared = "shared"

func main() {}

type Config struct {
	mode   string
	token  string
	limit  int64
	shared string
	made   string
}

func init() {
	wrapper.SetCtx("gate", wrapper.ParseConfig(parseConfig), wrapper.ProcessRequestHeaders(onHttpRequestHeaders))
}

func text(json gjson.Result, key string) string {
	return json.Get(key).String()
}

func parseConfig(json gjson.Result, config *Config) error {
	config.mode = json.Get(keyMode).String()
	config.token = text(json, "token")
	if !json.Get("limits.timeout").Exists() {
		return errors.New("limits.timeout is missing")
	}
	config.limit = json.Get("limits.timeout").Int()
	config.shared = json.Get(keyShared).String()
	config.made = json.Get("ma" + config.mode).String()
	return nil
}

func onHttpRequestHeaders(ctx wrapper.HttpContext, config Config) types.Action {
	ctx.SetContext(keyShared, config.shared)
	return types.ActionContinue
}
-- README.md --
# gate

| Name | Type | Required | Default | Description |
|------|------|----------|---------|-------------|
| `mode` | string | optional | - | how |
| `limits.timeout` | number | required | - | how long |

```yaml
limits:
  timeout: 5
```
-- config.yaml --
mode: a
'limits': {"timeout": 5}
token: t
shared: s
-- taken.yaml --
token: a
user: b
-- steps --
initialize {"textDocument": {"rename": {"prepareSupport": true}},
            "workspace": {"workspaceEdit": {"documentChanges": true, "changeAnnotationSupport": {}}}}
capabilities {"capabilities": {"renameProvider": {"prepareProvider": true}}}
open main.go
open config.yaml
open README.md

at prepareRename main.go "json.Get(\"limits.time|out\").Int"
result {"range": {"start": {"line": 38, "character": 33}, "end": {"line": 38, "character": 40}}, "placeholder": "timeout"}
at prepareRename config.yaml "'lim|its'"
result {"range": {"start": {"line": 1, "character": 1}, "end": {"line": 1, "character": 7}}, "placeholder": "limits"}
at prepareRename README.md "`limits.time|out`"
result {"placeholder": "timeout"}
at prepareRename README.md "  time|out: 5"
result {"placeholder": "timeout"}
at prepareRename main.go "keyMode = \"mo|de\""
result {"placeholder": "mode"}
at prepareRename main.go "json.Get(key|Mode)"
result {"placeholder": "mode"}
at prepareRename main.go "errors.Ne|w"
result null
at prepareRename config.yaml "mode: |a"
result null

# Both reads, the README's table and block, and the configuration; each edit says what it is for.
request textDocument/rename {"textDocument": {"uri": "$URI(README.md)"}, "position": {"line": 5, "character": 12}, "newName": "deadline"}
result {"documentChanges": [
         {"textDocument": {"uri": "$URI(main.go)", "version": 1}, "edits": [
           {"range": {"start": {"line": 35, "character": 22}, "end": {"line": 35, "character": 29}}, "newText": "deadline", "annotationId": "wpls0"},
           {"range": {"start": {"line": 38, "character": 33}}, "newText": "deadline", "annotationId": "wpls0"}]},
         {"textDocument": {"uri": "$URI(README.md)"}, "edits": [
           {"range": {"start": {"line": 9, "character": 2}, "end": {"line": 9, "character": 9}}, "newText": "deadline", "annotationId": "wpls1"},
           {"range": {"start": {"line": 5, "character": 10}}, "newText": "deadline", "annotationId": "wpls2"}]},
         {"textDocument": {"uri": "$URI(config.yaml)"}, "edits": [{"range": {"start": {"line": 1, "character": 12}, "end": {"line": 1, "character": 19}}}]}],
        "changeAnnotations": {"wpls0": {"label": "code"}, "wpls1": {"label": "configurations"}, "wpls2": {"label": "documentation"}}}

# A name that needs quotes in YAML gets them.
request textDocument/rename {"textDocument": {"uri": "$URI(config.yaml)"}, "position": {"line": 0, "character": 1}, "newName": "yes"}
result {"documentChanges": [{"edits": [{"range": {"start": {"line": 10}}, "newText": "yes"}]}, {"edits": [{"newText": "yes"}]}, {"edits": [{"newText": "\"yes\""}]}]}
# The same name is no change.
request textDocument/rename {"textDocument": {"uri": "$URI(config.yaml)"}, "position": {"line": 0, "character": 1}, "newName": "mode"}
result {"documentChanges": []}

at prepareRename main.go "keyShared = \"sha|red\""
result {"placeholder": "shared"}
request textDocument/rename {"textDocument": {"uri": "$URI(config.yaml)"}, "position": {"line": 3, "character": 1}, "newName": "common"}
error -32803 "'shared' can't be renamed: the constant 'keyShared' is used for other things, too"
request textDocument/rename {"textDocument": {"uri": "$URI(config.yaml)"}, "position": {"line": 2, "character": 1}, "newName": "user"}
error -32803 "'token' can't be renamed: 'user' stands beside it in taken.yaml"
request textDocument/rename {"textDocument": {"uri": "$URI(config.yaml)"}, "position": {"line": 2, "character": 1}, "newName": "mode"}
error -32803 "'token' can't be renamed: the plugin reads a key of the new name"
request textDocument/rename {"textDocument": {"uri": "$URI(config.yaml)"}, "position": {"line": 2, "character": 1}, "newName": "_rules_"}
error -32803 "'token' can't be renamed: the SDK reads a key of the new name"
request textDocument/rename {"textDocument": {"uri": "$URI(config.yaml)"}, "position": {"line": 2, "character": 1}, "newName": "a.b"}
error -32803 "'token' can't be renamed: a key's name has letters, digits, '_' and '-'"
# What nobody sees in a name makes two that look the same.
request textDocument/rename {"textDocument": {"uri": "$URI(config.yaml)"}, "position": {"line": 2, "character": 1}, "newName": "tok\uFEFFen"}
error -32803 "'token' can't be renamed: a key's name has letters, digits, '_' and '-'"
request textDocument/rename {"textDocument": {"uri": "$URI(config.yaml)"}, "position": {"line": 2, "character": 1}, "newName": "to\u0085ken"}
error -32803 "'token' can't be renamed: a key's name has letters, digits, '_' and '-'"
request textDocument/rename {"textDocument": {"uri": "$URI(config.yaml)"}, "position": {"line": 2, "character": 1}, "newName": "\u202enekot"}
error -32803 "'token' can't be renamed: a key's name has letters, digits, '_' and '-'"
request textDocument/rename {"textDocument": {"uri": "$URI(config.yaml)"}, "position": {"line": 2, "character": 1}, "newName": "\u4ee4\u724c"}
result {"documentChanges": [...]}
request textDocument/rename {"textDocument": {"uri": "$URI(config.yaml)"}, "position": {"line": 0, "character": 6}, "newName": "x"}
error -32803 "no key of a plugin's configuration stands there"
request textDocument/rename {"textDocument": {"uri": "$URI(config.yaml)"}, "position": {"line": 0, "character": 6}}
error -32602 "'newName' must be a string"

# References and definition know every read, and what is written instead of the name.
at references main.go "json.Get(\"limits.time|out\").Int"
result [{"uri": "$URI(main.go)", "range": {"start": {"line": 35, "character": 22}, "end": {"line": 35, "character": 29}}},
        {"uri": "$URI(main.go)", "range": {"start": {"line": 38, "character": 33}}},
        {"uri": "$URI(README.md)", "range": {"start": {"line": 9}}}, {"uri": "$URI(config.yaml)", "range": {"start": {"line": 1}}}]
at references main.go "json.Get(key|Mode)"
result [{"uri": "$URI(main.go)", "range": {"start": {"line": 10, "character": 17}}}, {"uri": "$URI(main.go)", "range": {"start": {"line": 33}}},
        {"uri": "$URI(config.yaml)"}]
at definition main.go "json.Get(\"limits.time|out\").Int"
result [{"uri": "$URI(main.go)", "range": {"start": {"line": 35}}}]
at documentHighlight main.go "json.Get(\"limits.time|out\").Int"
result [{"range": {"start": {"line": 35}}}, {"range": {"start": {"line": 38}}}]
hover main.go "text(json, \"to|ken\")"
result {"contents": {"value": "*token*"}}

# Nor while other code does not compile.
edit main.go "ctx.SetContext(keyShared, config.shared)" "ctx.SetContext(keyShared, config.shard)"
request textDocument/rename {"textDocument": {"uri": "$URI(config.yaml)"}, "position": {"line": 1, "character": 13}, "newName": "x"}
error -32803 "'timeout' can't be renamed: the plugin does not compile"
edit main.go "config.shard)" "config.shared)"

# A key is not renamed while the code around a read is half typed.
edit main.go "json.Get(\"limits.timeout\").Int()" "json.Get(\"limits.timeout\").In("
request textDocument/rename {"textDocument": {"uri": "$URI(config.yaml)"}, "position": {"line": 1, "character": 13}, "newName": "x"}
error -32803 "'timeout' can't be renamed: the code that reads it is being edited"
request shutdown
result null
notify exit
exits 0
