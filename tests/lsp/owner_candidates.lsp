Two plugins have the name that is asked for: in every form the finding has an action for each of them, which writes the comment at the
head of the file; then the configuration is checked, and its key says what was taken, and why.

-- a/auth/go.mod --
module example

go 1.24.1

require github.com/higress-group/wasm-go v1.0.2
-- a/auth/main.go --
package main

import (
	"errors"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("example", wrapper.ParseConfig(parseConfig))
}

type Config struct {
	header string
	port   int64
}

func parseConfig(json gjson.Result, config *Config) error {
	config.header = json.Get("tokenHeader").String()
	config.port = json.Get("servicePort").Int()
	if config.header == "" {
		return errors.New("missing tokenHeader in config")
	}
	return nil
}
-- b/auth/go.mod --
module example

go 1.24.1

require github.com/higress-group/wasm-go v1.0.2
-- b/auth/main.go --
package main

import (
	"errors"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("example", wrapper.ParseConfig(parseConfig))
}

type Config struct {
	header string
	port   int64
}

func parseConfig(json gjson.Result, config *Config) error {
	config.header = json.Get("tokenHeader").String()
	config.port = json.Get("servicePort").Int()
	if config.header == "" {
		return errors.New("missing tokenHeader in config")
	}
	return nil
}
-- cm.yaml --
apiVersion: v1
kind: ConfigMap
metadata: {name: envoy}
data:
  envoy.yaml: |
    name: auth
    vm_config: {runtime: envoy.wasm.runtime.v8, code: {local: {filename: /etc/auth.wasm}}}
    configuration:
      "@type": type.googleapis.com/google.protobuf.StringValue
      value: '{"servicePort": 1}'
-- kust.yaml --
patches:
- target: {kind: WasmPlugin, name: auth}
  patch: |-
    - op: replace
      path: /spec/defaultConfig
      value: {servicePort: 1}
-- list.yaml --
apiVersion: v1
kind: List
items:
- apiVersion: extensions.higress.io/v1alpha1
  kind: WasmPlugin
  metadata: {name: auth}
  spec: {url: "oci://x.com/auth:1", defaultConfig: {servicePort: 1}}
-- console.yaml --
pluginName: auth
scope: GLOBAL
enabled: true
rawConfigurations: |
  servicePort: 1
-- two.yaml --
apiVersion: extensions.higress.io/v1alpha1
kind: WasmPlugin
metadata: {name: auth}
spec: {url: "oci://x.com/auth:1", defaultConfig: {servicePort: 1}}
---
apiVersion: extensions.higress.io/v1alpha1
kind: WasmPlugin
metadata: {name: auth}
spec: {url: "oci://x.com/auth:1", defaultConfig: {servicePort: 1}}
-- boot.yaml --
static_resources:
  listeners:
  - config:
      name: auth
      vm_config: {runtime: envoy.wasm.runtime.v8, code: {local: {filename: /etc/auth.wasm}}}
      configuration:
        "@type": type.googleapis.com/google.protobuf.StringValue
        value: |
          {"servicePort": 1}
-- policy.yaml --
apiVersion: gateway.envoyproxy.io/v1alpha1
kind: EnvoyExtensionPolicy
metadata: {name: p}
spec:
  wasm:
  - name: auth
    code: {type: HTTP, http: {url: "https://example.com/auth.wasm"}}
    config: {servicePort: 1}
-- mixed.yaml --
apiVersion: v1
kind: List
items:
- apiVersion: extensions.higress.io/v1alpha1
  kind: WasmPlugin
  metadata: {name: auth}
  spec: {url: "oci://x.com/auth:1", defaultConfig: {servicePort: 1}}
---
apiVersion: v1
kind: List
items:
- apiVersion: extensions.higress.io/v1alpha1
  kind: WasmPlugin
  metadata: {name: other}
  spec: {url: "oci://x.com/other:1", defaultConfig: {servicePort: 1}}
