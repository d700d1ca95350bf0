// Package doc
package main

import (
	"errors"
	"strings"
	"time"

	"github.com/tidwall/gjson"
	. "example.com/t/sub"
	jsoniter "github.com/json-iterator/go"
)

// Config is it.
// second line
type Config struct {
	// Name above
	Name  string `json:"name,omitempty"`
	Port  int    // behind
	*Base
	pkg.Other
	f func(a, b int, c ...string) (n int, err error)
	m map[string][]*Config
}

type Base struct{ id int }

func (b *Base) ID() int { return b.id }

type Kind uint8

const (
	A Kind = iota + 1
	B
	_
	D
)
const (
	KB = 1 << (10 * (iota + 1))
	MB
	Big     = 1<<63 + 5
	Timeout = 5 * time.Second
	S       = "a" + "b\n\u00e9"
	L       = len(S)
)

var x, y = f()
var table = map[string]Kind{"a": A, "b": B}
var ptrs = []*Base{{id: 1}, {2}}
var arr = [...]string{2: "x", "y"}
var handlers []func(int) int
var fn = func(i int) int { return i + KB }

func f() (int, error) { return 1, errors.New("x") }

func Map[T, U any](in []T, g func(T) U) []U {
	var out []U
	for _, v := range in {
		out = append(out, g(v))
	}
	return out
}

func parse(json gjson.Result, c *Config) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = errors.New("boom")
		}
	}()
	name, n := json.Get("name").String(), 2
	if v, ok := table[name]; ok && v == A {
		c.Port += 1
	} else if name == "" {
		return errors.New("missing")
	} else {
		n++
	}
	var any interface{} = n
outer:
	for i := 0; i < 10; i++ {
		for k, v := range c.m {
			go func() { _ = k; println(i, v, name) }()
			if i > 3 {
				continue outer
			}
			break outer
		}
	}
	for range 3 {
	}
	for i := range 10 {
		_ = handlers[i](i)
		_ = ptrs[i].id
	}
	switch z := any.(type) {
	case nil:
	case int, string:
		_ = z
	case *Config:
		z.Name = "q"
	default:
	}
	switch w := n; {
	case w > 2, w < 0:
		fallthrough
	default:
		break
	}
	ch := make(chan int, 1)
	select {
	case ch <- 1:
	case a, ok := <-ch:
		_, _ = a, ok
	default:
	}
	b := []by