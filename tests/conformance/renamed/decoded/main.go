package main

import (
	"encoding/json"
	"errors"

	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types"
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

type Host struct {
	Name string `json:"name,omitempty" yaml:"name"`
	Port int    `json:"port"`
}

type Config struct {
	Mode  string `json:"mode"`
	Hosts []Host `json:"hosts"`
	Bare  string
}

func init() {
	wrapper.SetCtx(
		"decoded",
		wrapper.ParseConfig(parseConfig),
		wrapper.ProcessRequestHeaders(onHttpRequestHeaders),
	)
}

func parseConfig(given gjson.Result, config *Config) error {
	if err := json.Unmarshal([]byte(given.Raw), config); err != nil {
		return err
	}
	if config.Mode == "" {
		return errors.New("mode is missing")
	}
	return nil
}

func onHttpRequestHeaders(ctx wrapper.HttpContext, config Config) types.Action {
	return types.ActionContinue
}
