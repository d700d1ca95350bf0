// Rules with match keys beside a global part; one schema for both.
package main

import (
	"errors"
	"fmt"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("rules", wrapper.ParseConfig(parseConfig))
}

type Config struct {
	allow []string
	realm string
}

func parseConfig(json gjson.Result, config *Config) error {
	allow := json.Get("allow")
	if !allow.Exists() {
		return errors.New("allow is required")
	}
	if !allow.IsArray() {
		return fmt.Errorf("allow must be a list, not %s", allow.Raw)
	}
	for _, name := range allow.Array() {
		if name.String() == "" {
			return errors.New("empty name in allow")
		}
		config.allow = append(config.allow, name.String())
	}
	if config.realm = json.Get("realm").String(); config.realm == "" {
		config.realm = "default"
	}
	if config.realm == "panic" {
		panic("realm")
	}
	return nil
}
