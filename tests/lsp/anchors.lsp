From an alias of YAML to its anchor, and from either to all of them; in a text inside of another file, too.
encodings: utf-8 utf-16 utf-32

-- config.yaml --
base: &𝒢b {a: 1}
one: *𝒢b
two: [*𝒢b, *gone]
---
base: &𝒢b 2
one: *𝒢b
-- map.yaml --
apiVersion: v1
kind: ConfigMap
metadata: {name: map}
data:
  one.yaml: |
    apiVersion: extensions.higress.io/v1alpha1
    kind: WasmPlugin
    metadata: {name: &x gate}
    spec: {url: *x}
-- steps --
initialize {}
open config.yaml
at definition config.yaml "one: *|"
result [{"uri": "$URI(config.yaml)", "range": {"start": {"line": 0, "character": 6}}}]
at references config.yaml "base: &|"
result [{"range": {"start": {"line": 0, "character": 6}}}, {"range": {"start": {"line": 1, "character": 5}}}, {"range": {"start": {"line": 2, "character": 6}}}]
at definition config.yaml "*go|ne"
result []
open map.yaml
at definition map.yaml "url: *|x"
result [{"uri": "$URI(map.yaml)", "range": {"start": {"line": 7, "character": 21}}}]
request shutdown
result null
notify exit
exits 0
