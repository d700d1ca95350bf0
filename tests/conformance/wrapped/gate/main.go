package main

import (
	"errors"
	"fmt"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("gate", wrapper.ParseConfig(parseConfig))
}

type Config struct {
	mode  string
	limit int64
	hosts []string
	note  string
	on    bool
}

func parseConfig(json gjson.Result, config *Config) error {
	config.mode = json.Get("mode").String()
	switch config.mode {
	case "strict":
	case "lenient":
	default:
		return fmt.Errorf("unknown mode '%s'", config.mode)
	}
	config.limit = json.Get("limit.requests").Int()
	if config.limit > 100 {
		return errors.New("limit.requests is at most 100")
	}
	for _, host := range json.Get("hosts").Array() {
		if host.Get("name").String() == "" {
			return errors.New("a host needs a name")
		}
		config.hosts = append(config.hosts, host.Get("name").String())
	}
	config.note = json.Get("note").String()
	config.on = json.Get("on").Bool()
	return nil
}
