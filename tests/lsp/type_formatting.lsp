How a line begins that was just made: in YAML, in JSON, and in JSON inside of a scalar.

-- schema.yaml --
properties: {tags: {type: array}, options: {type: object}, name: {type: string}}
-- a.yaml --
# yaml-language-server: $schema=schema.yaml
options:

-- b.json --
{"a": {

-- steps --
initialize {}
capabilities {"capabilities": {"documentOnTypeFormattingProvider": {"firstTriggerCharacter": "\n", "moreTriggerCharacter": ["}", "]"]}}}
open a.yaml
request textDocument/onTypeFormatting {"textDocument": {"uri": "$URI(a.yaml)"}, "position": {"line": 2, "character": 0}, "ch": "\n", "options": {"tabSize": 2, "insertSpaces": true}}
result [{"newText": "  ", "range": {"start": {"line": 2, "character": 0}, "end": {"line": 2, "character": 0}}}]

# A list, as the schema says, gets its dash; the next item, too.
replace a.yaml "# yaml-language-server: $schema=schema.yaml\ntags:\n\n"
request textDocument/onTypeFormatting {"textDocument": {"uri": "$URI(a.yaml)"}, "position": {"line": 2, "character": 0}, "ch": "\n", "options": {"tabSize": 2, "insertSpaces": true}}
result [{"newText": "  - "}]
replace a.yaml "# yaml-language-server: $schema=schema.yaml\ntags:\n- a # why\n  \n"
request textDocument/onTypeFormatting {"textDocument": {"uri": "$URI(a.yaml)"}, "position": {"line": 3, "character": 2}, "ch": "\n", "options": {"tabSize": 2, "insertSpaces": true}}
result [{"newText": "- ", "range": {"start": {"line": 3, "character": 0}, "end": {"line": 3, "character": 2}}}]
replace a.yaml "tags:\n- name: x\n\n"
request textDocument/onTypeFormatting {"textDocument": {"uri": "$URI(a.yaml)"}, "position": {"line": 2, "character": 0}, "ch": "\n", "options": {"tabSize": 2, "insertSpaces": true}}
result [{"newText": "  "}]
replace a.yaml "options:\n  name: x\n\n"
request textDocument/onTypeFormatting {"textDocument": {"uri": "$URI(a.yaml)"}, "position": {"line": 2, "character": 0}, "ch": "\n", "options": {"tabSize": 2, "insertSpaces": true}}
result [{"newText": "  "}]
replace a.yaml "options:\n  name: |-\n\n"
request textDocument/onTypeFormatting {"textDocument": {"uri": "$URI(a.yaml)"}, "position": {"line": 2, "character": 0}, "ch": "\n", "options": {"tabSize": 2, "insertSpaces": true}}
result [{"newText": "    "}]

# Not in texts, not where something stands on the line already, not what is right already.
replace a.yaml "name: |\n  some: text:\n\n"
request textDocument/onTypeFormatting {"textDocument": {"uri": "$URI(a.yaml)"}, "position": {"line": 2, "character": 0}, "ch": "\n", "options": {"tabSize": 2, "insertSpaces": true}}
result []
replace a.yaml "options:\nname: x\n"
request textDocument/onTypeFormatting {"textDocument": {"uri": "$URI(a.yaml)"}, "position": {"line": 1, "character": 0}, "ch": "\n", "options": {"tabSize": 2, "insertSpaces": true}}
result []
replace a.yaml "name: x\n\n"
request textDocument/onTypeFormatting {"textDocument": {"uri": "$URI(a.yaml)"}, "position": {"line": 1, "character": 0}, "ch": "\n", "options": {"tabSize": 2, "insertSpaces": true}}
result []

# JSON in a scalar, and alone.
replace a.yaml "value: |\n  {\"a\": [\n  \n"
request textDocument/onTypeFormatting {"textDocument": {"uri": "$URI(a.yaml)"}, "position": {"line": 2, "character": 2}, "ch": "\n", "options": {"tabSize": 2, "insertSpaces": true}}
result [{"newText": "    "}]
replace a.yaml "value: |\n  {\"a\": [\n    1\n    ]\n"
request textDocument/onTypeFormatting {"textDocument": {"uri": "$URI(a.yaml)"}, "position": {"line": 3, "character": 5}, "ch": "]", "options": {"tabSize": 2, "insertSpaces": true}}
result [{"newText": "  ", "range": {"start": {"line": 3, "character": 0}, "end": {"line": 3, "character": 4}}}]
open b.json
request textDocument/onTypeFormatting {"textDocument": {"uri": "$URI(b.json)"}, "position": {"line": 1, "character": 0}, "ch": "\n", "options": {"tabSize": 2, "insertSpaces": true}}
result [{"newText": "  "}]
replace b.json "{\n  \"a\": \"}\",\n  }"
request textDocument/onTypeFormatting {"textDocument": {"uri": "$URI(b.json)"}, "position": {"line": 2, "character": 3}, "ch": "}", "options": {"tabSize": 2, "insertSpaces": true}}
result [{"newText": ""}]
request textDocument/onTypeFormatting {"textDocument": {"uri": "$URI(b.json)"}, "position": {"line": 0, "character": 0}}
error -32602 "*ch*"
request shutdown
result null
notify exit
exits 0
