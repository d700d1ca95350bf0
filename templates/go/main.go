// Package main is a plugin that sets a header of every request.
package main

import (
	"errors"
	"strings"

	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm"
	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types"
	"github.com/higress-group/wasm-go/pkg/log"
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx(
		"my-plugin",
		wrapper.ParseConfig(parseConfig),
		wrapper.ProcessRequestHeaders(onHttpRequestHeaders),
	)
}

type pluginConfig struct {
	// @Description Name of the header that every request gets
	header string
	// @Description Its value
	value string
}

// parseConfig reads the plugin's part of a WasmPlugin; an error rejects it.
func parseConfig(json gjson.Result, config *pluginConfig) error {
	config.header = json.Get("header").String()
	if config.header == "" {
		return errors.New("missing header in config")
	}
	if strings.HasPrefix(config.header, ":") {
		return errors.New("header must not be a pseudo header")
	}
	config.value = json.Get("value").String()
	if config.value == "" {
		config.value = "hello"
	}
	return nil
}

func onHttpRequestHeaders(ctx wrapper.HttpContext, config pluginConfig) types.Action {
	if err := proxywasm.ReplaceHttpRequestHeader(config.header, config.value); err != nil {
		log.Errorf("failed to set the header %s: %v", config.header, err)
	}
	return types.HeaderContinue
}
