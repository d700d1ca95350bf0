// Accessors on values of other kinds.
package main

import (
	"fmt"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("coercions", wrapper.ParseConfig(parseConfig))
}

type Config struct{ seen string }

func parseConfig(json gjson.Result, config *Config) error {
	n := json.Get("n")
	config.seen = fmt.Sprintf("%d %d %v %t %s", n.Int(), n.Uint(), n.Float(), n.Bool(), n.String())
	if n.Int() == 80 {
		return nil
	}
	b := json.Get("b")
	if b.Bool() {
		return fmt.Errorf("b is true from %s, n is %s", b.Raw, config.seen)
	}
	for i, item := range json.Get("list").Array() {
		if item.Int() > 100 || item.Uint() == 7 {
			return fmt.Errorf("list[%d] of %d: %v, %v", i, len(json.Get("list").Array()), item.Int(), item.Uint())
		}
	}
	if s := json.Get("s").String(); len(s) > 3 {
		return fmt.Errorf("s has %d bytes: %s", len(s), s)
	}
	if f := json.Get("f").Float(); f != 0 && f < 1 {
		return fmt.Errorf("f is %v, as int %d", f, json.Get("f").Int())
	}
	return nil
}
