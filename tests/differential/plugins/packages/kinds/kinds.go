// Package kinds adds its filters when it is initialized.
package kinds

import (
	"errors"
	"fmt"

	"wpls/plugins/packages/registry"

	"github.com/tidwall/gjson"
)

var defaultSize = computed + 2

var computed = func() int64 { return base * 4 }()

const base = 2

func init() {
	registry.Add("limit", func() registry.Filter { return &limit{size: defaultSize} })
}

func init() {
	registry.Add("tag", func() registry.Filter { return tag{} })
	if defaultSize != 10 {
		panic("order of initialization")
	}
}

type limit struct{ size int64 }

func (l *limit) Configure(json gjson.Result) error {
	if v := json.Get("size"); v.Exists() {
		l.size = v.Int()
	}
	if l.size > defaultSize {
		return fmt.Errorf("size %d is more than %d", l.size, defaultSize)
	}
	return nil
}

type tag map[string]string

func (t tag) Configure(json gjson.Result) error {
	if json.Get("value").String() == "" {
		return errors.New("tag without value")
	}
	t["value"] = json.Get("value").String()
	return nil
}
