The command wpls.schema, what it says of wrong arguments, and the same document by its URI. Commands that run programs need trust.

-- plugin/go.mod --
module example.com/schema

go 1.24.1

require github.com/higress-group/wasm-go v1.0.0
-- plugin/main.go --
package main

import (
	"errors"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("schema", wrapper.ParseConfig(parseConfig))
}

type config struct{ name string }

func parseConfig(json gjson.Result, c *config) error {
	c.name = json.Get("name").String()
	if c.name == "" {
		return errors.New("no name")
	}
	return nil
}
-- elsewhere.yaml --
a: 1
-- steps --
initialize {"workspace": {"textDocumentContent": {}}, "initializationOptions": {"trusted": false, "statusNotifications": false}}
capabilities {"capabilities": {"executeCommandProvider": {"commands": ["wpls.schema", ...]},
              "workspace": {"textDocumentContent": {"schemes": ["wpls"]}}}}
request workspace/executeCommand {"command": "wpls.schema", "arguments": [{"uri": "$URI(plugin/main.go)"}]}
result {"uri": "wpls:/schema/%2F*%2Fplugin.json", "text": "{*\"name\"*}*"}
request workspace/executeCommand {"command": "wpls.schema", "arguments": [{"uri": "$URI(plugin)", "format": "markdown"}]}
result {"uri": "wpls:/schema/%2F*%2Fplugin.md", "text": "*name*"}
request workspace/executeCommand {"command": "wpls.schema", "arguments": [{"uri": "$URI(plugin)", "format": "spec"}]}
result {"uri": "wpls:/schema/%2F*%2Fplugin.yaml", "text": "*openAPIV3Schema*"}
request workspace/executeCommand {"command": "wpls.schema", "arguments": [{"uri": "$URI(plugin)", "format": "xml"}]}
error -32602 "*'format' must be*"
request workspace/executeCommand {"command": "wpls.schema", "arguments": [{"uri": "$URI(elsewhere.yaml)"}]}
error -32803 "*lies in no plugin project*"
request workspace/executeCommand {"command": "wpls.schema", "arguments": [{"uri": "untitled:x"}]}
error -32602 "'uri' must be*"
request workspace/executeCommand {"command": "wpls.schema"}
error -32602 "'arguments' must be*"
request workspace/executeCommand {"command": "wpls.nothing", "arguments": [{}]}
error -32602 "unknown command 'wpls.nothing'"
request workspace/executeCommand {}
error -32602

request workspace/textDocumentContent {"uri": "wpls:/schema$DIR/plugin.json"}
result {"text": "{*\"name\"*}*"}
request workspace/textDocumentContent {"uri": "wpls:/schema$DIR/plugin.xml"}
error -32803 "no such document*"
request workspace/textDocumentContent {"uri": "wpls:/nothing"}
error -32803 "no such document*"
request workspace/textDocumentContent {}
error -32602
request shutdown
result null
notify exit
exits 0
