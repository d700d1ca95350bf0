// Generic containers, options as closures, embedded interfaces, errors of many makes: what reads well in Go and is hard to follow.
package main

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("gauntlet", wrapper.ParseConfig(parse))
}

type number interface{ ~int | ~int64 | ~float64 }

type bounds[T number] struct{ low, high T }

func (b bounds[T]) check(name string, v T) error {
	if v < b.low || v > b.high {
		return &rangeError[T]{name, v, b}
	}
	return nil
}

type rangeError[T number] struct {
	name string
	v    T
	bounds[T]
}

func (e *rangeError[T]) Error() string {
	return fmt.Sprintf("%s: %v is not in [%v, %v]", e.name, e.v, e.low, e.high)
}

type set[K comparable] map[K]struct{}

func (s set[K]) add(k K) bool {
	if _, there := s[k]; there {
		return false
	}
	s[k] = struct{}{}
	return true
}

func mapped[A, B any](list []A, f func(A) (B, error)) (out []B, err error) {
	for i, a := range list {
		b, err := f(a)
		if err != nil {
			return nil, fmt.Errorf("item %d: %w", i, err)
		}
		out = append(out, b)
	}
	return
}

func first[T cmp.Ordered](list ...T) (zero T) {
	for _, v := range list {
		if v != zero {
			return v
		}
	}
	return
}

type option func(*Config) error

type named interface{ Name() string }

type weighted interface {
	named
	Weight() int64
}

type base struct{ name string }

func (b base) Name() string { return b.name }

type route struct {
	base
	weight int64
}

func (r *route) Weight() int64 { return r.weight }

func (r *route) String() string { return fmt.Sprintf("%s=%d", r.name, r.weight) }

type Config struct {
	routes  []weighted
	total   int64
	mode    mode
	labels  map[string]string
	timeout float64
}

type mode uint8

const (
	modeOff mode = iota
	modeOn
	_
	modeAuto
)

var modes = map[string]mode{"off": modeOff, "on": modeOn, "auto": modeAuto}

func (m mode) String() string {
	for name, v := range modes {
		if v == m {
			return name
		}
	}
	return fmt.Sprintf("mode(%d)", uint8(m))
}

var (
	errEmpty    = errors.New("empty name")
	errConflict = errors.New("conflict")
	once        sync.Once
	readers     map[string]func(gjson.Result) option
)

func table() map[string]func(gjson.Result) option {
	once.Do(func() {
		readers = map[string]func(gjson.Result) option{
			"mode": func(v gjson.Result) option {
				return func(c *Config) error {
					m, ok := modes[strings.ToLower(v.String())]
					if !ok {
						return fmt.Errorf("unknown mode %q, want one of %v", v.String(), slices.Sorted(maps.Keys(modes)))
					}
					c.mode = m
					return nil
				}
			},
			"timeout": func(v gjson.Result) option {
				return func(c *Config) error {
					c.timeout = v.Float()
					return bounds[float64]{0.5, 60}.check("timeout", c.timeout)
				}
			},
		}
	})
	return readers
}

func parse(json gjson.Result, config *Config) (err error) {
	defer func() {
		if err != nil && config.mode == modeAuto {
			err = errors.Join(err, fmt.Errorf("in mode %s", config.mode))
		}
	}()
	keys := slices.Collect(maps.Keys(table()))
	sort.Strings(keys)
	for _, key := range keys {
		if v := json.Get(key); v.Exists() {
			if err = table()[key](v)(config); err != nil {
				return
			}
		}
	}
	seen := set[string]{}
	config.routes, err = mapped(json.Get("routes").Array(), func(v gjson.Result) (weighted, error) {
		r := &route{base{strings.TrimSpace(v.Get("name").String())}, v.Get("weight").Int()}
		switch {
		case r.Name() == "":
			return nil, errEmpty
		case !seen.add(r.name):
			return nil, fmt.Errorf("%w: %s", errConflict, r)
		}
		return r, bounds[int64]{low: 0, high: 100}.check(r.name, r.weight)
	})
	var tooFar *rangeError[int64]
	if errors.As(err, &tooFar) {
		return fmt.Errorf("bad weight %d: %w", tooFar.v, err)
	}
	if errors.Is(err, errEmpty) {
		return errEmpty
	}
	if err != nil {
		return err
	}
	for _, r := range config.routes {
		config.total += r.Weight()
	}
	if len(config.routes) > 0 && config.total != 100 {
		slices.SortStableFunc(config.routes, func(a, b weighted) int { return cmp.Compare(b.Weight(), a.Weight()) })
		return fmt.Errorf("weights add up to %d, %v first", config.total, config.routes[0])
	}
	config.labels = map[string]string{}
	json.Get("labels").ForEach(func(k, v gjson.Result) bool {
		name := first(v.Get("as").String(), k.String(), "none")
		if old, there := config.labels[name]; there {
			err = fmt.Errorf("label %s is there already: %q", name, old)
			return false
		}
		config.labels[name] = v.String()
		return true
	})
	return
}
