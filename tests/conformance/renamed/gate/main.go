package main

import (
	"errors"

	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types"
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

const keyMode = "mode"

const keyShared = "shared"

func main() {}

type Config struct {
	mode    string
	names   []string
	token   string
	timeout int64
	options map[string]string
	shared  string
}

func init() {
	wrapper.SetCtx(
		"gate",
		wrapper.ParseConfig(parseConfig),
		wrapper.ProcessRequestHeaders(onHttpRequestHeaders),
	)
}

func text(json gjson.Result, key string) string {
	return json.Get(key).String()
}

func parseConfig(json gjson.Result, config *Config) error {
	config.mode = json.Get(keyMode).String()
	if config.mode == "" {
		return errors.New("mode is missing")
	}
	config.token = text(json, "token")
	if !json.Get("limits.timeout").Exists() {
		return errors.New("limits.timeout is missing")
	}
	config.timeout = json.Get("limits.timeout").Int()
	for _, host := range json.Get("hosts").Array() {
		config.names = append(config.names, host.Get("name").String())
	}
	config.options = map[string]string{}
	for _, key := range []string{"red", "green"} {
		config.options[key] = json.Get(key).String()
	}
	config.shared = json.Get(keyShared).String()
	return nil
}

func onHttpRequestHeaders(ctx wrapper.HttpContext, config Config) types.Action {
	ctx.SetContext(keyShared, config.shared)
	return types.ActionContinue
}
