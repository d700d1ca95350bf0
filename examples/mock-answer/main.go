// Command mock-answer answers requests itself, or marks them and lets them through.
package main

import (
	"net/http"

	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm"
	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types"
	"github.com/higress-group/wasm-go/pkg/log"
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx(
		"mock-answer",
		wrapper.ParseConfig(parseConfig),
		wrapper.ProcessRequestHeaders(onHttpRequestHeaders),
	)
}

type mockConfig struct {
	// Answer "hello world" here instead of asking the upstream.
	mockEnable bool
}

func parseConfig(json gjson.Result, config *mockConfig) error {
	config.mockEnable = json.Get("mockEnable").Bool()
	return nil
}

func onHttpRequestHeaders(ctx wrapper.HttpContext, config mockConfig) types.Action {
	if config.mockEnable {
		if err := proxywasm.SendHttpResponse(http.StatusOK, nil, []byte("hello world"), -1); err != nil {
			log.Errorf("can't answer: %v", err)
		}
		return types.ActionContinue
	}
	if err := proxywasm.AddHttpRequestHeader("hello", "world"); err != nil {
		log.Errorf("can't add the header: %v", err)
	}
	return types.ActionContinue
}
