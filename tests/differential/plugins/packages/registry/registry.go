// Package registry knows the kinds of filters; they add themselves.
package registry

import "github.com/tidwall/gjson"

type Filter interface {
	Configure(json gjson.Result) error
}

var (
	makers = map[string]func() Filter{}
	Order  []string
)

func Add(name string, make func() Filter) {
	makers[name] = make
	Order = append(Order, name)
}

func New(name string) (Filter, bool) {
	make, ok := makers[name]
	if !ok {
		return nil, false
	}
	return make(), true
}
