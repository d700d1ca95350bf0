// Method values, method expressions, tables of functions.
package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("methods", wrapper.ParseConfig(new(parser).parse))
}

type parser struct{ calls int }

type check func(c *Config, json gjson.Result) error

type Config struct {
	name string
	size int64
}

func (c *Config) setName(json gjson.Result) error {
	if c.name = strings.TrimSpace(json.String()); c.name == "" {
		return errors.New("blank name")
	}
	return nil
}

func (c *Config) setSize(json gjson.Result) error {
	if c.size = json.Int(); c.size%2 != 0 {
		return fmt.Errorf("odd size %d of %s", c.size, c.name)
	}
	return nil
}

func (c Config) describe(prefix string) string { return prefix + c.name }

var steps = []struct {
	key string
	set check
}{
	{"name", (*Config).setName},
	{"size", (*Config).setSize},
}

func (p *parser) parse(json gjson.Result, config *Config) error {
	p.calls = 0
	for _, step := range steps {
		p.calls++
		if err := step.set(config, json.Get(step.key)); err != nil {
			return fmt.Errorf("step %d: %w", p.calls, err)
		}
	}
	describe := config.describe
	config.name = "changed"
	if text := describe("is "); strings.HasSuffix(text, "x") {
		return errors.New(text)
	}
	f := Config.describe
	if n := len(f(*config, json.Get("prefix").String())); n > 12 {
		return fmt.Errorf("%d bytes: %s", n, f(*config, ""))
	}
	limits := map[string]func(int64) bool{
		"small": func(n int64) bool { return n < 10 },
		"large": func(n int64) bool { return n >= 10 },
	}
	if limit := limits[json.Get("class").String()]; limit != nil && !limit(config.size) {
		return fmt.Errorf("size %d is not %s", config.size, json.Get("class"))
	}
	return nil
}
