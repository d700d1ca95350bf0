// Rules with a parser of their own that starts from the global part.
package main

import (
	"fmt"
	"maps"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("overriding", wrapper.ParseOverrideConfig(parseGlobal, parseRule))
}

type Config struct {
	consumers map[string]string
	allow     []string
}

func parseGlobal(json gjson.Result, global *Config) error {
	global.consumers = make(map[string]string)
	for i, c := range json.Get("consumers").Array() {
		name := c.Get("name").String()
		if name == "" {
			return fmt.Errorf("consumers[%d] has no name", i)
		}
		if _, twice := global.consumers[name]; twice {
			return fmt.Errorf("consumer %s stands twice", name)
		}
		global.consumers[name] = c.Get("key").String()
	}
	return nil
}

func parseRule(json gjson.Result, global Config, config *Config) error {
	*config = global
	config.consumers = maps.Clone(global.consumers)
	for _, name := range json.Get("allow").Array() {
		if _, known := config.consumers[name.String()]; !known {
			return fmt.Errorf("%s is none of %d consumers", name.String(), len(global.consumers))
		}
		config.allow = append(config.allow, name.String())
	}
	if len(config.allow) == 0 {
		return fmt.Errorf("allow is empty in %s", json.Get("_match_route_").Raw)
	}
	return nil
}
