// Package provider has one type for each service.
package provider

import (
	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types"
	"github.com/higress-group/wasm-go/pkg/wrapper"
)

// Provider handles the bodies of one service.
type Provider interface {
	Name() string
	OnBody(ctx wrapper.HttpContext, body []byte) (types.Action, error)
}

type maker func() Provider

var makers = map[string]maker{
	"plain": func() Provider { return &plain{} },
	"slow":  func() Provider { return &slow{base: base{name: "slow"}} },
}

// New gives nil for a name that it does not know.
func New(name string) Provider {
	if make, ok := makers[name]; ok {
		return make()
	}
	return nil
}

type base struct{ name string }

func (b base) Name() string { return b.name }
