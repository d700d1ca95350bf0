// Runes, bytes, broken UTF-8, case.
package main

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("unicode", wrapper.ParseConfig(parseConfig))
}

type Config struct {
	name  string
	short string
}

func parseConfig(json gjson.Result, config *Config) error {
	s := json.Get("name").String()
	if n := utf8.RuneCountInString(s); n > 5 {
		return fmt.Errorf("%d characters, %d bytes", n, len(s))
	}
	for i, r := range s {
		if unicode.IsControl(r) || r == utf8.RuneError {
			return fmt.Errorf("character %U at %d of %q", r, i, s)
		}
		if unicode.Is(unicode.Han, r) {
			return errors.New("chinese: " + string(r))
		}
	}
	runes := []rune(s)
	for i, j := 0, len(runes)-1; i < j; i, j = i+1, j-1 {
		runes[i], runes[j] = runes[j], runes[i]
	}
	if back := string(runes); back == s && s != "" {
		return errors.New("palindrome " + back)
	}
	cut := json.Get("text").String()
	if len(cut) > 3 {
		cut = cut[:3]
	}
	if !utf8.ValidString(cut) {
		return fmt.Errorf("cut in the middle: %q, %x, valid %s", cut, cut, strings.ToValidUTF8(cut, "?"))
	}
	bytes := []byte(cut)
	if len(bytes) > 0 && bytes[0]|0x20 == 'k' {
		bytes[0] = 'Q'
		return fmt.Errorf("%s was %s", bytes, cut)
	}
	config.name, config.short = strings.ToUpper(s), cut
	if len(config.name) != len(s) {
		return fmt.Errorf("%s is longer than %s", config.name, s)
	}
	if r, size := utf8.DecodeLastRuneInString(cut); size > 1 && !unicode.IsLower(r) {
		return fmt.Errorf("last is %c (%d bytes)", r, size)
	}
	return nil
}
