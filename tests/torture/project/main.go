package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/higress-group/wasm-go/pkg/log"
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("example", wrapper.ParseConfig(parseConfig))
}

type rule struct {
	name    string
	paths   []string
	headers map[string]string
	weight  int64
}

type Config struct {
	host    string
	port    int64
	timeout time.Duration
	mode    string
	rules   []rule
}

var modes = map[string]bool{"strict": true, "loose": true}

func parseConfig(json gjson.Result, config *Config) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("example: %w", err)
		}
	}()
	if err = config.parseUpstream(json.Get("upstream")); err != nil {
		return
	}
	config.mode = json.Get("mode").String()
	if !modes[config.mode] {
		return fmt.Errorf("unknown mode '%s'", config.mode)
	}
	for i, item := range json.Get("rules").Array() {
		r, err := parseRule(item)
		if err != nil {
			return fmt.Errorf("rules[%d]: %w", i, err)
		}
		config.rules = append(config.rules, *r)
	}
	if len(config.rules) == 0 {
		return errors.New("no rules")
	}
	log.Debugf("config: %s", json.Raw)
	return nil
}

func (c *Config) parseUpstream(json gjson.Result) error {
	c.host = json.Get("host").String()
	if c.host == "" {
		return errors.New("upstream.host is required")
	}
	if c.port = json.Get("port").Int(); c.port == 0 {
		c.port = 80
	}
	c.timeout = time.Second
	if t := json.Get("timeout"); t.Exists() {
		d, err := time.ParseDuration(t.String())
		if err != nil {
			return err
		}
		c.timeout = d
	}
	return nil
}

func parseRule(json gjson.Result) (*rule, error) {
	r := &rule{name: json.Get("name").String(), headers: map[string]string{}, weight: 1}
	switch {
	case r.name == "":
		return nil, errors.New("name is required")
	case strings.ContainsAny(r.name, " \t"):
		return nil, fmt.Errorf("bad name %q", r.name)
	}
	for _, p := range json.Get("paths").Array() {
		if !strings.HasPrefix(p.String(), "/") {
			log.Warnf("path %s is ignored", p.String())
			continue
		}
		r.paths = append(r.paths, p.String())
	}
	json.Get("headers").ForEach(func(key, value gjson.Result) bool {
		r.headers[strings.ToLower(key.String())] = value.String()
		return true
	})
	if w := json.Get("weight"); w.Exists() {
		r.weight = w.Int()
	}
	return r, nil
}
