A document that names its schema in a comment: the findings follow both the document and the schema as they are typed.

-- schema.yaml --
type: object
required: [port]
properties:
  port: {type: integer, maximum: 65535}
additionalProperties: false
-- data.yaml --
# yaml-language-server: $schema=schema.yaml
port: 80800
-- steps --
initialize {"textDocument": {"publishDiagnostics": {"relatedInformation": true}}}
open data.yaml
diagnostics data.yaml {"version": 1, "diagnostics": [
  {"code": "schema/range", "severity": 1, "message": "'port' must be at most 65535, not 80800",
   "range": {"start": {"line": 1, "character": 6}, "end": {"line": 1, "character": 11}}}]}
edit data.yaml "80800" "8080"
diagnostics data.yaml {"version": 2, "diagnostics": []}
open schema.yaml
diagnostics schema.yaml {"version": 1, "diagnostics": []}
edit schema.yaml "[port]" "[port, host]"
diagnostics data.yaml {"version": 2, "diagnostics": [{"code": "schema/required", "message": "missing 'host'"}]}
edit schema.yaml "integer" "integr"
diagnostics data.yaml {"version": 2, "diagnostics": [{"code": "schema/invalid", "severity": 2}, ...]}
request shutdown
result null
notify exit
exits 0
