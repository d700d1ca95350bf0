// Generic functions and types, inferred and given type arguments, constraints.
package main

import (
	"cmp"
	"errors"
	"fmt"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("generics", wrapper.ParseConfig(parseConfig))
}

type Number interface {
	~int | ~int64 | ~float64
}

type Option[T any] struct {
	value T
	set   bool
}

func (o Option[T]) Or(other T) T {
	if o.set {
		return o.value
	}
	return other
}

func read[T any](json gjson.Result, key string, convert func(gjson.Result) T) Option[T] {
	v := json.Get(key)
	if !v.Exists() {
		return Option[T]{}
	}
	return Option[T]{convert(v), true}
}

func within[T cmp.Ordered](v, low, high T) bool { return !(v < low) && !(v > high) }

func sum[N Number](list ...N) (total N) {
	for _, n := range list {
		total += n
	}
	return
}

func mapped[A, B any](list []A, f func(A) B) []B {
	out := make([]B, 0, len(list))
	for _, a := range list {
		out = append(out, f(a))
	}
	return out
}

type Set[K comparable] map[K]struct{}

func (s Set[K]) Add(k K) bool {
	_, there := s[k]
	s[k] = struct{}{}
	return !there
}

type Weight int

type Config struct {
	name    string
	ratio   float64
	weights []Weight
}

func parseConfig(json gjson.Result, config *Config) error {
	config.name = read(json, "name", func(r gjson.Result) string { return r.String() }).Or("default")
	config.ratio = read[float64](json, "ratio", func(r gjson.Result) float64 { return r.Float() }).Or(0.5)
	if !within(config.ratio, 0, 1) || !within(config.name, "a", "zz") {
		return fmt.Errorf("%s with ratio %v", config.name, config.ratio)
	}
	config.weights = mapped(json.Get("weights").Array(), func(r gjson.Result) Weight { return Weight(r.Int()) })
	if total := sum(config.weights...); total != 0 && total != 100 {
		return fmt.Errorf("weights %v add up to %d", config.weights, total)
	}
	tags := Set[string]{}
	for _, tag := range json.Get("tags").Array() {
		if !tags.Add(tag.String()) {
			return errors.New("tag twice: " + tag.String())
		}
	}
	return nil
}
