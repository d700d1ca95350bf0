package main

import (
	"errors"

	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm"
	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types"
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("example", wrapper.ParseConfig(parseConfig), wrapper.ProcessResponseHeaders(onResponseHeaders))
}

type config struct {
	header string
	mode   string
}

func parseConfig(json gjson.Result, c *config) error {
	c.header = json.Get("tokenHeader").String()
	c.mode = json.Get("mode").String()
	if c.header == "" {
		return errors.New("<tokenHeader> is \"required\": 100% & 🔑, really")
	}
	return nil
}

func onResponseHeaders(ctx wrapper.HttpContext, c config) types.Action {
	_, _ = proxywasm.GetHttpRequestHeader(c.header)
	_, _ = proxywasm.GetHttpRequestHeader(c.mode)
	return types.ActionContinue
}
