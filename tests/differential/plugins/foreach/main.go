// ForEach over objects and lists, stopping early, with captured variables.
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
	wrapper.SetCtx("foreach", wrapper.ParseConfig(parseConfig))
}

type Config struct {
	headers map[string]string
	order   []string
	sum     int64
}

func parseConfig(json gjson.Result, config *Config) (err error) {
	config.headers = make(map[string]string)
	json.Get("headers").ForEach(func(key, value gjson.Result) bool {
		name := key.String()
		if strings.ContainsAny(name, " :") {
			err = fmt.Errorf("bad header name %q", name)
			return false
		}
		if value.Type != gjson.String {
			err = fmt.Errorf("header %s is a %v", key.Str, value.Type)
			return false
		}
		config.headers[strings.ToLower(name)] = value.String()
		config.order = append(config.order, name)
		return true
	})
	if err != nil {
		return err
	}
	if len(config.headers) != len(config.order) {
		return fmt.Errorf("%d headers stand twice in %v", len(config.order)-len(config.headers), config.order)
	}
	count := 0
	json.Get("weights").ForEach(func(index, weight gjson.Result) bool {
		count++
		config.sum += weight.Int()
		if index.Exists() && index.Int() >= 3 {
			return false
		}
		return config.sum <= 100
	})
	if config.sum != 100 {
		return fmt.Errorf("%d weights add up to %d", count, config.sum)
	}
	json.ForEach(func(key, _ gjson.Result) bool {
		if strings.HasPrefix(key.String(), "x") {
			err = errors.Join(err, errors.New("reserved key "+key.Raw))
		}
		return true
	})
	return
}
