// A parser that lives in another module: the configuration is handed over whole, what it may hold is decided there.
package main

import (
	"fmt"
	"strings"

	oidc "github.com/higress-group/oauth2-proxy"
	"github.com/higress-group/oauth2-proxy/pkg/apis/options"
	"github.com/higress-group/wasm-go/pkg/log"
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("external", wrapper.ParseConfigBy(parseConfig))
}

type Config struct {
	options *options.Options
	proxy   *oidc.OAuthProxy
}

func parseConfig(json gjson.Result, config *Config, log log.Log) error {
	oidc.SetLogger(log)
	loaded, err := oidc.LoadOptions(json)
	if err != nil {
		return fmt.Errorf("login: %w", err)
	}
	loaded.Providers[0].Scope = strings.ReplaceAll(loaded.Providers[0].Scope, ";", " ")
	if loaded.MatchRules.Mode == "blacklist" && len(loaded.MatchRules.RuleList) == 0 {
		return fmt.Errorf("login: nothing is on the blacklist of %s", loaded.Providers[0].ClientID)
	}
	if config.proxy, err = oidc.NewOAuthProxy(loaded); err != nil {
		return fmt.Errorf("login: %w", err)
	}
	config.options = loaded
	return nil
}
