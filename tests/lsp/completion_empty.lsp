A document without a key, in a plugin's own folder, may become its configuration or a resource; elsewhere only the latter.

-- go.mod --
module example.com/plugin

go 1.24.1

require (
	github.com/higress-group/wasm-go v1.0.0
	github.com/tidwall/gjson v1.18.0
)
-- main.go --
package main

import (
	"errors"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("plugin", wrapper.ParseConfig(parse))
}

type config struct {
	header string
	rules  []string
	extra  map[string]string
}

func parse(json gjson.Result, c *config) error {
	c.header = json.Get("headerName").String()
	for _, rule := range json.Get("rules").Array() {
		if rule.Get("status").String() == "" {
			return errors.New("missing status in rule")
		}
		c.rules = append(c.rules, rule.Get("status").String()+rule.Get("reason").String())
	}
	c.extra = map[string]string{}
	for key, value := range json.Get("extra").Map() {
		c.extra[key] = value.String()
	}
	return nil
}
-- new.yaml --

-- deploy/new.yaml --

-- steps --
initialize {}
open new.yaml
complete new.yaml "|"
labels headerName rules extra apiVersion kind wasmplugin wasmpluginRules wasmpluginIstio mcpbridge mcpbridgeStatic mcpbridgeNacos envoyBootstrap
replace new.yaml "hea"
complete new.yaml "hea|"
offers headerName rules extra apiVersion kind
replace new.yaml "# begun\n---\n"
complete new.yaml "---\n|"
offers headerName apiVersion kind
open deploy/new.yaml
complete deploy/new.yaml "|"
offers apiVersion kind
lacks headerName rules
request shutdown
result null
notify exit
exits 0
