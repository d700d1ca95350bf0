A manifest of a built-in plugin without any sources: findings, fixes, hover, completion and the link to the sources come from the catalogue.

-- cors.yaml --
apiVersion: extensions.higress.io/v1alpha1
kind: WasmPlugin
metadata:
  name: cors
spec:
  url: oci://higress-registry.cn-hangzhou.cr.aliyuncs.com/plugins/cors:2.0.1
  defaultConfig:
    allow_orgins:
    - https://example.com
    
-- auth.yaml --
apiVersion: extensions.higress.io/v1alpha1
kind: WasmPlugin
metadata:
  name: auth
spec:
  url: oci://higress-registry.cn-hangzhou.cr.aliyuncs.com/plugins/ext-auth:2.0.1
  defaultConfig:
    http_service:
      endpoint_mode: 
      endpoint:
        service_name: a.static
-- steps --
initialize {"textDocument": {"hover": {"contentFormat": ["plaintext"]}, "codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}}}}
open cors.yaml
diagnostics cors.yaml [{"range": {"start": {"line": 7, "character": 4}, "end": {"line": 7, "character": 16}}, "severity": 2, "code": "config/builtin-unknown-key"}]
actions cors.yaml "allow_or||gins"
titles "rename to 'allow_origins'" ...
hover cors.yaml "default|Config"
result {"contents": {"value": "*configuration of the built-in plugin 'cors:2.0.1', known as of Higress 2.2.4"}}
request textDocument/documentLink {"textDocument": {"uri": "$URI(cors.yaml)"}}
result [{"range": {"start": {"line": 5, "character": 7}}, "target": "https://github.com/higress-group/higress/tree/7774663e4353652f5c3cecd7e98a1a43b05ee15c/plugins/wasm-go/extensions/cors"}]
complete cors.yaml "example.com\n    |"
labels allow_origins allow_origin_patterns allow_methods allow_headers expose_headers allow_credentials max_age
open auth.yaml
complete auth.yaml "endpoint_mode: |"
labels envoy forward_auth
hover auth.yaml "service_|name"
result {"contents": {"value": "service_name: string, required, not empty*as of Higress 2.2.4*"}}
notify workspace/didChangeConfiguration {"settings": {"wpls": {"catalogue": "off"}}}
diagnostics cors.yaml [{"severity": 4, "code": "config/not-checked"}]
request shutdown
result null
notify exit
exits 0
