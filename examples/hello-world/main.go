// Command hello-world answers every request with "hello world". It has no configuration.
package main

import (
	"net/http"

	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm"
	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types"
	"github.com/higress-group/wasm-go/pkg/log"
	"github.com/higress-group/wasm-go/pkg/wrapper"
)

func main() {}

func init() {
	wrapper.SetCtx(
		"hello-world",
		wrapper.ProcessRequestHeaders(onHttpRequestHeaders),
	)
}

// noConfig is empty: a plugin without ParseConfig may not have fields here.
type noConfig struct{}

func onHttpRequestHeaders(ctx wrapper.HttpContext, config noConfig) types.Action {
	if err := proxywasm.SendHttpResponse(http.StatusOK, nil, []byte("hello world"), -1); err != nil {
		log.Errorf("can't answer: %v", err)
	}
	return types.ActionContinue
}
