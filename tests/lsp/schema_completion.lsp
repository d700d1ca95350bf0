Keys, values and their meaning from a JSON Schema: through references, of the branch that constants mean, without the keys that are
there already.

-- s.json --
{
 "type": "object",
 "required": ["name"],
 "allOf": [{"$ref": "#/$defs/base"}],
 "properties": {
  "name": {"type": "string", "title": "Name", "description": "What it is called."},
  "level": {"enum": ["low", "high", 3, true, null], "default": "low"},
  "old": {"type": "boolean", "deprecated": true, "description": "Use *level*."},
  "routes": {"type": "array", "items": {"$ref": "#/$defs/route"}},
  "labels": {"additionalProperties": {"type": "integer", "description": "A weight."}},
  "match": {"oneOf": [
   {"properties": {"kind": {"const": "exact"}, "value": {"type": "string"}}, "required": ["kind", "value"]},
   {"properties": {"kind": {"const": "range"}, "low": {"type": "number"}, "high": {"type": ["number", "null"]}}, "required": ["kind"]}
  ]},
  "node": {"$ref": "#"}
 },
 "$defs": {
  "base": {"properties": {"extra": {"type": "object"}}},
  "route": {"type": "object", "properties": {"path": {"type": "string", "pattern": "^/"}, "port": {"type": "integer", "default": 80}},
            "required": ["path"]}
 }
}
-- a.yaml --
# yaml-language-server: $schema=s.json
extra: {}
l
labels:
  web: 1
routes:
  - path: /x
    p
match:
  kind: range
  l
node:
  node:
    level: 
-- b.yaml --
# $schema: s.json
match:
  kind: 
old: 
-- c.json --
{"$schema": "s.json", "match": {"kind": "exact", ""}}
-- wpls.yaml --
rules:
  config/rejected: 
f
-- steps --
initialize {"textDocument": {"completion": {"completionItem": {"snippetSupport": true, "insertTextModeSupport": {"valueSet": [2]}}}}}
open a.yaml
complete a.yaml "\nl|"
labels name level old
accept level "level: $0"
complete a.yaml "    p|"
labels port
complete a.yaml "range\n  l|"
labels low high
complete a.yaml "level: |"
labels low high 3 true null
accept low "    level: low"
accept 3 "    level: 3"
complete a.yaml "\nl|abels"
labels name level labels old
complete a.yaml "\n|routes:"
labels name level routes old
hover a.yaml "la|bels"
result {"contents": {"value": "labels: any value"}}
hover a.yaml "we|b"
result {"contents": {"value": "web: integer\nA weight."}}
hover a.yaml "pa|th"
result {"contents": {"value": "path: string, required"}}
hover a.yaml "lev|el"
result {"contents": {"value": "level: string or integer or boolean or null\nallowed values: 'low', 'high', '3', 'true', 'null'\ndefault: 'low'"}}
open b.yaml
complete b.yaml "kind: |"
labels exact range
complete b.yaml "old: |"
labels true false
hover b.yaml "ol|d"
result {"contents": {"value": "old: boolean, deprecated\nUse *level*."}}
open c.json
complete c.json "\"exact\", \"|\""
labels value
accept value "{\"$schema\": \"s.json\", \"match\": {\"kind\": \"exact\", \"value\": \"$0\"}}"
open wpls.yaml
complete wpls.yaml "rejected: |"
labels off hint info warning error
complete wpls.yaml "\nf|"
labels schemas schemaRoots formats plugins exclude build typingDelay inlayHints libclang memoryLimit gateway catalogue pluginSources language
hover wpls.yaml "config/re|jected"
result {"contents": {"value": "config/rejected: string\n*\ndefault: 'error'"}}
request shutdown
result null
notify exit
exits 0
