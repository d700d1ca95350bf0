// The strings package.
package main

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("texts", wrapper.ParseConfig(parseConfig))
}

type Config struct {
	hosts   []string
	pairs   map[string]string
	escaped string
}

func parseConfig(json gjson.Result, config *Config) error {
	for _, host := range strings.Split(json.Get("hosts").String(), ",") {
		host = strings.ToLower(strings.TrimSpace(host))
		switch {
		case host == "":
			continue
		case strings.HasPrefix(host, "*."):
			host = strings.TrimPrefix(host, "*")
		case strings.ContainsRune(host, '*'):
			return fmt.Errorf("'*' at %d of %s", strings.IndexByte(host, '*'), host)
		case strings.HasSuffix(host, "."):
			host = strings.TrimRight(host, ".")
		}
		config.hosts = append(config.hosts, host)
	}
	config.pairs = make(map[string]string)
	for i, pair := range strings.FieldsFunc(json.Get("pairs").String(), func(r rune) bool { return r == ';' || unicode.IsSpace(r) }) {
		kv := strings.SplitN(pair, "=", 2)
		if len(kv) != 2 || strings.EqualFold(kv[0], "none") {
			return fmt.Errorf("pair %d of %q is broken: %q", i, json.Get("pairs").String(), kv)
		}
		config.pairs[strings.Title(kv[0])] = kv[1]
	}
	if len(config.hosts) == 0 && len(config.pairs) == 0 {
		return fmt.Errorf("neither hosts nor pairs")
	}
	replacer := strings.NewReplacer("<", "&lt;", ">", "&gt;", "中", "middle")
	config.escaped = replacer.Replace(json.Get("html").String())
	if config.escaped != json.Get("html").String() {
		return fmt.Errorf("escaped: %s", strings.Repeat(config.escaped, 2))
	}
	name := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToUpper(r)
		}
		return -1
	}, json.Get("name").String())
	if strings.Count(name, "") > 5 {
		return fmt.Errorf("%s is too long, last at %d", name, strings.LastIndex(name, name[:1]))
	}
	return nil
}
