// Ranges over maps whose order shows in the outcome.
package main

import (
	"fmt"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("maporder", wrapper.ParseConfig(parseConfig))
}

var limits = map[string]int64{"requests": 100, "tokens": 1000, "bytes": 4096}

type Config struct {
	values map[string]int64
}

func parseConfig(json gjson.Result, config *Config) error {
	config.values = make(map[string]int64)
	for name, limit := range limits {
		v := json.Get(name)
		if !v.Exists() {
			continue
		}
		if v.Int() > limit {
			return fmt.Errorf("%s: %d exceeds %d", name, v.Int(), limit)
		}
		config.values[name] = v.Int()
	}
	delete(config.values, "bytes")
	if len(config.values) == 0 {
		return fmt.Errorf("nothing but bytes: %v", config.values)
	}
	return nil
}
