// Type switches and assertions over decoded values.
package main

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("typeswitch", wrapper.ParseConfig(parseConfig))
}

type Config struct {
	total float64
	texts []string
}

type Scalar interface{ isScalar() }
type text string
type number float64

func (text) isScalar()     {}
func (number) isScalar()   {}
func (n number) Big() bool { return n > 1000 }

func scalar(v any) (Scalar, error) {
	switch v := v.(type) {
	case string:
		return text(v), nil
	case float64:
		return number(v), nil
	case bool, nil:
		return nil, fmt.Errorf("%v is no scalar here", v)
	case []any:
		if len(v) == 1 {
			return scalar(v[0])
		}
		return nil, fmt.Errorf("list of %d", len(v))
	case map[string]any:
		if inner, ok := v["value"]; ok {
			return scalar(inner)
		}
	}
	return nil, errors.New("no value inside")
}

func parseConfig(result gjson.Result, config *Config) error {
	var raw map[string]any
	if err := json.Unmarshal([]byte(result.Raw), &raw); err != nil {
		return err
	}
	items, ok := raw["items"].([]interface{})
	if !ok {
		return fmt.Errorf("items must be a list, got %T", raw["items"])
	}
	for i, item := range items {
		s, err := scalar(item)
		if err != nil {
			return fmt.Errorf("items[%d]: %w", i, err)
		}
		if big, ok := s.(interface{ Big() bool }); ok && big.Big() {
			return fmt.Errorf("items[%d]: %v of type %T is too big", i, s, s)
		}
		switch s.(type) {
		case text:
			config.texts = append(config.texts, string(s.(text)))
		case number:
			config.total += float64(s.(number))
		}
	}
	if config.total < 0 {
		return fmt.Errorf("total %v, texts %q", config.total, config.texts)
	}
	return nil
}
