// Values without a type, decoded into structs by mapstructure.
package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/mitchellh/mapstructure"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("mapdecode", wrapper.ParseConfig(parseConfig))
}

type Cookie struct {
	Name   string `mapstructure:"cookie_name"`
	Secure bool   `mapstructure:"cookie_secure"`
}

type Rule struct {
	Path string
	Port uint16 `mapstructure:"port"`
}

type Settings struct {
	Cookie   Cookie `mapstructure:",squash"`
	Issuer   string `mapstructure:"issuer_url"`
	Scopes   []string
	Rules    []Rule
	Labels   map[string]string
	Weight   float64
	Interval time.Duration
	Backend  *Rule
	Extra    interface{}
	hidden   string
}

type Config struct{ settings *Settings }

func parseConfig(json gjson.Result, config *Config) error {
	settings := &Settings{Scopes: []string{"openid"}, Cookie: Cookie{Name: "session"}}
	values, ok := json.Value().(map[string]interface{})
	if !ok {
		return errors.New("no object")
	}
	if err := mapstructure.Decode(values, settings); err != nil {
		return fmt.Errorf("failed to decode: %v", err)
	}
	if settings.Issuer == "" {
		return fmt.Errorf("no issuer for %v of %s", settings.Scopes, settings.Cookie.Name)
	}
	if settings.Interval < 0 || settings.Weight > 100 {
		return fmt.Errorf("out of range: %d, %v", settings.Interval, settings.Weight)
	}
	if settings.Backend != nil && settings.Backend.Port == 0 {
		return fmt.Errorf("backend %q without port, %d rules, %d labels", settings.Backend.Path, len(settings.Rules), len(settings.Labels))
	}
	config.settings = settings
	return nil
}
