package common

import (
	"errors"

	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm"
	"github.com/tidwall/gjson"
)

func Need(json gjson.Result) (string, error) {
	v := json.Get("token").String()
	if v == "" {
		return "", errors.New("no token")
	}
	return v, nil
}

// Mark is called by handlers.
func Mark() {
	_ = proxywasm.ReplaceHttpRequestHeader("x-mark", "1")
}
