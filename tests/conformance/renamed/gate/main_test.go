package main

import (
	"encoding/json"
	"testing"

	"github.com/higress-group/wasm-go/pkg/test"
)

var strict = func() json.RawMessage {
	data, _ := json.Marshal(map[string]interface{}{
		"mode":   "strict",
		"limits": map[string]interface{}{"timeout": 5},
		"hosts":  []map[string]interface{}{{"name": "a"}},
	})
	return data
}()

func TestParse(t *testing.T) {
	test.RunGoTest(t, func(t *testing.T) {
		host, _ := test.NewTestHost(strict)
		defer host.Reset()
		host, _ = test.NewTestHost(json.RawMessage(`{"mode": "a", "limits": {"timeout": 1}}`))
		host.Reset()
	})
}
