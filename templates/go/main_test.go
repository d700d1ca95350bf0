package main

import (
	"encoding/json"
	"testing"

	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types"
	"github.com/higress-group/wasm-go/pkg/test"
	"github.com/stretchr/testify/require"
)

var request = [][2]string{{":method", "GET"}, {":path", "/"}, {":authority", "example.com"}}

func TestSetsHeader(t *testing.T) {
	for config, value := range map[string]string{
		`{"header": "x-hello", "value": "world"}`: "world",
		`{"header": "x-hello"}`:                   "hello",
	} {
		t.Run(value, func(t *testing.T) {
			test.RunTest(t, func(t *testing.T) { // once as Go, once as the compiled module
				host, status := test.NewTestHost(json.RawMessage(config))
				defer host.Reset()
				require.Equal(t, types.OnPluginStartStatusOK, status)

				require.Equal(t, types.HeaderContinue, host.CallOnHttpRequestHeaders(request))
				require.True(t, test.HasHeaderWithValue(host.GetRequestHeaders(), "x-hello", value))
				host.CompleteHttp()
			})
		})
	}
}

func TestRejectsConfig(t *testing.T) {
	for name, config := range map[string]string{
		"no header":     `{"value": "world"}`,
		"pseudo header": `{"header": ":path"}`,
	} {
		t.Run(name, func(t *testing.T) {
			test.RunGoTest(t, func(t *testing.T) {
				host, status := test.NewTestHost(json.RawMessage(config))
				defer host.Reset()
				require.Equal(t, types.OnPluginStartStatusFailed, status)
			})
		})
	}
}
