// Types that decode themselves: UnmarshalJSON, UnmarshalText, RawMessage.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("decoders", wrapper.ParseConfig(parseConfig))
}

type Duration time.Duration

func (d *Duration) UnmarshalJSON(data []byte) error {
	text, err := strconv.Unquote(string(data))
	if err != nil {
		n, err := strconv.Atoi(string(data))
		*d = Duration(time.Duration(n) * time.Second)
		return err
	}
	parsed, err := time.ParseDuration(text)
	*d = Duration(parsed)
	return err
}

type Mode string

func (m *Mode) UnmarshalText(text []byte) error {
	*m = Mode(strings.ToLower(string(text)))
	if *m != "fast" && *m != "slow" {
		return fmt.Errorf("mode %s", text)
	}
	return nil
}

type Step struct {
	Kind string          `json:"kind"`
	Args json.RawMessage `json:"args"`
}

type Config struct {
	Timeout Duration       `json:"timeout"`
	Modes   []Mode         `json:"modes"`
	ByMode  map[Mode]int   `json:"by_mode"`
	Steps   []Step         `json:"steps"`
	Number  json.Number    `json:"number"`
	Bytes   []byte         `json:"bytes"`
	Rest    map[string]any `json:"rest"`
}

func parseConfig(result gjson.Result, config *Config) error {
	if err := json.Unmarshal([]byte(result.Raw), config); err != nil {
		return err
	}
	if time.Duration(config.Timeout) > time.Minute {
		return fmt.Errorf("timeout %v", time.Duration(config.Timeout))
	}
	for i, step := range config.Steps {
		var args struct{ N *int }
		if len(step.Args) == 0 {
			return fmt.Errorf("step %d (%s) without args", i, step.Kind)
		}
		if err := json.Unmarshal(step.Args, &args); err != nil {
			return fmt.Errorf("step %d: %w", i, err)
		}
		if args.N != nil && *args.N > 5 {
			return fmt.Errorf("step %d: %s", i, step.Args)
		}
	}
	if config.ByMode["fast"] > 10 || len(config.Modes) > 1 && config.Modes[0] == config.Modes[1] {
		return errors.New("modes")
	}
	if n, err := config.Number.Int64(); config.Number != "" && (err != nil || n < 0) {
		return fmt.Errorf("number %s", config.Number)
	}
	if len(config.Bytes) > 3 {
		return fmt.Errorf("bytes %q", config.Bytes)
	}
	return nil
}
