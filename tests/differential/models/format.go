package main

import (
	"errors"
	"fmt"
	"net"
	"reflect"
	"time"
)

type Inner struct {
	A int
	b string
}

type Point struct {
	X, Y  int
	Name  string
	Inner Inner
	P     *Inner
	Any   any
	List  []string
	M     map[string]int
}

type Kind string
type Level int

type Both struct {
	Inner
	D time.Duration
	d time.Duration
}

// after emits a call and the argument it changed.
func after(steps []step, i int, want string, changed any) {
	emit(steps, i, want+";"+canon(reflect.ValueOf(changed)))
}

func formatValues() []any {
	return []any{nil, 0, 1, -42, 255, int8(-8), uint8(200), int64(1) << 40, uint64(1) << 63, uint32(7), 'x', true, false, "", "go", "a b\n\"q\"", "中文", "\xff",
		0.0, 1.0, -1.5, 3.14159, 1e6, 1e21, 1e-7, float32(0.1), float32(16777216), []byte("hi"), []byte{}, []string{"a", "b"}, []string(nil), []int{1, 2, 3},
		[]any{1, "a", nil, 2.5}, map[string]int{"b": 2, "a": 1}, map[int]string{2: "b", 1: "a"}, map[string]any(nil), map[string][]string{"k": {"v"}},
		Inner{1, "z"}, &Inner{2, "y"}, (*Inner)(nil), Point{X: 1, Name: "n", List: []string{"q"}, Any: 3}, &Point{M: map[string]int{"a": 1}}, Kind("k"), Level(3),
		errors.New("boom"), 90 * time.Second, []time.Duration{time.Second, 2}, Both{D: time.Second, d: time.Second}, [2]int{1, 2}, [2]bool{true}, []error{errors.New("x")},
		[][]int{{1}, nil, {2, 3}}, map[Kind]Level{"a": 1}, []*int{nil}, net.ParseIP("1.2.3.4"), []net.IP{net.ParseIP("::1")}, []byte(nil), struct{}{}, struct{ A, B any }{1, nil}}
}

func formatCases() {
	values := formatValues()
	verbs := []string{"%v", "%+v", "%s", "%d", "%q", "%x", "%X", "%t", "%f", "%g", "%e", "%T", "%5d", "%-5d|", "%05d", "%+d", "% d", "%5s", "%-6s|", "%.2f", "%6.2f", "%08.3f",
		"%.1s", "%.3d", "%o", "%b", "%c", "%#x", "%10v", "%-10v|", "%G", "%E", "%.0f", "%+.2e", "%#o", "%w", "%z", "%!", "%5t", "%05s", "%x", "%6.3v", "%+q", "%O", "%U", "%p"}
	for _, verb := range verbs {
		for _, v := range values {
			call("fmt.Sprintf", fmt.Sprintf, verb, v)
		}
		call("fmt.Sprintf", fmt.Sprintf, verb)
		call("fmt.Sprintf", fmt.Sprintf, verb+" and "+verb, 1, "a", 2)
	}
	for range 2000 {
		format := ""
		for range rnd.Intn(4) {
			format += text(1, "a", "%%", " ", "中") + pick(verbs...)
		}
		var args []any
		for range rnd.Intn(4) {
			args = append(args, pick(values...))
		}
		call("fmt.Sprintf", fmt.Sprintf, append([]any{format}, args...)...)
		call("fmt.Sprint", fmt.Sprint, args...)
		call("fmt.Sprintln", fmt.Sprintln, args...)
		call("fmt.Errorf", fmt.Errorf, append([]any{format}, args...)...)
	}
	for _, f := range []string{"%", "%5", "100%", "%*d", "%[1]d", "%-*d|", "%.*f", "%.f", "% x", "%#v"} {
		call("fmt.Sprintf", fmt.Sprintf, f, 5, 42)
	}
}
