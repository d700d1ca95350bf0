// Control flow that nobody should write: labels, goto, fallthrough, closures over loop variables, deferred changes of results.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math/bits"
	"strconv"
	"strings"
	"unicode"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("labyrinth", wrapper.ParseConfig(parse))
}

type Config struct {
	grid  [4][4]byte
	key   []byte
	mask  uint16
	hooks []func() string
	words []string
	port  [2]uint16
}

type stack struct {
	items []int
	top   *int
}

func (s *stack) push(v int) *stack {
	s.items = append(s.items, v)
	s.top = &s.items[len(s.items)-1]
	return s
}

func (s *stack) pop() (v int) {
	defer func() { s.items = s.items[:len(s.items)-1] }()
	v = s.items[len(s.items)-1]
	return
}

// Reverse Polish notation; panics on an empty stack.
func calculate(text string) (result int, err error) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case error:
			err = fmt.Errorf("%q: %w", text, p)
		default:
			err = fmt.Errorf("%q: %v", text, p)
		}
	}()
	var s stack
	for _, word := range strings.Fields(text) {
		switch word {
		case "+", "-", "*", "/":
			b, a := s.pop(), s.pop()
			s.push(map[string]func(int, int) int{
				"+": func(a, b int) int { return a + b },
				"-": func(a, b int) int { return a - b },
				"*": func(a, b int) int { return a * b },
				"/": func(a, b int) int { return a / b },
			}[word](a, b))
		default:
			n, err := strconv.ParseInt(word, 0, 16)
			if err != nil {
				panic("no number: " + word)
			}
			s.push(int(n))
		}
	}
	if len(s.items) != 1 {
		return len(s.items), fmt.Errorf("%q leaves %d numbers", text, len(s.items))
	}
	return *s.top, nil
}

func parse(json gjson.Result, config *Config) error {
	rows := json.Get("grid").Array()
	copied := config.grid
outer:
	for y, row := range rows {
		for x, cell := range row.Array() {
			switch c := cell.String(); {
			case c == "":
				continue
			case c == "end":
				break outer
			case c == "skip":
				continue outer
			case len(c) > 1:
				return fmt.Errorf("cell %d:%d holds %q", x, y, c)
			case c[0] >= '0' && c[0] <= '9':
				config.grid[y][x] = c[0] - '0'
				fallthrough
			default:
				config.grid[y][x] |= 0x80
			}
		}
	}
	if len(rows) > 0 && config.grid == copied {
		return fmt.Errorf("an empty grid of %d rows", len(rows))
	}
	if text := json.Get("sum").String(); text != "" {
		n, err := calculate(text)
		if err != nil {
			return err
		}
		config.mask = uint16(n)
		if bits.OnesCount16(config.mask) > 8 {
			return fmt.Errorf("%#04x has more than 8 bits", config.mask)
		}
	}
	i, key := 0, json.Get("key").String()
again:
	switch {
	case key == "":
	case strings.HasPrefix(key, "hex:"):
		raw, err := hex.DecodeString(key[4:])
		if err != nil {
			return fmt.Errorf("key: %w", err)
		}
		config.key = raw
	case strings.HasPrefix(key, "b64:"):
		raw, err := base64.RawURLEncoding.DecodeString(key[4:])
		if err != nil {
			return fmt.Errorf("key: %w", err)
		}
		key = string(bytes.TrimSpace(raw))
		if i++; i < 3 {
			goto again
		}
		return fmt.Errorf("%d layers of base64", i)
	default:
		config.key = []byte(strings.Map(unicode.ToUpper, key))
		if len(config.key) == 0 {
			return fmt.Errorf("key %q is empty", key)
		}
	}
	for i, w := range strings.FieldsFunc(json.Get("words").String(), func(r rune) bool { return !unicode.IsLetter(r) && r != '_' }) {
		config.words = append(config.words, w)
		config.hooks = append(config.hooks, func() string { return fmt.Sprintf("%d%s", i, w) })
	}
	if n := len(config.hooks); n > 2 {
		return fmt.Errorf("words: %s...%s", config.hooks[0](), config.hooks[n-1]())
	}
	low, high, ranged := strings.Cut(json.Get("ports").String(), "-")
	for i, text := range [...]string{low, high} {
		if text == "" && (!ranged || i == 0) {
			continue
		}
		n, err := strconv.ParseUint(text, 10, 16)
		if err != nil {
			return err
		}
		config.port[i] = uint16(n)
	}
	if config.port[1] > 0 && config.port[0] > config.port[1] {
		config.port[0], config.port[1] = config.port[1], config.port[0]
		return fmt.Errorf("ports are the wrong way round: %d", config.port)
	}
	return nil
}
