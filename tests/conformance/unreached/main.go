// A plugin with functions that no handler calls. It is edited at random; what it does wrong is there to be found.
package main

import (
	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm"
	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types"
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

type Config struct {
	redis wrapper.RedisClient
}

func main() {}

func init() {
	wrapper.SetCtx("unreached", wrapper.ParseConfig(parseConfig), wrapper.ProcessRequestHeaders(onRequestHeaders))
}

func parseConfig(json gjson.Result, config *Config) error {
	return nil
}

func onRequestHeaders(ctx wrapper.HttpContext, config Config) types.Action {
	return types.ActionContinue
}

func connect(json gjson.Result, config *Config) {
	config.redis = wrapper.NewRedisClusterClient(wrapper.FQDNCluster{FQDN: json.Get("service").String(), Port: 6379})
	warm(config)
}

func warm(config *Config) {
	later := func() {
		proxywasm.LogInfo("warm")
	}
	later()
}

func helper() {
	proxywasm.LogInfo("helper")
}
