// A plugin that is typed: half lines are put in everywhere, lines are cut and taken away.
package main

import (
	"errors"
	"net/http"
	"strings"

	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm"
	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types"
	"github.com/higress-group/wasm-go/pkg/log"
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("typed",
		wrapper.ParseConfig(parseConfig),
		wrapper.ProcessRequestHeaders(onRequestHeaders),
		wrapper.ProcessRequestBody(onRequestBody),
		wrapper.ProcessResponseHeaders(onResponseHeaders),
	)
}

type part struct {
	kind string `json:"kind"`
	size int64
}

type Config struct {
	client wrapper.HttpClient
	one    *part
	parts  []part
	mode   string
}

const defaultMode = "plain"

var modes = map[string]bool{"plain": true, "strict": true}

func readPart(json gjson.Result) (*part, error) {
	p := &part{kind: json.Get("kind").String(), size: json.Get("size").Int()}
	if p.kind == "" {
		return nil, errors.New("no kind")
	}
	if p.size < 0 {
		return nil, errors.New("size is negative")
	}
	return p, nil
}

func parseConfig(json gjson.Result, config *Config) error {
	config.one = &part{}
	one, err := readPart(json.Get("one"))
	if err != nil {
		return err
	}
	config.one = one
	for _, item := range json.Get("parts").Array() {
		p, err := readPart(item)
		if err != nil {
			return err
		}
		config.parts = append(config.parts, *p)
	}
	config.mode = strings.TrimSpace(json.Get("mode").String())
	if config.mode == "" {
		config.mode = defaultMode
	}
	switch {
	case modes[config.mode]:
		log.Infof("mode %s", config.mode)
	default:
		return errors.New("unknown mode")
	}
	config.client = wrapper.NewClusterClient(wrapper.FQDNCluster{FQDN: "auth.dns", Port: 80})
	return nil
}

func onRequestHeaders(ctx wrapper.HttpContext, config Config) types.Action {
	ctx.SetContext("mode", config.mode)
	if config.one.size > 10 {
		_ = proxywasm.RemoveHttpRequestHeader("content-length")
	}
	err := config.client.Get("/check", nil, func(status int, headers http.Header, body []byte) {
		if status != http.StatusOK {
			_ = proxywasm.SendHttpResponse(403, nil, nil, -1)
			return
		}
		_ = proxywasm.ResumeHttpRequest()
	})
	if err != nil {
		return types.ActionContinue
	}
	return types.HeaderStopAllIterationAndWatermark
}

func onRequestBody(ctx wrapper.HttpContext, config Config, body []byte) types.Action {
	_ = proxywasm.ReplaceHttpRequestBody(append(body, '\n'))
	return types.ActionContinue
}

func onResponseHeaders(ctx wrapper.HttpContext, config Config) types.Action {
	mode, ok := ctx.GetContext("mode").(string)
	if ok {
		_ = proxywasm.AddHttpResponseHeader("x-mode", mode)
	}
	_ = proxywasm.ReplaceHttpRequestHeader("x-late", "1")
	return types.ActionContinue
}
