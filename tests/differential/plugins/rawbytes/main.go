// The configuration as bytes, decoded by encoding/json.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/higress-group/wasm-go/pkg/wrapper"
)

func main() {}

func init() {
	wrapper.SetCtx("rawbytes", wrapper.ParseRawConfig(parse))
}

type Mapping struct {
	From string   `json:"from"`
	To   []string `json:"to"`
	Opt  *struct {
		Keep bool `json:"keep"`
		Max  int  `json:"max,omitempty"`
	} `json:"opt"`
}

type Config struct {
	Mappings []*Mapping `json:"mappings"`
	Default  string     `json:"default"`
}

func parse(bytes []byte, config *Config) error {
	if err := json.Unmarshal(bytes, config); err != nil {
		return fmt.Errorf("failed to parse config: %v", err)
	}
	for i, m := range config.Mappings {
		if m == nil {
			return fmt.Errorf("mapping %d is null", i)
		}
		if m.From == "" || len(m.To) == 0 {
			return fmt.Errorf("mapping %d is incomplete: %+v", i, m.To)
		}
		if m.Opt != nil && m.Opt.Keep && m.Opt.Max == 0 {
			back, err := json.Marshal(m)
			if err != nil {
				return err
			}
			return errors.New("keep without max: " + string(back))
		}
	}
	if !strings.Contains(string(bytes), "default") {
		return errors.New("no default")
	}
	return nil
}
