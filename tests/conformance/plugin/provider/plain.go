package provider

import (
	"errors"
	"strings"

	"edited/answer"

	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm"
	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types"
	"github.com/higress-group/wasm-go/pkg/wrapper"
)

type plain struct{ seen int }

func (p *plain) Name() string { return "plain" }

func (p *plain) OnBody(ctx wrapper.HttpContext, body []byte) (types.Action, error) {
	switch {
	case len(body) == 0:
		return types.ActionContinue, errors.New("empty body")
	case p.seen > 0:
		answer.Denied("seen")
		return types.ActionPause, nil
	}
	p.seen++
	second := strings.Split(string(body), ",")[1]
	if err := proxywasm.ReplaceHttpRequestBody([]byte(second)); err != nil {
		return types.ActionContinue, err
	}
	return types.ActionContinue, nil
}
