// Regular expressions from the configuration: compiled, matched, replaced; one compiled at start.
package main

import (
	"errors"
	"fmt"
	"regexp"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

var identifier = regexp.MustCompile(`^[A-Za-z_][\w-]*$`)

func main() {}

func init() {
	wrapper.SetCtx("regexps", wrapper.ParseConfig(parseConfig))
}

type Config struct {
	patterns []*regexp.Regexp
	blocked  *regexp.Regexp
}

func parseConfig(json gjson.Result, config *Config) error {
	for i, item := range json.Get("patterns").Array() {
		pattern, err := regexp.Compile(item.String())
		if err != nil {
			return fmt.Errorf("patterns[%d]: %w", i, err)
		}
		config.patterns = append(config.patterns, pattern)
	}
	name := json.Get("name").String()
	if !identifier.MatchString(name) {
		return errors.New("not an identifier: " + name)
	}
	for _, pattern := range config.patterns {
		if found := pattern.FindStringSubmatch(name); len(found) > 1 {
			return fmt.Errorf("%s matches %s with groups %q", pattern, name, found[1:])
		}
		if pattern.NumSubexp() == 0 && pattern.MatchString("admin") {
			return fmt.Errorf("%s lets admin in", pattern.String())
		}
	}
	if blocked := json.Get("blocked"); blocked.Exists() {
		config.blocked = regexp.MustCompile("(?i)" + blocked.String())
		if text := config.blocked.ReplaceAllString(name, "<$0>"); text != name {
			return errors.New("blocked: " + text)
		}
	}
	return nil
}
