// Durations and dates.
package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

const longest = 2 * time.Hour

func main() {}

func init() {
	wrapper.SetCtx("times", wrapper.ParseConfig(parseConfig))
}

type Config struct {
	timeout time.Duration
	ttl     time.Duration
	until   time.Time
}

func parseConfig(json gjson.Result, config *Config) error {
	timeout, err := time.ParseDuration(json.Get("timeout").String())
	if err != nil {
		return err
	}
	if timeout <= 0 || timeout > longest {
		return fmt.Errorf("timeout %s is not within (0, %v]", timeout, longest)
	}
	config.timeout = timeout
	config.ttl = time.Duration(json.Get("ttl").Int()) * time.Second
	if config.ttl > 0 && config.ttl < timeout {
		return fmt.Errorf("ttl %v (%d ms) is shorter than %.1fs", config.ttl, config.ttl.Milliseconds(), timeout.Seconds())
	}
	if until := json.Get("until"); until.Exists() {
		config.until, err = time.Parse(time.RFC3339, until.String())
		if err != nil {
			return fmt.Errorf("until: %w", err)
		}
		if config.until.Year() < 2000 {
			return errors.New("until is long ago")
		}
	}
	if day := json.Get("day").String(); day != "" {
		if _, err := time.Parse("2006-01-02", day); err != nil {
			return err
		}
	}
	return nil
}
