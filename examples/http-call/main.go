// Command http-call asks a service for a token before each request goes upstream, and adds the token to the request.
package main

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm"
	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types"
	"github.com/higress-group/wasm-go/pkg/log"
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

const timeoutMillis = 1000

func main() {}

func init() {
	wrapper.SetCtx(
		"http-call",
		wrapper.ParseConfig(parseConfig),
		wrapper.ProcessRequestHeaders(onHttpRequestHeaders),
	)
}

type callConfig struct {
	// The client that asks the token service.
	client wrapper.HttpClient
	// The path to ask for, with its query.
	requestPath string
	// The header of the answer that carries the token, and of the request that receives it.
	tokenHeader string
}

func parseConfig(json gjson.Result, config *callConfig) error {
	config.tokenHeader = json.Get("tokenHeader").String()
	if config.tokenHeader == "" {
		return errors.New("missing tokenHeader in config")
	}
	config.requestPath = json.Get("requestPath").String()
	if config.requestPath == "" {
		return errors.New("missing requestPath in config")
	}
	client, err := parseService(json)
	if err != nil {
		return err
	}
	config.client = client
	return nil
}

// parseService reads which service to ask. With "k8s" and "nacos", serviceName is the name under which the service is
// registered; with "ip" and "dns", the one it was given when its source was created.
func parseService(json gjson.Result) (wrapper.HttpClient, error) {
	name := json.Get("serviceName").String()
	if name == "" {
		return nil, errors.New("missing serviceName in config")
	}
	port := json.Get("servicePort").Int()
	if port < 1 || port > 65535 {
		return nil, fmt.Errorf("servicePort must be between 1 and 65535, not %d", port)
	}
	switch source := json.Get("serviceSource").String(); source {
	case "k8s":
		return wrapper.NewClusterClient(wrapper.K8sCluster{
			ServiceName: name,
			Namespace:   json.Get("namespace").String(),
			Port:        port,
		}), nil
	case "nacos":
		return wrapper.NewClusterClient(wrapper.NacosCluster{
			ServiceName: name,
			NamespaceID: json.Get("namespace").String(),
			Port:        port,
		}), nil
	case "ip":
		return wrapper.NewClusterClient(wrapper.StaticIpCluster{ServiceName: name, Port: port}), nil
	case "dns":
		domain := json.Get("domain").String()
		if domain == "" {
			return nil, errors.New("missing domain in config: a dns service needs one")
		}
		return wrapper.NewClusterClient(wrapper.DnsCluster{ServiceName: name, Domain: domain, Port: port}), nil
	default:
		return nil, errors.New("unknown service source: " + source)
	}
}

func onHttpRequestHeaders(ctx wrapper.HttpContext, config callConfig) types.Action {
	err := config.client.Get(config.requestPath, nil,
		func(statusCode int, responseHeaders http.Header, responseBody []byte) {
			if statusCode != http.StatusOK {
				log.Errorf("the token service answered %d", statusCode)
				refuse()
				return
			}
			if token := responseHeaders.Get(config.tokenHeader); token != "" {
				if err := proxywasm.ReplaceHttpRequestHeader(config.tokenHeader, token); err != nil {
					log.Errorf("can't set %s: %v", config.tokenHeader, err)
				}
			}
			if err := proxywasm.ResumeHttpRequest(); err != nil {
				log.Errorf("can't resume the request: %v", err)
			}
		}, timeoutMillis)
	if err != nil {
		// Nothing was sent, so no callback will ever resume the request: answer now.
		log.Errorf("can't ask the token service: %v", err)
		refuse()
		return types.ActionContinue
	}
	// Hold the whole request, its body too, until the callback resumes it.
	return types.HeaderStopAllIterationAndWatermark
}

func refuse() {
	if err := proxywasm.SendHttpResponse(http.StatusInternalServerError, nil, []byte("http call failed"), -1); err != nil {
		log.Errorf("can't answer: %v", err)
	}
}
