How many configurations a plugin has, and whose a configuration is. Configurations are judged when the lens is resolved; when they
say something else later, the client is asked to ask again, once.

-- go/gate/go.mod --
module example.com/gate

go 1.24.1

require (
	github.com/higress-group/wasm-go v1.0.2
	github.com/tidwall/gjson v1.18.0
)
-- go/gate/main.go --
package main

import (
	"errors"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

type Config struct{ name string }

func init() { wrapper.SetCtx("gate", wrapper.ParseConfig(parseConfig)) }

func parseConfig(json gjson.Result, config *Config) error {
	config.name = json.Get("name").String()
	if config.name == "" {
		return errors.New("no name")
	}
	return nil
}
-- go/gate/config.yaml --
name: a
-- go/gate/README.md --
An example is no configuration:

```yaml
nam: a
```
-- manifests/gate.yaml --
apiVersion: v1
kind: Service
---
# 𝒢 the gate
apiVersion: extensions.higress.io/v1alpha1
kind: WasmPlugin
metadata: {name: gate}
spec:
  url: oci://example.com/plugins/gate:1.0.0
  defaultConfig: {nam: a}
---
apiVersion: extensions.higress.io/v1alpha1
kind: WasmPlugin
metadata: {name: other}
spec:
  url: oci://higress-registry.cn-hangzhou.cr.aliyuncs.com/plugins/key-auth:1.0.0
  defaultConfig: {}
---
apiVersion: extensions.higress.io/v1alpha1
kind: WasmPlugin
metadata: {name: nobody}
spec:
  url: oci://example.com/plugins/unknown:1.0.0
-- steps --
initialize {"workspace": {"codeLens": {"refreshSupport": true}}, "initializationOptions": {"commands": ["wpls.showPlaces"]}}
open go/gate/main.go
request textDocument/codeLens {"textDocument": {"uri": "$URI(go/gate/main.go)"}}
result [{"range": {"start": {"line": 13, "character": 14}}, "command": absent, "data": {"uri": "$URI(go/gate/main.go)", "plugin": "gate"}}]
request codeLens/resolve {"range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}, "data": {"uri": "$URI(go/gate/main.go)", "plugin": "gate"}}
result {"range": {"start": {"line": 13, "character": 14}}, "data": absent, "command": {"title": "2 configurations, 1 problem", "command": "wpls.showPlaces",
    "arguments": [{"uri": "$URI(go/gate/main.go)", "position": {"line": 13, "character": 14},
        "locations": [{"uri": "$URI(go/gate/config.yaml)", "range": {"start": {"line": 0, "character": 0}}},
            {"uri": "$URI(manifests/gate.yaml)", "range": {"start": {"line": 4, "character": 0}}}]}]}}

# Each document says whose it is: not the service, nor a plugin that nobody knows.
open manifests/gate.yaml
request textDocument/codeLens {"textDocument": {"uri": "$URI(manifests/gate.yaml)"}}
result [{"range": {"start": {"line": 4, "character": 0}, "end": {"line": 4, "character": 42}}, "command": {"title": "plugin gate", "command": "wpls.showPlaces",
        "arguments": [{"locations": [{"uri": "$URI(go/gate/main.go)", "range": {"start": {"line": 13, "character": 14}}}]}]}},
    {"range": {"start": {"line": 11}}, "command": {"title": "plugin key-auth:1.0.0, built in", "command": "", "arguments": absent}}]

# A bare configuration needs no name: it lies beside its plugin.
open go/gate/config.yaml
request textDocument/codeLens {"textDocument": {"uri": "$URI(go/gate/config.yaml)"}}
result []

# What it says changes with a configuration, and with the code; not with what changes nothing.
edit manifests/gate.yaml "nam: a" "name: b"
expect workspace/codeLens/refresh absent
request codeLens/resolve {"data": {"uri": "$URI(go/gate/main.go)", "plugin": "gate"}}
result {"command": {"title": "2 configurations, no problems"}}
edit manifests/gate.yaml "name: b" "name: c"
request codeLens/resolve {"data": {"uri": "$URI(go/gate/main.go)", "plugin": "gate"}}
result {"command": {"title": "2 configurations, no problems"}}
nothing workspace/codeLens/refresh
close manifests/gate.yaml
expect workspace/codeLens/refresh absent
request codeLens/resolve {"data": {"uri": "$URI(go/gate/main.go)", "plugin": "gate"}}
result {"command": {"title": "2 configurations, 1 problem"}}

# A lens of another text.
request codeLens/resolve {"data": {"uri": "$URI(go/gate/main.go)", "plugin": "gone"}}
error -32801 "*ask again*"
request codeLens/resolve {"data": {"uri": "$URI(go/gate/none.go)", "plugin": "gate"}}
error -32801 "*ask again*"
request codeLens/resolve {}
error -32602
request shutdown
result null
notify exit
exits 0
