// sort, slices and maps.
package main

import (
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("sorting", wrapper.ParseConfig(parseConfig))
}

type Route struct {
	path     string
	priority int64
}

type byPriority []Route

func (r byPriority) Len() int           { return len(r) }
func (r byPriority) Less(i, j int) bool { return r[i].priority > r[j].priority }
func (r byPriority) Swap(i, j int)      { r[i], r[j] = r[j], r[i] }

type Config struct {
	routes []Route
	tags   []string
}

func parseConfig(json gjson.Result, config *Config) error {
	for _, item := range json.Get("routes").Array() {
		config.routes = append(config.routes, Route{item.Get("path").String(), item.Get("priority").Int()})
	}
	sort.Stable(byPriority(config.routes))
	for i := 1; i < len(config.routes); i++ {
		if strings.HasPrefix(config.routes[i].path, config.routes[i-1].path) {
			return fmt.Errorf("%v is never reached after %v", config.routes[i], config.routes[i-1])
		}
	}
	seen := map[string]int{}
	for _, tag := range json.Get("tags").Array() {
		seen[tag.String()]++
	}
	config.tags = slices.Sorted(maps.Keys(seen))
	if i, found := slices.BinarySearch(config.tags, "all"); found && len(config.tags) > 1 {
		return fmt.Errorf("all at %d of %q", i, config.tags)
	}
	if slices.Contains(config.tags, "") {
		return fmt.Errorf("empty tag among %d", len(config.tags))
	}
	numbers := []int64{}
	for _, n := range json.Get("numbers").Array() {
		numbers = append(numbers, n.Int())
	}
	sort.Slice(numbers, func(i, j int) bool { return numbers[i] < numbers[j] })
	if unique := slices.Compact(slices.Clone(numbers)); len(unique) != len(numbers) {
		return fmt.Errorf("numbers %v, unique %v, at most %d", numbers, unique, slices.Max(numbers))
	}
	if at := sort.SearchInts([]int{1, 5, 10}, len(numbers)); at > 1 {
		return fmt.Errorf("too many numbers: %d", at)
	}
	slices.Reverse(numbers)
	if len(numbers) > 0 && numbers[0] > 1000 {
		return fmt.Errorf("largest first: %v", numbers)
	}
	return nil
}
