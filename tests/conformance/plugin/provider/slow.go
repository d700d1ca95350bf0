package provider

import (
	"net/http"

	"edited/answer"

	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm"
	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types"
	"github.com/higress-group/wasm-go/pkg/wrapper"
)

type slow struct {
	base
	client wrapper.HttpClient
	onPing wrapper.ResponseCallback
}

func (s *slow) ping() {
	s.onPing = func(status int, headers http.Header, reply []byte) {
		proxywasm.ResumeHttpRequest()
		proxywasm.AddHttpRequestHeader("x-ping", "late")
	}
	if s.client.Get("/ping", nil, s.onPing) != nil {
		proxywasm.ResumeHttpRequest()
	}
}

type outcome struct {
	failed bool
	status int
}

func (s *slow) OnBody(ctx wrapper.HttpContext, body []byte) (types.Action, error) {
	if len(body) > 100 {
		s.ping()
		return types.ActionPause, nil
	}
	var last outcome
	err := s.client.Post("/slow", nil, body, func(status int, headers http.Header, reply []byte) {
		last = judge(status)
		defer proxywasm.ResumeHttpRequest()
		if last.failed {
			answer.With(last.status, s.Name())
		}
		for i := range reply {
			if reply[i] == 0 {
				proxywasm.ReplaceHttpRequestBody(reply[:i])
				break
			}
		}
	})
	if err != nil {
		return types.ActionContinue, err
	}
	ctx.SetContext("count", 1)
	return types.ActionPause, nil
}

func judge(status int) outcome {
	if status >= 500 {
		return outcome{failed: true, status: status}
	}
	return outcome{}
}
