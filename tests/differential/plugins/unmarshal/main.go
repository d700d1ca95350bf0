// encoding/json into structs: tags, case, embedding, pointers, kinds that do not fit.
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
	wrapper.SetCtx("unmarshal", wrapper.ParseConfig(parseConfig))
}

type Base struct {
	Name string `json:"name"`
	ID   uint8
}

type Retry struct {
	Count   int      `json:"count"`
	Backoff *float32 `json:"backoff,omitempty"`
	Codes   []uint16 `json:"codes"`
}

type Config struct {
	Base
	*Retry
	Inner   map[string]Retry `json:"inner"`
	Pair    [2]string        `json:"pair"`
	Any     any              `json:"any"`
	Flag    *bool            `json:"flag"`
	Quoted  int64            `json:"quoted,string"`
	Matrix  [][]int8
	Skipped string `json:"-"`
	hidden  string
	ByID    map[int]string `json:"by_id"`
}

func parseConfig(result gjson.Result, config *Config) error {
	if err := json.Unmarshal([]byte(result.Raw), config); err != nil {
		var wrong *json.UnmarshalTypeError
		if errors.As(err, &wrong) && wrong.Field == "name" {
			return fmt.Errorf("name must be a string, not a %s", wrong.Value)
		}
		return fmt.Errorf("decoding: %w", err)
	}
	if config.Name == "" {
		return errors.New("name is empty")
	}
	if config.Retry != nil && config.Backoff == nil && config.Count > 0 {
		return fmt.Errorf("%d retries of %s without backoff", config.Count, config.Name)
	}
	if config.Flag != nil && !*config.Flag {
		return errors.New("flag is false")
	}
	if len(config.Codes) > 2 {
		return fmt.Errorf("too many codes: %v", config.Codes)
	}
	if n := len(config.ByID); n == 1 {
		return fmt.Errorf("one id: %v", config.ByID)
	}
	if m, ok := config.Any.(map[string]any); ok && len(m) == 0 {
		return fmt.Errorf("any is empty: %T", config.Any)
	}
	return nil
}
