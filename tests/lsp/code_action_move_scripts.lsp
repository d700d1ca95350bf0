The move to today's SDK goes through the scripts that build the plugin: what calls TinyGo calls Go. Comments stay.

-- go.mod --
module example.com/move

go 1.19

require github.com/alibaba/higress/plugins/wasm-go v1.4.2
-- main.go --
package main

import (
	"github.com/alibaba/higress/plugins/wasm-go/pkg/wrapper"
	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types"
)

func main() {
	wrapper.SetCtx("move", wrapper.ProcessRequestHeadersBy(onRequestHeaders))
}

type Config struct{}

func onRequestHeaders(ctx wrapper.HttpContext, config Config, log wrapper.Log) types.Action {
	return types.ActionContinue
}
-- Makefile --
build:
	@tinygo build -o main.wasm -scheduler=none -target=wasi -gc=custom -tags=custommalloc ./main.go
	ls -l main.wasm
-- build.sh --
set -e
# tinygo build needs wasi
tinygo build -o "$1" -target wasi . && ls
tinygo build -o main.wasm -target=wasi -ldflags=-s .
-- scripts/release.sh --
cd "$(dirname "$0")/.."
tinygo build -o release.wasm -target=wasi .
-- steps --
initialize {"textDocument": {"codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": [""]}}}}, "workspace": {"workspaceEdit": {"documentChanges": true}}}
open main.go
open go.mod
open Makefile
open build.sh
open scripts/release.sh
actions main.go "higress/|plugins|/wasm-go/pkg/wrapper" "refactor"
titles "move the plugin to today's SDK (then: go mod tidy)"
repair "move the plugin to today's SDK (then: go mod tidy)" "\t@GOOS=wasip1 GOARCH=wasm go build -buildmode=c-shared -o main.wasm .\n\tls" "set -e\n# tinygo build needs wasi\nGOOS=wasip1 GOARCH=wasm go build -buildmode=c-shared -o \"$1\" . && ls\ntinygo build -o main.wasm -target=wasi -ldflags=-s .\n" "func main() {}" "/..\"\nGOOS=wasip1 GOARCH=wasm go build -buildmode=c-shared -o release.wasm .\n"
request shutdown
result null
notify exit
exits 0
