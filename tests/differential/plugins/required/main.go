// Required and optional keys, defaults, enumerations by comparison.
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
	wrapper.SetCtx("required", wrapper.ParseConfig(parseConfig))
}

type Config struct {
	service string
	port    int64
	timeout uint32
	mode    string
	ratio   float64
	enabled bool
}

func parseConfig(json gjson.Result, config *Config) error {
	config.service = json.Get("service.name").String()
	if config.service == "" {
		return errors.New("missing service.name in config")
	}
	if !json.Get("service.port").Exists() {
		return errors.New("service.port is required")
	}
	config.port = json.Get("service.port").Int()
	if config.port < 1 || config.port > 65535 {
		return fmt.Errorf("port %d out of range", config.port)
	}
	config.timeout = uint32(json.Get("timeout").Uint())
	if config.timeout == 0 {
		config.timeout = 500
		log.Infof("no timeout, using %d", config.timeout)
	}
	config.mode = json.Get("mode").String()
	if config.mode != "" && config.mode != "allow" && config.mode != "deny" {
		return fmt.Errorf("invalid mode %q", config.mode)
	}
	config.ratio = json.Get("ratio").Float()
	if config.ratio < 0 || config.ratio > 1 {
		return fmt.Errorf("ratio %v is not in [0, 1]", config.ratio)
	}
	config.enabled = json.Get("enabled").Bool()
	if config.enabled && config.mode == "" {
		return errors.New("enabled without mode")
	}
	return nil
}
