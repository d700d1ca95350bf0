// A plugin with helpers in other packages, an interface with several implementations, callbacks and a recursion. It is edited at
// random; what it does wrong is there to be found.
package main

import (
	"errors"
	"net/http"

	"edited/answer"
	"edited/provider"

	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm"
	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types"
	"github.com/higress-group/wasm-go/pkg/log"
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

type Config struct {
	client   wrapper.HttpClient
	provider provider.Provider
	limit    int64
	onDone   func(status int)
}

var lastUser, errNoProvider = "", errors.New("no provider")

const userHeader = "x-user"

func main() {}

func init() {
	wrapper.SetCtx("edited",
		wrapper.ParseConfig(parseConfig),
		wrapper.ProcessRequestHeaders(onRequestHeaders),
		wrapper.ProcessRequestBody(onRequestBody),
		wrapper.ProcessResponseHeaders(onResponseHeaders),
		wrapper.ProcessResponseBody(onResponseBody),
	)
}

func parseConfig(json gjson.Result, config *Config) error {
	config.limit = json.Get("limit").Int()
	if config.limit < 0 {
		return errors.New("limit must not be negative")
	}
	config.provider = provider.New(json.Get("provider").String())
	if config.provider == nil {
		return errNoProvider
	}
	config.client = wrapper.NewClusterClient(wrapper.FQDNCluster{FQDN: json.Get("service").String(), Port: 80})
	config.onDone = func(status int) {
		answer.With(status, "done")
	}
	return nil
}

func onRequestHeaders(ctx wrapper.HttpContext, config Config) types.Action {
	user, err := proxywasm.GetHttpRequestHeader(userHeader)
	if err != nil || user == "" {
		answer.Denied("no user")
	}
	lastUser = user
	if !ctx.HasRequestBody() {
		return types.ActionContinue
	}
	err = config.client.Get("/check", nil, func(status int, headers http.Header, body []byte) {
		if status != http.StatusOK {
			answer.With(status, string(body))
			return
		}
		retry(config, 3, func() {
			proxywasm.ResumeHttpRequest()
		})
	})
	if err != nil {
		log.Errorf("check: %v", err)
		return types.ActionContinue
	}
	return types.HeaderStopAllIterationAndWatermark
}

func retry(config Config, left int, done func()) {
	if left == 0 {
		config.onDone(500)
		return
	}
	_ = config.client.Get("/again", nil, func(status int, headers http.Header, body []byte) {
		if status >= 500 {
			retry(config, left-1, done)
			return
		}
		done()
	})
}

func onRequestBody(ctx wrapper.HttpContext, config Config, body []byte) types.Action {
	action, err := config.provider.OnBody(ctx, body)
	if err != nil {
		answer.Denied(err.Error())
		return types.ActionPause
	}
	return action
}

func onResponseHeaders(ctx wrapper.HttpContext, config Config) types.Action {
	log.Infof("answer for %s", lastUser)
	count := ctx.GetContext("count").(int)
	if count > 3 {
		proxywasm.ReplaceHttpRequestHeader("x-count", "many")
	}
	return types.ActionContinue
}

func onResponseBody(ctx wrapper.HttpContext, config Config, body []byte) types.Action {
	walk(gjson.ParseBytes(body), 0)
	proxywasm.ReplaceHttpResponseBody(append(body, '\n'))
	return types.ActionContinue
}

func walk(value gjson.Result, depth int) {
	if depth > 8 {
		proxywasm.ResumeHttpResponse()
		return
	}
	value.ForEach(func(key, inner gjson.Result) bool {
		walk(inner, depth+1)
		return true
	})
}
