// What is wrong is logged and left out; only an empty rest is refused.
package main

import (
	"fmt"
	"net"
	"regexp"
	"strings"

	"github.com/higress-group/wasm-go/pkg/log"
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("soft", wrapper.ParseConfig(parseConfig))
}

type Rule struct {
	name    string
	pattern *regexp.Regexp
	ip      net.IP
}

type Config struct {
	rules   []*Rule
	dropped int
}

func (c *Config) drop(format string, args ...any) {
	log.Warnf(format, args...)
	c.dropped++
}

func parseConfig(json gjson.Result, config *Config) error {
	for i, item := range json.Get("rules").Array() {
		rule := &Rule{name: strings.TrimSpace(item.Get("name").String())}
		if rule.name == "" {
			config.drop("rule %d has no name: %s", i, item.Raw)
			continue
		}
		if p := item.Get("pattern"); p.Exists() {
			pattern, err := regexp.Compile(p.String())
			if err != nil {
				config.drop("rule %s: %v", rule.name, err)
				continue
			}
			rule.pattern = pattern
		} else if rule.ip = net.ParseIP(item.Get("ip").String()); rule.ip == nil {
			config.drop("rule %s has neither pattern nor ip", rule.name)
			continue
		}
		config.rules = append(config.rules, rule)
	}
	if len(config.rules) == 0 {
		return fmt.Errorf("no rules, %d dropped", config.dropped)
	}
	if config.dropped > len(config.rules) {
		return fmt.Errorf("only %d of %d rules are good, last is %s", len(config.rules), len(config.rules)+config.dropped, config.rules[len(config.rules)-1].name)
	}
	return nil
}
