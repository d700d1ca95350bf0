Folders come and go: two workspace folders, one of them removed; a plugin's folder renamed and deleted, of which the client tells by its name alone.

-- one/a/go.mod --
module example.com/a

go 1.24.1

require (
	github.com/higress-group/wasm-go v1.0.2
	github.com/tidwall/gjson v1.18.0
)
-- one/a/main.go --
package main

import (
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("a", wrapper.ParseConfig(parse))
}

type config struct{ token string }

func parse(json gjson.Result, c *config) error {
	c.token = json.Get("token").String()
	return nil
}
-- one/a/config.yaml --
tokn: x
-- one/deploy.yaml --
apiVersion: extensions.higress.io/v1alpha1
kind: WasmPlugin
metadata:
  name: a
spec:
  url: oci://example.com/plugins/b:1.0.0
  defaultConfig:
    key: 1
-- two/b/go.mod --
module example.com/b

go 1.24.1

require (
	github.com/higress-group/wasm-go v1.0.2
	github.com/tidwall/gjson v1.18.0
)
-- two/b/main.go --
package main

import (
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("b", wrapper.ParseConfig(parse))
}

type config struct{ token string }

func parse(json gjson.Result, c *config) error {
	c.token = json.Get("token").String()
	return nil
}
-- two/b/config.yaml --
toke: x
-- steps --
initialize {"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}, "diagnostics": {"refreshSupport": true}}, "textDocument": {"diagnostic": {}}, "initializationOptions": {"workspaceDiagnostics": true}}
notify workspace/didChangeWorkspaceFolders {"event": {"added": [{"uri": "$URI(one)", "name": "one"}, {"uri": "$URI(two)", "name": "two"}],
  "removed": [{"uri": "$URI()", "name": "test"}]}}
request workspace/diagnostic {"previousResultIds": []}
result {"items": [{"uri": "$URI(one/a/config.yaml)"}, {"uri": "$URI(one/deploy.yaml)", "items": [{"message": "'key' is never read*"}]}, {"uri": "$URI(two/b/config.yaml)"}]}
# the plugin that the manifest names lies in the other folder
notify workspace/didChangeWorkspaceFolders {"event": {"added": [], "removed": [{"uri": "$URI(two)", "name": "two"}]}}
expect workspace/diagnostic/refresh absent
request workspace/diagnostic {"previousResultIds": [{"uri": "$URI(two/b/config.yaml)", "value": "$RESULT(two/b/config.yaml)"}]}
result {"items": [{"uri": "$URI(two/b/config.yaml)", "items": []}, {"uri": "$URI(one/a/config.yaml)"}, {"uri": "$URI(one/deploy.yaml)"}]}
# a name that was written wrongly is a plugin's now: its folder was renamed
open one/a/config.yaml
request textDocument/diagnostic {"textDocument": {"uri": "$URI(one/a/config.yaml)"}}
result {"items": [{"code": "config/unknown-key"}]}
rename one/a one/c
notify workspace/didChangeWatchedFiles {"changes": [{"uri": "$URI(one/a)", "type": 3}, {"uri": "$URI(one/c)", "type": 1}]}
expect workspace/diagnostic/refresh absent
request textDocument/diagnostic {"textDocument": {"uri": "$URI(one/a/config.yaml)"}}
result {"items": []}
request workspace/diagnostic {"previousResultIds": []}
# what the manifest names is found in the repository, in a workspace folder or not
result {"items": [{"uri": "$URI(one/c/config.yaml)", "items": [{"code": "config/unknown-key"}]}, {"uri": "$URI(one/deploy.yaml)"}]}
remove one/c
notify workspace/didChangeWatchedFiles {"changes": [{"uri": "$URI(one/c)", "type": 3}]}
expect workspace/diagnostic/refresh absent
request workspace/diagnostic {"previousResultIds": [{"uri": "$URI(one/c/config.yaml)", "value": "$RESULT(one/c/config.yaml)"}]}
result {"items": [{"uri": "$URI(one/c/config.yaml)", "items": []}, {"uri": "$URI(one/deploy.yaml)"}]}
# nothing to anybody
notify workspace/didChangeWatchedFiles {"changes": [{"uri": "$URI(one/notes.txt)", "type": 1}, {"uri": "$URI(one/node_modules/x/y.json)", "type": 1}]}
request textDocument/diagnostic {"textDocument": {"uri": "$URI(one/a/config.yaml)"}}
result {"items": []}
request shutdown
result null
notify exit
exits 0
