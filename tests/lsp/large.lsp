A change over the limit can't be followed: nobody knows any more what the client has there, so that the document counts as closed - said to the
user - and edits of it mean nothing until it is opened again.

-- go.mod --
module example.com/large

go 1.24.1

require (
	github.com/higress-group/wasm-go v1.0.2
	github.com/tidwall/gjson v1.18.0
)
-- main.go --
package main

import (
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

type Config struct{ name string }

func init() {
	wrapper.SetCtx("large", wrapper.ParseConfig(parseConfig))
}

func parseConfig(json gjson.Result, config *Config) error {
	config.name = json.Get("name").String()
	return nil
}
-- config.yaml --
nam: x
-- steps --
initialize {}
open config.yaml
diagnostics config.yaml [{"code": "config/unknown-key"}]
large 67108865 {"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":"$URI(config.yaml)","version":2},"contentChanges":["
expect window/logMessage {"type": 1, "message": "*larger than 64 MiB (textDocument/didChange, 67108865 bytes); the document counts as closed for wpls, until it is opened again"}
expect window/showMessage {"type": 2, "message": "*larger than 64 MiB*"}
diagnostics config.yaml []
open config.yaml
diagnostics config.yaml [{"code": "config/unknown-key"}]
large 67108865 {"jsonrpc":"2.0","method":"textDocument/didChange","params":{"contentChanges":["
expect window/showMessage {"message": "*wpls may not know a text as it is now"}
edit config.yaml "nam" "nama"
diagnostics config.yaml [{"message": "*'nama'*"}]
large 67108865 {"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"$URI(other.yaml)","text":["
expect window/showMessage {"message": "*textDocument/didOpen*closed*"}
request shutdown
result null
notify exit
exits 0
