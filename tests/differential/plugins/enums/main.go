// Switches: with and without default, fallthrough, several values, tagless, labelled break.
package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/higress-group/wasm-go/pkg/log"
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("enums", wrapper.ParseConfigBy(parseConfig))
}

type Action int

const (
	Block Action = iota
	Log
	Redirect
)

func (a Action) String() string { return [...]string{"block", "log", "redirect"}[a] }

type Config struct {
	actions []Action
	code    int
	family  string
}

func actionOf(name string) (a Action, err error) {
	switch strings.ToLower(name) {
	case "block", "deny":
		a = Block
	case "log":
		a = Log
	case "redirect":
		a = Redirect
	default:
		err = errors.New("unknown action: " + name)
	}
	return
}

func parseConfig(json gjson.Result, config *Config, log log.Log) error {
actions:
	for i, item := range json.Get("actions").Array() {
		action, err := actionOf(item.String())
		if err != nil {
			log.Warnf("actions[%d]: %v", i, err)
			return err
		}
		switch action {
		case Redirect:
			if i > 0 {
				break actions
			}
			fallthrough
		case Log:
			config.actions = append(config.actions, action)
		default:
			continue actions
		}
	}
	if len(config.actions) == 0 {
		return errors.New("no actions left")
	}
	config.code = int(json.Get("code").Int())
	switch {
	case config.code == 0:
		config.code = 403
	case config.code < 200, config.code > 599:
		return fmt.Errorf("%s: code %d is no HTTP status", config.actions[0], config.code)
	case config.code%100 > 50:
		return fmt.Errorf("%v: code %03d is unusual", config.actions, config.code)
	}
	switch f := json.Get("family").String(); f {
	case "v4":
		config.family = "ipv4"
	case "v6":
		config.family = "ipv6"
	}
	if config.family == "" && json.Get("family").Exists() {
		return fmt.Errorf("family %s", json.Get("family").Raw)
	}
	return nil
}
