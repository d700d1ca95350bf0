// Command wrong-phase compiles and loads, and most of its calls into the host fail: each is made where Envoy has not yet,
// or no longer, what it asks for. The README lists them.
package main

import (
	"errors"
	"net/http"

	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm"
	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types"
	"github.com/higress-group/wasm-go/pkg/log"
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx(
		"wrong-phase",
		wrapper.ParseConfig(parseConfig),
		wrapper.ProcessRequestHeaders(onHttpRequestHeaders),
		wrapper.ProcessResponseHeaders(onHttpResponseHeaders),
		wrapper.ProcessResponseBody(onHttpResponseBody),
	)
}

type auditConfig struct {
	// The request header that names the caller.
	callerHeader string
	// The service that keeps the audit log.
	client wrapper.HttpClient
}

func parseConfig(json gjson.Result, config *auditConfig) error {
	config.callerHeader = json.Get("callerHeader").String()
	if config.callerHeader == "" {
		return errors.New("callerHeader is required")
	}
	service := json.Get("auditService").String()
	if service == "" {
		return errors.New("auditService is required")
	}
	config.client = wrapper.NewClusterClient(wrapper.FQDNCluster{FQDN: service, Port: 80})
	return nil
}

func onHttpRequestHeaders(ctx wrapper.HttpContext, config auditConfig) types.Action {
	body, err := proxywasm.GetHttpRequestBody(0, 1024)
	if err != nil {
		log.Errorf("no request body: %v", err)
	}
	err = config.client.Post("/audit", nil, body, func(statusCode int, responseHeaders http.Header, responseBody []byte) {
		markAudited(responseHeaders.Get("x-audit-id"))
		_ = proxywasm.ResumeHttpRequest()
	}, 200)
	if err != nil {
		log.Errorf("can't call the audit service: %v", err)
	}
	return types.HeaderStopAllIterationAndWatermark
}

// markAudited runs in the callback of a request that has no response yet.
func markAudited(id string) {
	if err := proxywasm.AddHttpResponseHeader("x-audit-id", id); err != nil {
		log.Errorf("can't mark the response: %v", err)
	}
}

func onHttpResponseHeaders(ctx wrapper.HttpContext, config auditConfig) types.Action {
	log.Infof("answer for %s", caller(config))
	return types.ActionContinue
}

// caller is right in a request handler and wrong in a response handler, where the request headers are gone.
func caller(config auditConfig) string {
	name, err := proxywasm.GetHttpRequestHeader(config.callerHeader)
	if err != nil {
		return "unknown"
	}
	return name
}

func onHttpResponseBody(ctx wrapper.HttpContext, config auditConfig, body []byte) types.Action {
	if err := proxywasm.AddHttpResponseHeader("x-audited", "true"); err != nil {
		log.Errorf("can't add the header: %v", err)
	}
	return types.ActionContinue
}
