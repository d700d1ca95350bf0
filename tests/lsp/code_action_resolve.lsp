Code actions whose edits the client asks for when it applies them.

-- schema.yaml --
required: [name, port]
properties: {port: {type: integer, minimum: 1}}
-- a.yaml --
# yaml-language-server: $schema=schema.yaml
name: x
-- steps --
initialize {"textDocument": {"codeAction": {"dataSupport": true, "resolveSupport": {"properties": ["edit"]},
    "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}}}}
open a.yaml
actions a.yaml "na|m|e" "quickfix"
result [{"title": "add 'port', to be filled in", "kind": "quickfix", "edit": absent, "diagnostics": [{"code": "schema/required"}],
    "data": {"uri": "$URI(a.yaml)", "start": 44, "end": 48, "title": "add 'port', to be filled in"}}, ...]
request codeAction/resolve {"title": "add 'port', to be filled in", "kind": "quickfix",
    "data": {"uri": "$URI(a.yaml)", "start": 44, "end": 48, "title": "add 'port', to be filled in"}}
result {"title": "add 'port', to be filled in", "edit": {"changes": {"$URI(a.yaml)": [{"newText": "\nport: 1"}]}}}
actions a.yaml "na|m|e" "refactor"
result [{"title": "add the required keys 'port'"}, {"title": "remove 'name'", "kind": "refactor.rewrite", "edit": absent}, ...]
request codeAction/resolve {"title": "remove 'name'", "kind": "refactor.rewrite", "data": {"uri": "$URI(a.yaml)", "start": 46, "end": 47, "title": "remove 'name'"}}
result {"edit": {"changes": {"$URI(a.yaml)": [{"newText": "*"}]}}}

# What is not there any more can't be done.
replace a.yaml "name: x\nport: 1\n"
request codeAction/resolve {"title": "add 'port', to be filled in", "kind": "quickfix",
    "data": {"uri": "$URI(a.yaml)", "start": 4, "end": 7, "title": "add 'port', to be filled in"}}
error -32801 "*changed*"
request codeAction/resolve {"title": "add"}
error -32602 "*"
request shutdown
result null
notify exit
exits 0
