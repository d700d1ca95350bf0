// The path syntax: dots, escapes, wildcards, indices, '#', queries, modifiers.
package main

import (
	"fmt"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("paths", wrapper.ParseConfig(parseConfig))
}

type Config struct {
	names []string
}

func parseConfig(json gjson.Result, config *Config) error {
	if v := json.Get("a\\.b.c"); v.String() == "no" {
		return fmt.Errorf("escaped: %s", v.Raw)
	}
	if v := json.Get("users.0.name"); !v.Exists() {
		return fmt.Errorf("the first user has no name")
	}
	if v := json.Get("users.#"); v.Int() > 3 {
		return fmt.Errorf("%d users are too many", v.Int())
	}
	for _, name := range json.Get("users.#.name").Array() {
		config.names = append(config.names, name.String())
	}
	if v := json.Get(`users.#(role=="admin").name`); v.Exists() && v.String() != config.names[0] {
		return fmt.Errorf("admin %s does not come first of %v", v, config.names)
	}
	if v := json.Get("users.#(age>=18)#.name"); len(v.Array()) > 1 {
		return fmt.Errorf("grown-ups: %s", v.Raw)
	}
	if v := json.Get("opt*.level"); v.Int() > 9 {
		return fmt.Errorf("level %s", v.String())
	}
	if v := json.Get("opt?ons.mode"); v.String() == "off" {
		return fmt.Errorf("mode is off")
	}
	if v := json.Get("options.list.1"); v.Type == gjson.Number && v.Num < 0 {
		return fmt.Errorf("second is negative: %v", v.Num)
	}
	if v := json.Get("users").Get("1").Get("name"); v.Exists() && v.String() == "" {
		return fmt.Errorf("empty second name")
	}
	if v := json.Get("options|level"); v.String() == "7" {
		return fmt.Errorf("level seven")
	}
	if v := json.Get("users.@reverse.0.name"); v.String() == "z" {
		return fmt.Errorf("z is last")
	}
	return nil
}
