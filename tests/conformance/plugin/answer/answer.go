// Package answer ends requests.
package answer

import (
	"encoding/json"

	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm"
)

type message struct {
	Text string `json:"text"`
	Code struct {
		Value int
	}
}

var templates, fallback = parse("denied"), "{}"

func parse(text string) []byte {
	data, err := json.Marshal(message{Text: text})
	if err != nil {
		return nil
	}
	return data
}

// Denied answers 403.
func Denied(why string) {
	send(403, why)
}

// With answers with any status.
func With(status int, why string) {
	if status == 0 {
		status = 502
	}
	send(uint32(status), why)
}

func send(status uint32, why string) {
	body := parse(why)
	if body == nil {
		body = append(templates, fallback...)
	}
	if err := proxywasm.SendHttpResponseWithDetail(status, why, nil, body, -1); err != nil {
		panic(err)
	}
}
