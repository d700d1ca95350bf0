// Pointers and recursion: a tree of conditions.
package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("trees", wrapper.ParseConfig(parseConfig))
}

type Node struct {
	op       string
	key      string
	children []*Node
	parent   *Node
}

func build(json gjson.Result, parent *Node, depth int) (*Node, error) {
	if depth > 4 {
		return nil, fmt.Errorf("too deep below %s", parent.path())
	}
	n := &Node{op: json.Get("op").String(), parent: parent}
	switch n.op {
	case "and", "or":
		for _, child := range json.Get("of").Array() {
			c, err := build(child, n, depth+1)
			if err != nil {
				return nil, err
			}
			n.children = append(n.children, c)
		}
		if len(n.children) == 0 {
			return n, errors.New("nothing below " + n.path())
		}
	case "not":
		c, err := build(json.Get("of"), n, depth+1)
		if err != nil {
			return c, fmt.Errorf("not: %w", err)
		}
		n.children = []*Node{c}
	case "key":
		if n.key = json.Get("key").String(); n.key == "" {
			return nil, fmt.Errorf("empty key below %s", n.parent.path())
		}
	default:
		return nil, fmt.Errorf("unknown op %q", n.op)
	}
	return n, nil
}

func (n *Node) path() string {
	if n == nil {
		return "root"
	}
	return n.parent.path() + "/" + n.op
}

func (n *Node) count(seen map[string]bool) int {
	total := 0
	if n.key != "" && !seen[n.key] {
		seen[n.key] = true
		total = 1
	}
	for _, c := range n.children {
		total += c.count(seen)
	}
	return total
}

type Config struct{ root *Node }

func parseConfig(json gjson.Result, config *Config) (err error) {
	config.root, err = build(json.Get("rule"), nil, 0)
	if err != nil {
		return err
	}
	if n := config.root.count(map[string]bool{}); n > 2 {
		return fmt.Errorf("%d keys, %s", n, strings.Repeat("*", n))
	}
	return nil
}
