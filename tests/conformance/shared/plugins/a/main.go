package main

import (
	"example.com/common"
	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types"
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("a", wrapper.ParseConfig(parse), wrapper.ProcessResponseHeaders(onHeaders))
}

type config struct{ token string }

func parse(json gjson.Result, c *config) error {
	t, err := common.Need(json)
	c.token = t
	return err
}

func onHeaders(ctx wrapper.HttpContext, c config) types.Action {
	common.Mark()
	return types.ActionContinue
}
