// Map() and Value(): keys nobody knows beforehand, values of any kind.
package main

import (
	"errors"
	"fmt"
	"sort"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("members", wrapper.ParseConfig(parseConfig))
}

type Config struct {
	models map[string]string
	extra  map[string]interface{}
	depth  int
}

func depth(v interface{}) int {
	deepest := 0
	switch t := v.(type) {
	case map[string]interface{}:
		for _, e := range t {
			deepest = max(deepest, depth(e))
		}
	case []interface{}:
		for i := range t {
			if d := depth(t[i]); d > deepest {
				deepest = d
			}
		}
	default:
		return 0
	}
	return deepest + 1
}

func parseConfig(json gjson.Result, config *Config) error {
	config.models = map[string]string{}
	names := []string{}
	for name, target := range json.Get("models").Map() {
		if target.String() == "" {
			continue
		}
		config.models[name] = target.String()
		names = append(names, name)
	}
	sort.Strings(names)
	if _, ok := config.models["*"]; !ok {
		return fmt.Errorf("no model for '*' among %q", names)
	}
	extra, ok := json.Get("extra").Value().(map[string]interface{})
	if json.Get("extra").Exists() && !ok {
		return fmt.Errorf("extra must be an object, got %T: %v", json.Get("extra").Value(), json.Get("extra").Value())
	}
	config.extra = extra
	if temperature, ok := extra["temperature"].(float64); ok && (temperature < 0 || temperature > 2) {
		return fmt.Errorf("temperature %g", temperature)
	} else if stream, ok := extra["stream"].(bool); ok && stream && temperature == 0 {
		return errors.New("stream without temperature")
	}
	if config.depth = depth(extra["tree"]); config.depth > 3 {
		return fmt.Errorf("tree of depth %d: %v", config.depth, extra["tree"])
	}
	return nil
}
