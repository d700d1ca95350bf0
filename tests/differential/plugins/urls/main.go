// URLs and queries.
package main

import (
	"errors"
	"fmt"
	"net/url"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("urls", wrapper.ParseConfig(parseConfig))
}

type Config struct {
	endpoint *url.URL
	params   url.Values
}

func parseConfig(json gjson.Result, config *Config) error {
	endpoint, err := url.Parse(json.Get("endpoint").String())
	if err != nil {
		return fmt.Errorf("invalid endpoint: %w", err)
	}
	if endpoint.Scheme != "http" && endpoint.Scheme != "https" {
		return fmt.Errorf("scheme %q is not supported", endpoint.Scheme)
	}
	if endpoint.Hostname() == "" {
		return errors.New("endpoint without host: " + endpoint.String())
	}
	if port := endpoint.Port(); port != "" && len(port) < 2 {
		return fmt.Errorf("port %s of %s", port, endpoint.Host)
	}
	if endpoint.User != nil {
		return fmt.Errorf("user %s in %s", endpoint.User.Username(), endpoint.Redacted())
	}
	config.endpoint = endpoint
	if config.params, err = url.ParseQuery(json.Get("params").String()); err != nil {
		return err
	}
	if config.params.Has("token") && config.params.Get("token") == "" {
		return fmt.Errorf("empty token in %s", config.params.Encode())
	}
	back, err := url.PathUnescape(json.Get("path").String())
	if err != nil {
		return err
	}
	if joined := endpoint.JoinPath(back); joined.Path != "" && joined.Path[len(joined.Path)-1] == '/' {
		return fmt.Errorf("%s ends in a slash", joined)
	}
	if _, err := url.ParseRequestURI(json.Get("path").String()); json.Get("path").Exists() && err != nil {
		return err
	}
	return nil
}
