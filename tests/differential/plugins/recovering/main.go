// defer and recover: panics turned into errors, panics again, runtime errors.
package main

import (
	"errors"
	"fmt"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("recovering", wrapper.ParseConfig(parseConfig))
}

type Config struct {
	value int64
	list  []int64
}

type problem struct{ code int64 }

func (p problem) Error() string { return fmt.Sprintf("problem %d", p.code) }

func guarded(f func() int64) (n int64, err error) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case problem:
			err = p
		case error:
			err = errors.New("caught an error")
		case string:
			err = fmt.Errorf("caught %q", p)
		default:
			panic(p)
		}
	}()
	return f(), nil
}

func must(json gjson.Result) int64 {
	if !json.Exists() {
		panic("not there: " + json.Raw)
	}
	n := json.Int()
	if n < 0 {
		panic(problem{n})
	}
	if n == 7 {
		panic(n)
	}
	return n
}

func parseConfig(json gjson.Result, config *Config) error {
	n, err := guarded(func() int64 { return must(json.Get("value")) })
	var p problem
	if errors.As(err, &p) && p.code < -5 {
		return fmt.Errorf("far below: %w", err)
	}
	if err != nil {
		return err
	}
	config.value = n
	share, err := guarded(func() int64 { return 100 / must(json.Get("parts")) })
	if err != nil && json.Get("strict").Bool() {
		return err
	}
	_, err = guarded(func() int64 {
		list := []int64{1, 2, 3}
		return list[must(json.Get("index"))]
	})
	if err != nil {
		return fmt.Errorf("index: %w (share %d)", err, share)
	}
	return nil
}
