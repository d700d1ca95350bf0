// Loops: closures over loop variables, integer ranges, labels, three clauses.
package main

import (
	"errors"
	"fmt"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("loops", wrapper.ParseConfig(parseConfig))
}

type Config struct {
	checks []func() error
	table  [][]int
}

func parseConfig(json gjson.Result, config *Config) error {
	for i, item := range json.Get("items").Array() {
		limit := item.Get("limit").Int()
		config.checks = append(config.checks, func() error {
			if item.Get("value").Int() > limit {
				return fmt.Errorf("item %d: %d is above %d", i, item.Get("value").Int(), limit)
			}
			return nil
		})
	}
	for _, check := range config.checks {
		if err := check(); err != nil {
			return err
		}
	}
	size := int(json.Get("size").Int())
	if size > 8 || size < 0 {
		return fmt.Errorf("size %d", size)
	}
	for i := range size {
		config.table = append(config.table, make([]int, i))
	}
	count := 0
rows:
	for y := 0; y < len(config.table); y++ {
		for x := range config.table[y] {
			if x == y-2 {
				continue rows
			}
			if count++; count >= 5 {
				break rows
			}
		}
	}
	if count == 4 {
		return fmt.Errorf("%d of %v", count, config.table)
	}
	var steps []func() int
	for i := 0; i < 3; i++ {
		steps = append(steps, func() int { i += count; return i })
	}
	if total := steps[0]() + steps[1]() + steps[2](); total > 12 {
		return fmt.Errorf("total %d", total)
	}
	for n := json.Get("n").Int(); n != 1 && n > 0; {
		if n%2 == 0 {
			n /= 2
		} else if n = 3*n + 1; n > 100 {
			return fmt.Errorf("n reaches %d", n)
		}
	}
	for range json.Get("tail").Array() {
		return errors.New("tail is not empty")
	}
	return nil
}
