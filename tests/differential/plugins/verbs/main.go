// Formatting verbs over values of many types.
package main

import (
	"errors"
	"fmt"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("verbs", wrapper.ParseConfig(parseConfig))
}

type point struct {
	X, Y int
	name string
	tags []string
	next *point
}

type level uint8

func (l level) String() string { return fmt.Sprintf("L%d", uint8(l)) }

type Config struct{ p point }

func parseConfig(json gjson.Result, config *Config) error {
	n, f, s := json.Get("n").Int(), json.Get("f").Float(), json.Get("s").String()
	p := point{X: int(n), Y: -1, name: s}
	for _, tag := range json.Get("tags").Array() {
		p.tags = append(p.tags, tag.String())
	}
	switch json.Get("verb").String() {
	case "v":
		return fmt.Errorf("%v %+v", p, p)
	case "#v":
		return fmt.Errorf("%#v %#v %#v %#v", s, p.tags, n, map[string]int{s: 1})
	case "d":
		return fmt.Errorf("%d|%5d|%-5d|%05d|%+d|%x|%X|%#x|%o|%b|%c|%q|%U", n, n, n, n, n, n, n, n, n, n&15, 65+n%26, 97+n%26, 0x4e2d+n%10)
	case "f":
		return fmt.Errorf("%f|%.2f|%8.3f|%-9.1f|%e|%g|%G|%6.0f|%+.1f|%v", f, f, f, f, f, f, f, f, f, float32(f))
	case "s":
		return fmt.Errorf("%s|%10s|%-10s|%.2s|%q|%x|% x|%+q|%v|%#q", s, s, s, s, s, s, s, s, []string{s, "a"}, s)
	case "t":
		return fmt.Errorf("%t %v %T %T %T %T", n > 0, n > 0, n, f, p.tags, json.Get("s").Value())
	case "e":
		return fmt.Errorf("%d %s %v %z %d", s, n, []any{nil, n, s, errors.New("x")}, n)
	case "l":
		return fmt.Errorf("%v %s %d %x %q", level(n), level(n), level(n), []byte(s), []string{s})
	case "w":
		return fmt.Errorf("%[2]s %[1]d %*d %.*f %%", n, s, 5, n, 1, f)
	case "p":
		return errors.New(fmt.Sprintln("a", n, s, f) + fmt.Sprint("x", 1, 2, s, "y", n, f, nil, true))
	}
	config.p = p
	return nil
}
