// A plugin whose configuration is read by helpers in several places, with code that has nothing to do with it before, between and
// behind them. It is edited at random.
package main

import (
	"encoding/json"
	"errors"

	"kept/limits"

	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm"
	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types"
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

const defaultMode = "fast"

type Config struct {
	limit  int64
	mode   string
	name   string
	levels []limits.Level
}

func main() {}

func init() {
	wrapper.SetCtx("kept",
		wrapper.ParseConfig(parseConfig),
		wrapper.ProcessRequestHeaders(onRequestHeaders),
	)
}

func onRequestHeaders(ctx wrapper.HttpContext, config Config) types.Action {
	if isDenied(config.mode) {
		proxywasm.SendHttpResponse(403, nil, nil, -1)
		return types.ActionPause
	}
	return types.ActionContinue
}

func isDenied(mode string) bool {
	return mode == "deny"
}

func readMode(json gjson.Result) string {
	mode := json.Get("mode").String()
	if mode == "" {
		mode = defaultMode
	}
	return mode
}

func between(a int) int {
	return a + 1
}

func checkName(name string) error {
	if name == "" {
		return errors.New("name is missing")
	}
	if !limits.IsName(name) {
		return errors.New("name is not known")
	}
	return nil
}

func parseConfig(root gjson.Result, config *Config) error {
	config.limit = root.Get("limit").Int()
	if err := limits.Check(config.limit); err != nil {
		return err
	}
	config.mode = readMode(root)
	config.name = root.Get("name").String()
	if err := checkName(config.name); err != nil {
		return err
	}
	if levels := root.Get("levels"); levels.Exists() {
		return json.Unmarshal([]byte(levels.Raw), &config.levels)
	}
	return nil
}

func behind(a string) string {
	return limits.Unused(a)
}
