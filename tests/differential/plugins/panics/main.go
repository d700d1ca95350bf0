// Everything that panics by itself.
package main

import (
	"errors"
	"regexp"
	"strings"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("panics", wrapper.ParseConfig(parseConfig))
}

type node struct {
	name string
	next *node
}

type Config struct {
	pattern *regexp.Regexp
	counts  map[string]int
	first   *node
	share   int64
	word    string
}

func parseConfig(json gjson.Result, config *Config) error {
	if pattern := json.Get("pattern").String(); pattern != "" {
		config.pattern = regexp.MustCompile(strings.ToLower(pattern))
	}
	words := strings.Split(json.Get("words").String(), " ")
	config.word = words[json.Get("index").Int()]
	if json.Get("count").Bool() {
		config.counts[config.word]++
	}
	if list := json.Get("nodes").Array(); len(list) > 0 {
		for _, item := range list {
			config.first = &node{item.String(), config.first}
		}
		if config.first.next.name == "" {
			return errors.New("second node without name")
		}
	}
	config.share = 100 / json.Get("parts").Int()
	if limit, ok := json.Get("limit").Value().(float64); !ok {
		config.word = json.Get("limit").Value().(string)
	} else if limit > 10 {
		panic("limit " + json.Get("limit").Raw)
	} else if limit == 3 {
		panic(errors.New("three"))
	}
	if tail := config.word[json.Get("from").Int():]; tail == "" {
		return errors.New("nothing left")
	}
	_ = make([]int, 3)[:json.Get("size").Int()]
	return nil
}
