Whose the configurations in a document are, and what told so: for the status of editors.

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
-- a/gate/go.mod --
module example.com/gate

go 1.24.1

require github.com/higress-group/wasm-go v1.0.2
-- a/gate/main.go --
package main

import "github.com/higress-group/wasm-go/pkg/wrapper"

func main() {}

type Config struct{}

func init() { wrapper.SetCtx[Config]("gate") }
-- b/gate/go.mod --
module example.com/gate

go 1.24.1

require github.com/higress-group/wasm-go v1.0.2
-- b/gate/main.go --
package main

import "github.com/higress-group/wasm-go/pkg/wrapper"

func main() {}

type Config struct{}

func init() { wrapper.SetCtx[Config]("gate") }
-- all.yaml --
apiVersion: extensions.higress.io/v1alpha1
kind: WasmPlugin
metadata: {name: any}
spec: {url: "oci://example.com/plugins/shop:1.0.0"}
---
apiVersion: extensions.higress.io/v1alpha1
kind: WasmPlugin
metadata: {name: gate}
spec: {defaultConfig: {a: 1}}
---
apiVersion: extensions.higress.io/v1alpha1
kind: WasmPlugin
metadata: {name: another}
spec: {defaultConfig: {a: 1}}
---
apiVersion: extensions.higress.io/v1alpha1
kind: WasmPlugin
metadata: {name: shop}
spec: {defaultConfig: {a: 1}}
-- none.yaml --
a: 1
-- steps --
initialize {}
open all.yaml
# The log has it in words.
expect window/logMessage {"type": 4, "message": "*all.yaml: configures *shop (the name in its address), gate (several have that name), another (its sources are not here), *shop (its name)"}
request wpls/document {"textDocument": {"uri": "$URI(all.yaml)"}}
result {"owners": [{"name": "shop", "plugin": "$URI(shop)", "candidates": []},
    {"name": "gate", "plugin": null, "candidates": ["$URI(a/gate)", "$URI(b/gate)"]},
    {"name": "another", "plugin": null, "candidates": [], "detail": "its sources are not here: the configuration is not checked"}]}
# After an edit, too.
edit all.yaml "plugins/shop:1.0.0" "plugins/nothing:1.0.0"
request wpls/document {"textDocument": {"uri": "$URI(all.yaml)"}}
result {"owners": [{"name": "nothing"}, {"name": "gate"}, {"name": "another"}, {"name": "shop"}]}
open none.yaml
request wpls/document {"textDocument": {"uri": "$URI(none.yaml)"}}
result {"owners": []}
open shop/main.go
request wpls/document {"textDocument": {"uri": "$URI(shop/main.go)"}}
result {"owners": [{"name": "shop", "plugin": "$URI(shop)", "detail": "code of the plugin in *shop", "candidates": []}]}
expect window/logMessage {"type": 4, "message": "*all.yaml: configures nothing (its sources are not here), *"}
expect window/logMessage {"type": 4, "message": "*shop: plugin read, findings in it: *"}
request wpls/document {}
error -32602
request shutdown
result null
notify exit
exits 0
