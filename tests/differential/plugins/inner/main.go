// JSON inside of strings, parsed again.
package main

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("inner", wrapper.ParseConfig(parseConfig))
}

type Config struct {
	rules []string
}

func parseConfig(result gjson.Result, config *Config) error {
	text := result.Get("template").String()
	if !gjson.Valid(text) {
		return fmt.Errorf("template is not JSON: %q", text)
	}
	template := gjson.Parse(text)
	if !template.IsObject() {
		return fmt.Errorf("template is a %s", template.Type)
	}
	if v := template.Get("model"); v.String() == "" {
		return fmt.Errorf("no model in %s", template.Raw)
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal([]byte(text), &fields); err != nil {
		return err
	}
	for _, name := range []string{"stream", "model"} {
		if raw, ok := fields[name]; ok && string(raw) == "null" {
			return errors.New(name + " is null")
		}
	}
	if len(fields) > 3 {
		return fmt.Errorf("%d fields", len(fields))
	}
	gjson.Get(text, "rules").ForEach(func(_, v gjson.Result) bool {
		config.rules = append(config.rules, v.Raw)
		return len(config.rules) < 2
	})
	if len(config.rules) == 2 && config.rules[0] == config.rules[1] {
		return errors.New("rule twice: " + config.rules[0])
	}
	return nil
}