-- steps --
initialize {"textDocument": {"hover": {"contentFormat": ["markdown"]},
  "codeAction": {"isPreferredSupport": true, "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "source"]}}},
  "publishDiagnostics": {"relatedInformation": true}}}
open cm.yaml
diagnostics cm.yaml {"diagnostics": [{"code": "config/not-checked", "severity": 3}, ...]}
actions cm.yaml "auth.|w|asm" "quickfix"
titles "check it against the plugin in 'a/auth'" "check it against the plugin in 'b/auth'" "ignore config/not-checked in this file"
repair "check it against the plugin in 'b/auth'" "# wpls: plugin=b/auth\n"
settles cm.yaml {"diagnostics": [{"code": "config/rejected"}, ...]}
hover cm.yaml "config|uration:"
result {"contents": {"value": "*configuration of the plugin in $DIR/b/auth, told by an option, a comment or the settings*"}}
open kust.yaml
diagnostics kust.yaml {"diagnostics": [{"code": "config/not-checked", "severity": 3}, ...]}
actions kust.yaml "path: /sp|e|c" "quickfix"
titles "check it against the plugin in 'a/auth'" "check it against the plugin in 'b/auth'" "ignore config/not-checked in this file"
repair "check it against the plugin in 'b/auth'" "# wpls: plugin=b/auth\n"
settles kust.yaml {"diagnostics": [{"code": "config/rejected"}, ...]}
hover kust.yaml "val|ue:"
result {"contents": {"value": "*configuration of the plugin in $DIR/b/auth, told by an option, a comment or the settings*"}}
open list.yaml
diagnostics list.yaml {"diagnostics": [{"code": "config/not-checked", "severity": 3}, ...]}
actions list.yaml "x.com/au|t|h" "quickfix"
titles "check it against the plugin in 'a/auth'" "check it against the plugin in 'b/auth'" "ignore config/not-checked for this line" "ignore config/not-checked in this file"
repair "check it against the plugin in 'b/auth'" "# wpls: plugin=b/auth\n"
settles list.yaml {"diagnostics": [{"code": "config/rejected"}, ...]}
hover list.yaml "default|Config"
result {"contents": {"value": "*configuration of the plugin in $DIR/b/auth, told by an option, a comment or the settings*"}}
open console.yaml
diagnostics console.yaml {"diagnostics": [{"code": "config/not-checked", "severity": 3}, ...]}
actions console.yaml "pluginName: a|u|th" "quickfix"
titles "check it against the plugin in 'a/auth'" "check it against the plugin in 'b/auth'" "ignore config/not-checked for this line" "ignore config/not-checked in this file"
repair "check it against the plugin in 'b/auth'" "# wpls: plugin=b/auth\n"
settles console.yaml {"diagnostics": [{"code": "config/rejected"}, ...]}
hover console.yaml "raw|Configurations"
result {"contents": {"value": "*configuration of the plugin in $DIR/b/auth, told by an option, a comment or the settings*"}}
open two.yaml
diagnostics two.yaml {"diagnostics": [{"code": "config/not-checked", "severity": 3}, ...]}
actions two.yaml "x.com/au|t|h" "quickfix"
titles "check it against the plugin in 'a/auth'" "check it against the plugin in 'b/auth'" "ignore config/not-checked for this line" "ignore config/not-checked in this file"
repair "check it against the plugin in 'b/auth'" "# wpls: plugin=b/auth\n"
settles two.yaml {"diagnostics": [{"code": "config/rejected"}, ...]}
hover two.yaml "default|Config"
result {"contents": {"value": "*configuration of the plugin in $DIR/b/auth, told by an option, a comment or the settings*"}}
open boot.yaml
diagnostics boot.yaml {"diagnostics": [{"code": "config/not-checked", "severity": 3}, ...]}
actions boot.yaml "auth.|w|asm" "quickfix"
titles "check it against the plugin in 'a/auth'" "check it against the plugin in 'b/auth'" "ignore config/not-checked for this line" "ignore config/not-checked in this file"
repair "check it against the plugin in 'b/auth'" "# wpls: plugin=b/auth\n"
settles boot.yaml {"diagnostics": [{"code": "config/rejected"}, ...]}
hover boot.yaml "config|uration:"
result {"contents": {"value": "*configuration of the plugin in $DIR/b/auth, told by an option, a comment or the settings*"}}
open policy.yaml
diagnostics policy.yaml {"diagnostics": [{"code": "config/not-checked", "severity": 3}, ...]}
actions policy.yaml "example.com/au|t|h" "quickfix"
titles "check it against the plugin in 'a/auth'" "check it against the plugin in 'b/auth'" "ignore config/not-checked for this line" "ignore config/not-checked in this file"
repair "check it against the plugin in 'b/auth'" "# wpls: plugin=b/auth\n"
settles policy.yaml {"diagnostics": [{"code": "config/rejected"}, ...]}
hover policy.yaml "con|fig:"
result {"contents": {"value": "*configuration of the plugin in $DIR/b/auth, told by an option, a comment or the settings*"}}
open mixed.yaml
diagnostics mixed.yaml {"diagnostics": [{"code": "config/not-checked", "severity": 3}, {"code": "config/not-checked"}]}
actions mixed.yaml "x.com/au|t|h" "quickfix"
titles "ignore config/not-checked for this line" "ignore config/not-checked in this file"
request shutdown
result null
notify exit
exits 0
