// Keys that are constants of another package, typed and composed; enumerations by map and iota.
package main

import (
	"fmt"

	"wpls/plugins/constants/names"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

const levelKey = "level"

func main() {}

func init() {
	wrapper.SetCtx("constants", wrapper.ParseConfig(parse))
}

type Settings struct {
	Upstream string
	PerQuery int64
	Window   int64
	Level    int
}

func parse(root gjson.Result, s *Settings) error {
	s.Upstream = root.Get(string(names.Upstream)).String()
	if len(s.Upstream) == 0 {
		return fmt.Errorf("%s must be set", names.Upstream)
	}
	s.PerQuery = root.Get(names.PerQuery).Int()
	s.Window = root.Get(names.Window).Int()
	if s.Window > names.MaxWindow {
		return fmt.Errorf("%s: %d exceeds %d", names.Window, s.Window, names.MaxWindow)
	}
	if s.PerQuery<<2 > 1<<10 || s.PerQuery&^7 == 64 {
		return fmt.Errorf("%v=%x is not possible", names.PerQuery, s.PerQuery)
	}
	level, known := names.ByName[root.Get(levelKey).String()]
	if !known {
		return fmt.Errorf("unknown level %+v", root.Get(levelKey).String())
	}
	s.Level = level
	if s.Level >= names.Extreme && s.Window == 0 {
		return fmt.Errorf("level %d needs a window", s.Level)
	}
	return nil
}
