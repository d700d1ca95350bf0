// Named results, defers that change them, defer order, arguments of defers.
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
	wrapper.SetCtx("results", wrapper.ParseConfig(parseConfig))
}

type Config struct {
	trace []string
	port  int64
}

func port(json gjson.Result) (n int64, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("port: %w", err)
		}
	}()
	n = json.Int()
	if n <= 0 {
		return n, fmt.Errorf("%d is not positive", n)
	}
	if n > 65535 {
		err = errors.New("too large")
		return
	}
	return n * 2, nil
}

func steps(json gjson.Result) (list []string, ok bool) {
	defer func() { ok = len(list) > 2 }()
	for _, item := range json.Array() {
		defer func(s string, n int) { list = append(list, fmt.Sprint(s, n)) }(item.String(), len(list))
		list = append(list, strings.ToUpper(item.String()))
	}
	return list, false
}

func parseConfig(json gjson.Result, config *Config) (err error) {
	if config.port, err = port(json.Get("port")); err != nil {
		return
	}
	list, ok := steps(json.Get("steps"))
	if !ok {
		return fmt.Errorf("only %d: %s", len(list), strings.Join(list, "|"))
	}
	config.trace = list
	if err := check(list); err != nil {
		defer func() { config.trace = nil }()
		return err
	}
	if x, err := port(json.Get("other")); json.Get("other").Exists() && err != nil {
		return fmt.Errorf("other %d: %w", x, err)
	}
	return
}

func check(list []string) (err error) {
	for i, s := range list {
		if s == "STOP" {
			err = fmt.Errorf("stop at %d of %v", i, list)
			break
		}
	}
	return
}
