// Embedded structs and interfaces: promoted fields and methods, shadowing, depth.
package main

import (
	"errors"
	"fmt"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("embedding", wrapper.ParseConfig(parseConfig))
}

type Named interface{ Name() string }

type base struct {
	name  string
	level int
}

func (b base) Name() string   { return "base " + b.name }
func (b *base) Raise(by int)  { b.level += by }
func (b base) String() string { return fmt.Sprintf("%s/%d", b.name, b.level) }

type middle struct {
	base
	level string
}

type Rule struct {
	*middle
	Named
	hidden bool
}

func (r Rule) Name() string { return "rule " + r.middle.Name() }

type fixed string

func (f fixed) Name() string { return string(f) }

type Config struct {
	rules []Rule
}

func parseConfig(json gjson.Result, config *Config) error {
	for _, item := range json.Get("rules").Array() {
		rule := Rule{middle: &middle{base: base{name: item.Get("name").String()}}, Named: fixed("none")}
		rule.level = item.Get("level").String()
		rule.Raise(int(item.Get("raise").Int()))
		rule.middle.base.level *= 2
		if rule.base.level > 10 {
			return fmt.Errorf("%s: level %s raised to %d", rule.Name(), rule.level, rule.base.level)
		}
		if other := item.Get("other"); other.Exists() {
			rule.Named = rule.middle
		}
		if rule.Named.Name() == "base bad" {
			return errors.New("bad: " + rule.middle.String())
		}
		config.rules = append(config.rules, rule)
	}
	var last Named
	for i := range config.rules {
		copied := config.rules[i]
		copied.hidden = true
		last = copied
		if config.rules[i].hidden {
			return errors.New("copied by reference")
		}
	}
	if last == nil {
		return errors.New("no rules")
	}
	if last.Name() == "rule base " {
		return fmt.Errorf("the last rule has no name: %v", config.rules[len(config.rules)-1].base)
	}
	return nil
}
