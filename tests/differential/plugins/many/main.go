// Several keys at once with GetMany, results by position.
package main

import (
	"fmt"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

const (
	keyKind = "kind"
	keyName = "target.name"
)

func main() {}

func init() {
	wrapper.SetCtx("many", wrapper.ParseConfig(parseConfig))
}

type Condition struct {
	kind, name, operator string
	values               []string
}

type Config struct {
	conditions []Condition
}

func strings(results []gjson.Result) (list []string) {
	for _, r := range results {
		list = append(list, r.String())
	}
	return list
}

func parseCondition(json gjson.Result) (*Condition, error) {
	results := gjson.GetMany(json.Raw, keyKind, keyName, "operator", "values")
	if len(results) != 4 {
		return nil, fmt.Errorf("want 4 results, got %d", len(results))
	}
	for i, key := range [...]string{keyKind, keyName, "operator"} {
		if results[i].String() == "" {
			return nil, fmt.Errorf("%s is required in %s", key, json.Raw)
		}
	}
	if !results[3].IsArray() {
		return nil, fmt.Errorf("values must be a list, not %s", results[3].Type)
	}
	texts := strings(results[:3])
	return &Condition{kind: texts[0], name: texts[1], operator: texts[2], values: strings(results[3].Array())}, nil
}

func parseConfig(json gjson.Result, config *Config) error {
	for i, item := range json.Get("conditions").Array() {
		condition, err := parseCondition(item)
		if err != nil {
			return fmt.Errorf("condition %d: %w", i, err)
		}
		if condition.operator == "equal" && len(condition.values) != 1 {
			return fmt.Errorf("condition %d: %+v needs one value", i, *condition)
		}
		config.conditions = append(config.conditions, *condition)
	}
	if json.Get("conditions.#").Int() != int64(len(config.conditions)) {
		return fmt.Errorf("conditions is no list but %s", json.Get("conditions").Type)
	}
	return nil
}
