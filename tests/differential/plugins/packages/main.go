// Sub-packages that register themselves in init, initialization order, several files.
package main

import (
	"errors"
	"fmt"

	"wpls/plugins/packages/registry"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("packages", wrapper.ParseConfig(parseConfig))
}

type Config struct {
	filters []registry.Filter
}

func parseConfig(json gjson.Result, config *Config) error {
	for i, item := range json.Get("filters").Array() {
		kind := item.Get("kind").String()
		filter, ok := registry.New(kind)
		if !ok {
			return fmt.Errorf("filters[%d]: %q is none of %v", i, kind, registry.Order)
		}
		if err := filter.Configure(item); err != nil {
			return fmt.Errorf("filters[%d]: %w", i, err)
		}
		config.filters = append(config.filters, filter)
	}
	if len(config.filters) < least(json) {
		return errors.New("not enough filters")
	}
	return nil
}
