// Raw texts, types without coercion, results of parsing a part again.
package main

import (
	"fmt"
	"strings"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("raw", wrapper.ParseConfig(parseConfig))
}

type Config struct {
	template string
	name     string
	weight   float64
	index    int
}

func parseConfig(json gjson.Result, config *Config) error {
	config.template = json.Get("template").Raw
	if !gjson.Valid(config.template) {
		return fmt.Errorf("template is not there: %q", config.template)
	}
	again := gjson.Parse(config.template)
	if again.Get("role").String() == "" {
		return fmt.Errorf("no role in %s", again.Raw)
	}
	config.name = json.Get("name").Str
	if config.name == "" {
		return fmt.Errorf("name has type %s", json.Get("name").Type)
	}
	config.weight = json.Get("weight").Num
	if config.weight == 0 {
		return fmt.Errorf("weight is %s", json.Get("weight"))
	}
	switch json.Get("flag").Type {
	case gjson.True, gjson.False:
	case gjson.Null:
		if json.Get("flag").Raw == "null" {
			return fmt.Errorf("flag is null")
		}
	case gjson.JSON:
		if json.Get("flag").IsObject() {
			return fmt.Errorf("flag is an object with %d members", len(json.Get("flag").Map()))
		}
		return fmt.Errorf("flag is a list of %d", len(json.Get("flag").Array()))
	default:
		return fmt.Errorf("flag is %v", json.Get("flag").Value())
	}
	if strings.Count(again.Raw, "\"") > 20 {
		return fmt.Errorf("template with %d bytes is too long", len(again.Raw))
	}
	if json.Get("other").IsBool() {
		return fmt.Errorf("other: %t", json.Get("other").Bool())
	}
	return nil
}
