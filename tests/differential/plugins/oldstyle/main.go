// The deprecated options with a logger argument, global and rule parsers.
package main

import (
	"errors"
	"fmt"

	"github.com/higress-group/wasm-go/pkg/log"
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("oldstyle", wrapper.ParseOverrideConfigBy(parseGlobal, parseRule))
}

type Config struct {
	mode  string
	limit int64
}

var modes = []string{"off", "on", "auto"}

func mode(json gjson.Result) (string, bool) {
	m := json.Get("mode").String()
	for _, known := range modes {
		if m == known {
			return m, true
		}
	}
	return m, false
}

func parseGlobal(json gjson.Result, config *Config, log log.Log) error {
	m, ok := mode(json)
	if !ok {
		log.Errorf("unknown mode %s", m)
		return fmt.Errorf("mode %q is none of %v", m, modes)
	}
	config.mode = m
	config.limit = json.Get("limit").Int()
	return nil
}

func parseRule(json gjson.Result, global Config, config *Config, log log.Log) error {
	config.mode = global.mode
	if json.Get("mode").Exists() {
		m, ok := mode(json)
		if !ok {
			return errors.New("rule: mode " + m)
		}
		config.mode = m
	}
	config.limit = json.Get("limit").Int()
	if config.limit == 0 {
		config.limit = global.limit
	}
	if config.mode == "on" && config.limit <= 0 {
		return fmt.Errorf("mode %s needs a limit, not %d", config.mode, config.limit)
	}
	log.Debug("rule read")
	return nil
}
