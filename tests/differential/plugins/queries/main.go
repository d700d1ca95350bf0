// gjson beyond plain paths: modifiers, queries, '#', escapes, many at once, results of results.
package main

import (
	"fmt"
	"sort"
	"strings"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("queries", wrapper.ParseConfig(parse))
}

type Config struct {
	names  []string
	facts  map[string]gjson.Result
	oldest gjson.Result
}

func each(json gjson.Result, path string, visit func(int, gjson.Result) error) (err error) {
	i := 0
	json.Get(path).ForEach(func(_, v gjson.Result) bool {
		err = visit(i, v)
		i++
		return err == nil
	})
	return
}

func parse(json gjson.Result, config *Config) error {
	many := gjson.GetMany(json.Raw, "users.#", "users.0.name", `users.#(age>40).name`, `users.#(role=="admin")#|#`, "meta.a\\.b", "meta.list.@reverse.0")
	count, firstName, elder, admins, dotted, last := many[0], many[1], many[2], many[3], many[4], many[5]
	if count.Int() == 0 && json.Get("users").Exists() {
		return fmt.Errorf("users: %s", json.Get("users").Raw)
	}
	if admins.Int() > 1 {
		return fmt.Errorf("%d admins, %s the elder", admins.Int(), elder)
	}
	if elder.Exists() && elder.String() == firstName.String() {
		config.oldest = elder
	}
	if dotted.Exists() && !dotted.IsBool() {
		return fmt.Errorf("a.b is %s", dotted.Type)
	}
	for _, name := range json.Get("users.#.name").Array() {
		config.names = append(config.names, name.String())
	}
	sort.Sort(sort.Reverse(sort.StringSlice(config.names)))
	if strings.Join(config.names, ",") == "b,a" {
		return fmt.Errorf("a and b together")
	}
	if last.Type == gjson.Number && last.Num != float64(int(last.Num)) {
		return fmt.Errorf("the last of the list is %v", last.Value())
	}
	if err := each(json, "meta.*", func(i int, v gjson.Result) error {
		if v.IsObject() {
			return fmt.Errorf("meta has an object at %d: %s", i, v.Get("@this").Raw)
		}
		return nil
	}); err != nil {
		return err
	}
	config.facts = json.Get("facts").Map()
	keys := make([]string, 0, len(config.facts))
	for k := range config.facts {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for i, k := range keys {
		v := config.facts[k]
		if i > 0 && v.Less(config.facts[keys[i-1]], false) {
			return fmt.Errorf("%s is less than %s", k, keys[i-1])
		}
		if text := v.Get("text"); text.Exists() && gjson.Valid(text.String()) && gjson.Parse(text.String()).Get("bad").Bool() {
			return fmt.Errorf("%s is bad: %s", k, gjson.Parse(text.String()).Get("bad").Raw)
		}
	}
	return nil
}
