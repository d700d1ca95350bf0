Code actions for keys that a schema requires: all at once, typed as it says, objects with what they have to have; one of several, and the key that may be meant.

-- schema.yaml --
required: [name, port, mode, tags, limits]
properties:
  name: {type: string}
  port: {type: integer, minimum: 1}
  mode: {enum: [fast, safe], default: safe}
  tags: {type: array}
  limits: {type: object}
-- a.yaml --
# yaml-language-server: $schema=schema.yaml
name: x
-- b.json --
{"$schema": "schema.yaml", "port": 2, "mode": "fast", "tags": [], "limits": {}}
-- objects.yaml --
required: [service, tree]
properties:
  service:
    type: object
    required: [name, port, retry]
    properties:
      name: {type: string}
      port: {type: integer, minimum: 1}
      note: {type: string}
      retry: {allOf: [{$ref: "#/$defs/retry"}]}
  tree: {$ref: "#/$defs/tree"}
$defs:
  retry: {type: [object, "null"], required: ["on", codes], properties: {"on": {type: boolean}, codes: {type: array}}}
  tree: {type: object, required: [below], properties: {below: {$ref: "#/$defs/tree"}}}
-- e.yaml --
# yaml-language-server: $schema=objects.yaml
a: 1
-- f.json --
{"$schema": "objects.yaml"}
-- one.yaml --
required: [url]
anyOf: [{required: [file]}, {required: [image]}]
properties: {url: {type: string}, file: {type: string}, image: {type: string}}
-- c.yaml --
# yaml-language-server: $schema=one.yaml
{url: a}
-- d.yaml --
# yaml-language-server: $schema=one.yaml
ulr: a
file: b
-- steps --
initialize {"textDocument": {"codeAction": {"isPreferredSupport": true, "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}}}}
open a.yaml
diagnostics a.yaml [{"code": "schema/required"}]
actions a.yaml "na|m|e" "quickfix"
titles "add 'port', 'mode', 'tags', 'limits', to be filled in" "..." "..."
repair "add 'port', 'mode', 'tags', 'limits', to be filled in" "# yaml-language-server: $schema=schema.yaml\nname: x\nport: 1\nmode: \"safe\"\ntags: []\nlimits: {}\n"
open b.json
diagnostics b.json [{"code": "schema/required"}]
actions b.json "{|\"$|schema" "quickfix"
titles "add 'name', to be filled in"
repair "add 'name', to be filled in" "{\"$schema\": \"schema.yaml\", \"port\": 2, \"mode\": \"fast\", \"tags\": [], \"limits\": {}, \"name\": \"\"}\n"
open c.yaml
diagnostics c.yaml [{"code": "schema/required"}]
actions c.yaml "{|u|rl" "quickfix"
titles "add 'file', to be filled in" "add 'image', to be filled in" "..." "..."
repair "add 'image', to be filled in" "# yaml-language-server: $schema=one.yaml\n{url: a, image: \"\"}\n"
open d.yaml
diagnostics d.yaml [{"code": "schema/required"}]
actions d.yaml "u|l|r" "quickfix"
titles "rename to 'url'" "add 'url', to be filled in" "..." "..."
repair "rename to 'url'" "# yaml-language-server: $schema=one.yaml\nurl: a\nfile: b\n"
open e.yaml
diagnostics e.yaml [{"code": "schema/required"}]
actions e.yaml "|a|: 1" "quickfix"
titles "add 'service', 'tree', to be filled in" "..." "..."
repair "add 'service', 'tree', to be filled in" "# yaml-language-server: $schema=objects.yaml\na: 1\nservice: {name: \"\", port: 1, retry: {\"on\": true, codes: []}}\ntree: {below: {below: {below: {}}}}\n"
open f.json
diagnostics f.json [{"code": "schema/required"}]
actions f.json "{|\"$|schema" "quickfix"
titles "add 'service', 'tree', to be filled in"
repair "add 'service', 'tree', to be filled in" "{\"$schema\": \"objects.yaml\", \"service\": {\"name\": \"\", \"port\": 1, \"retry\": {\"on\": true, \"codes\": []}}, \"tree\": {\"below\": {\"below\": {\"below\": {}}}}}\n"
request shutdown
result null
notify exit
exits 0
