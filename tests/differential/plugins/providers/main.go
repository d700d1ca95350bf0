// Interface dispatch: a table from type names to initializers, each with a method that reads its own keys.
package main

import (
	"errors"
	"fmt"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("providers", wrapper.ParseConfig(parseConfig))
}

type Provider interface {
	FromJSON(json gjson.Result)
	Validate() error
}

type common struct {
	typ     string
	timeout int64
}

func (c *common) FromJSON(json gjson.Result) {
	c.typ = json.Get("type").String()
	c.timeout = json.Get("timeout").Int()
	if c.timeout == 0 {
		c.timeout = 1000
	}
}

func (c common) Validate() error {
	if c.timeout < 0 {
		return fmt.Errorf("%s: timeout must not be negative: %d", c.typ, c.timeout)
	}
	return nil
}

type redis struct {
	common
	host     string
	database int64
}

func (r *redis) FromJSON(json gjson.Result) {
	r.common.FromJSON(json)
	r.host = json.Get("host").String()
	r.database = json.Get("database").Int()
}

func (r *redis) Validate() error {
	if r.host == "" {
		return errors.New("redis: host is required")
	}
	if r.database > 15 {
		return fmt.Errorf("redis: no database %d", r.database)
	}
	return r.common.Validate()
}

type memory struct {
	*common
	size uint64
}

func (m memory) FromJSON(json gjson.Result) {
	m.common.FromJSON(json)
	m.size = json.Get("size").Uint() // lost: m is a copy
}

type initializer func() Provider

var initializers = map[string]initializer{
	"redis":  func() Provider { return &redis{} },
	"memory": newMemory,
	"none":   nil,
}

func newMemory() Provider { return memory{common: new(common), size: 16} }

type Config struct {
	providers []Provider
}

func parseConfig(json gjson.Result, config *Config) error {
	for _, section := range []string{"cache", "vector"} {
		part := json.Get(section)
		if !part.Exists() {
			continue
		}
		make, ok := initializers[part.Get("type").String()]
		if !ok {
			return errors.New(section + ": unknown provider type")
		}
		if make == nil {
			continue
		}
		p := make()
		p.FromJSON(part)
		if err := p.Validate(); err != nil {
			return fmt.Errorf("%s: %w", section, err)
		}
		if m, ok := p.(memory); ok && m.size != 16 {
			return errors.New("memory has another size")
		}
		config.providers = append(config.providers, p)
	}
	if len(config.providers) == 0 {
		return errors.New("no provider")
	}
	return nil
}
