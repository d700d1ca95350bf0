// A policy language: an own UnmarshalJSON for unions, raw messages decoded by a type, pointers for absence, anonymous structs, text methods.
package main

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"net/url"
	"path"
	"regexp"
	"strings"
	"time"

	"github.com/higress-group/wasm-go/pkg/wrapper"
)

func main() {}

func init() {
	wrapper.SetCtx("policies", wrapper.ParseRawConfig(parse))
}

type duration time.Duration

func (d *duration) UnmarshalText(text []byte) error {
	v, err := time.ParseDuration(string(text))
	if err == nil && v < 0 {
		err = fmt.Errorf("negative duration %v", v)
	}
	*d = duration(v)
	return err
}

// One or many.
type list []string

func (l *list) UnmarshalJSON(text []byte) error {
	if len(text) > 0 && text[0] == '"' {
		var one string
		if err := json.Unmarshal(text, &one); err != nil {
			return err
		}
		*l = list{one}
		return nil
	}
	type plain list
	return json.Unmarshal(text, (*plain)(l))
}

type matcher interface{ compile() error }

type pathMatcher struct {
	Glob  string `json:"glob"`
	Regex string `json:"regex"`
	re    *regexp.Regexp
}

func (m *pathMatcher) compile() (err error) {
	if (m.Glob == "") == (m.Regex == "") {
		return fmt.Errorf("either glob or regex")
	}
	if m.Glob != "" {
		_, err = path.Match(m.Glob, "/")
		return
	}
	m.re, err = regexp.Compile("^(?:" + m.Regex + ")$")
	return
}

type hostMatcher struct {
	Hosts list `json:"hosts"`
	IPs   list `json:"ips"`
}

func (m hostMatcher) compile() error {
	for _, h := range m.Hosts {
		u, err := url.Parse("http://" + h)
		if err != nil {
			return err
		}
		if u.Hostname() == "" || u.Path != "" {
			return fmt.Errorf("%q is no host", h)
		}
	}
	for _, ip := range m.IPs {
		if strings.Contains(ip, "/") {
			if _, err := netip.ParsePrefix(ip); err != nil {
				return err
			}
		} else if _, err := netip.ParseAddr(ip); err != nil {
			return err
		}
	}
	if len(m.Hosts)+len(m.IPs) == 0 {
		return fmt.Errorf("no host")
	}
	return nil
}

type policy struct {
	Name    string          `json:"name"`
	Type    string          `json:"type"`
	Match   json.RawMessage `json:"match"`
	Timeout *duration       `json:"timeout"`
	Limit   *struct {
		Requests int           `json:"requests"`
		Window   time.Duration `json:"window,string"`
	} `json:"limit"`
	matcher
}

type Config struct {
	Policies []*policy         `json:"policies"`
	Defaults map[string]policy `json:"defaults"`
	Weights  map[int]float32   `json:"weights"`
	Levels   [2]int8           `json:"levels"`
	On       bool              `json:"on,string"`
	Any      interface{}       `json:"any"`
}

func parse(text []byte, config *Config) error {
	if err := json.Unmarshal(text, config); err != nil {
		return fmt.Errorf("policies: %w", err)
	}
	names := map[string]int{}
	for i, p := range config.Policies {
		if p == nil {
			return fmt.Errorf("policy %d is null", i)
		}
		if j, there := names[p.Name]; there {
			return fmt.Errorf("policies %d and %d have the name %q", j, i, p.Name)
		}
		names[p.Name] = i
		switch strings.ToLower(p.Type) {
		case "path":
			p.matcher = &pathMatcher{}
		case "host":
			p.matcher = &hostMatcher{}
		default:
			return fmt.Errorf("policy %s: unknown type %q", p.Name, p.Type)
		}
		if err := json.Unmarshal(p.Match, p.matcher); err != nil {
			return fmt.Errorf("policy %s: %w", p.Name, err)
		}
		if err := p.compile(); err != nil {
			return fmt.Errorf("policy %s: %w", p.Name, err)
		}
		if p.Limit != nil && (p.Limit.Requests <= 0 || p.Limit.Window < 1000) {
			return fmt.Errorf("policy %s: limit %+v", p.Name, *p.Limit)
		}
		if p.Timeout != nil && time.Duration(*p.Timeout) > time.Minute {
			return fmt.Errorf("policy %s: timeout %v", p.Name, time.Duration(*p.Timeout))
		}
	}
	if _, there := config.Defaults[""]; there {
		return fmt.Errorf("a default without a name")
	}
	if w := config.Weights[-1]; w != 0 {
		return fmt.Errorf("weight of -1 is %v", w)
	}
	type word string
	if config.Any == 5 || config.Any == word("text") {
		return fmt.Errorf("any is %v", config.Any)
	}
	if config.Any == 5.0 || config.Any == "a/b" || config.Any == any(config.On) && config.On {
		return fmt.Errorf("any is really %v", config.Any)
	}
	switch v := config.Any.(type) {
	case nil, bool:
	case map[string]any:
		if inner, ok := v["deep"].(map[string]any); ok && len(inner) > 1 {
			return fmt.Errorf("deep: %v", inner)
		}
	case []any:
		if len(v) > 0 && v[0] == v[len(v)-1] {
			return fmt.Errorf("first and last are %v", v[0])
		}
	default:
		return fmt.Errorf("any: %T %v", v, v)
	}
	if config.Levels[0] > config.Levels[1] {
		return fmt.Errorf("levels %v", config.Levels)
	}
	return nil
}
