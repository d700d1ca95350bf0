A file of settings that is typed, made and removed: what it changes is published again.

-- port.json --
{"properties": {"port": {"type": "integer"}}}
-- wpls.yaml --
schemas: {port.json: data.yaml}
-- data.yaml --
port: x
-- steps --
initialize
open data.yaml
diagnostics data.yaml [{"code": "schema/type", "severity": 1}]
open wpls.yaml
diagnostics wpls.yaml []
edit wpls.yaml "data.yaml}" "data.yaml}\nrules: {schema/type: hint}"
diagnostics wpls.yaml {"version": 2, "diagnostics": []}
diagnostics data.yaml [{"code": "schema/type", "severity": 4}]
edit wpls.yaml "hint" "hnt"
diagnostics wpls.yaml {"version": 3, "diagnostics": [{"code": "schema/enum"}]}
diagnostics data.yaml [{"code": "schema/type", "severity": 1}]
edit wpls.yaml "schemas: " "language: en\nschemas: " "port.json" "prt.json"
diagnostics wpls.yaml {"version": 4, "diagnostics": [
  {"code": "settings/invalid", "range": {"start": {"line": 1, "character": 10}, "end": {"line": 1, "character": 18}}},
  {"code": "schema/enum", "range": {"start": {"line": 2, "character": 21}}}]}
diagnostics data.yaml []
edit wpls.yaml "prt.json" "port.json"
diagnostics data.yaml [{"code": "schema/type", "severity": 1}]
close wpls.yaml
write wpls.yaml "rules: {}"
notify workspace/didChangeWatchedFiles {"changes": [{"uri": "$URI(wpls.yaml)", "type": 2}]}
diagnostics data.yaml []
request shutdown
result null
notify exit
exits 0
