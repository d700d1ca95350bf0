// Key names out of maps and slices, helpers with the key as a parameter, closures over it.
package main

import (
	"fmt"
	"sort"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

var units = map[string]int64{"per_second": 1, "per_minute": 60, "per_hour": 3600}

var headers = []struct{ key, header string }{
	{"user", "x-user"},
	{"tenant", "x-tenant"},
}

func main() {}

func init() {
	wrapper.SetCtx("tables", wrapper.ParseConfig(parseConfig))
}

type Limit struct {
	count, window int64
}

type Config struct {
	limits  []Limit
	headers map[string]string
}

func text(json gjson.Result, key, otherwise string) string {
	if v := json.Get(key); v.Exists() {
		return v.String()
	}
	return otherwise
}

func parseConfig(json gjson.Result, config *Config) error {
	config.headers = map[string]string{}
	for _, h := range headers {
		value := text(json, "headers."+h.key, h.header)
		if value == "" {
			return fmt.Errorf("header for %s is empty", h.key)
		}
		config.headers[h.key] = value
	}
	var names []string
	for unit := range units {
		names = append(names, unit)
	}
	sort.Strings(names)
	read := func(unit string) (Limit, bool) {
		n := json.Get(unit).Int()
		return Limit{n, units[unit]}, n > 0
	}
	for _, unit := range names {
		if limit, ok := read(unit); ok {
			config.limits = append(config.limits, limit)
		}
	}
	if len(config.limits) != 1 {
		return fmt.Errorf("exactly one of %v must be set, not %d", names, len(config.limits))
	}
	return nil
}
