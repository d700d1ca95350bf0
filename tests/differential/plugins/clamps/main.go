// Defaults and clamps: what is out of range is mended, not refused.
package main

import (
	"fmt"
	"math"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("clamps", wrapper.ParseConfig(parseConfig))
}

type Config struct {
	size    int
	percent float64
	backoff []int
}

func clamp(v, low, high int) int {
	return max(low, min(v, high))
}

func parseConfig(json gjson.Result, config *Config) error {
	config.size = 10
	if v := json.Get("size"); v.Exists() {
		config.size = clamp(int(v.Int()), 1, 1000)
	}
	config.percent = math.Round(json.Get("percent").Float()*100) / 100
	if math.Abs(config.percent) > 100 {
		config.percent = math.Copysign(100, config.percent)
	}
	if config.percent == 0 {
		config.percent = 50
	}
	if len(json.Get("backoff").Array()) == 0 {
		config.backoff = []int{1, 2, 4}
	}
	for i, step := range json.Get("backoff").Array() {
		config.backoff = append(config.backoff, clamp(int(step.Int()), i, 1<<i))
	}
	total := 0
	for _, step := range config.backoff {
		total += step
	}
	if budget := float64(config.size) * config.percent; float64(total) > budget {
		return fmt.Errorf("steps %v take %d, more than %.2f", config.backoff, total, budget)
	}
	return nil
}
