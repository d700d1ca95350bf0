// Slices that share memory, copy, append, capacities.
package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("slicing", wrapper.ParseConfig(parseConfig))
}

type Config struct {
	paths []string
	grid  [3]int
}

func fill(list []int, with int) {
	for i := range list {
		list[i] = with
	}
}

func parseConfig(json gjson.Result, config *Config) error {
	for _, p := range json.Get("paths").Array() {
		config.paths = append(config.paths, p.String())
	}
	all := config.paths
	if len(all) >= 3 {
		head := all[:1]
		head = append(head, "shared")
		if all[1] != "shared" {
			return errors.New("not shared")
		}
		full := all[:1:1]
		full = append(full, "own")
		if all[1] == "own" || strings.Join(full, ",") == "a,own" && len(all) > 3 {
			return fmt.Errorf("%q of %q", full, all)
		}
	}
	grid := config.grid
	fill(grid[1:], int(json.Get("fill").Int()))
	if config.grid != [3]int{} || grid[2] == 9 {
		return fmt.Errorf("grid %v, was %v", grid, config.grid)
	}
	back := make([]string, 2)
	if n := copy(back, all); n == 1 {
		return fmt.Errorf("one path only: %q, %d", back, cap(back))
	}
	if i := int(json.Get("drop").Int()); i > 0 && i < len(all) {
		all = append(all[:i], all[i+1:]...)
		if len(all) == 1 {
			return fmt.Errorf("left: %v, kept: %v", all, config.paths)
		}
	}
	pairs := [...][2]string{1: {"a", "b"}}
	if len(json.Get("paths").Array()) == 5 {
		return fmt.Errorf("%v", pairs)
	}
	clear(back)
	if back[0] != "" {
		return errors.New("not cleared")
	}
	return nil
}
