// A json.Decoder: unknown fields refused, numbers kept, several values.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx("strict", wrapper.ParseConfig(parseConfig))
}

type Config struct {
	Host  string `json:"host"`
	Ports []int  `json:"ports"`
	Extra struct {
		Deep any `json:"deep"`
	} `json:"extra"`
}

func parseConfig(result gjson.Result, config *Config) error {
	decoder := json.NewDecoder(bytes.NewReader([]byte(result.Raw)))
	decoder.DisallowUnknownFields()
	decoder.UseNumber()
	if err := decoder.Decode(config); err != nil {
		return fmt.Errorf("strict: %w", err)
	}
	if n, ok := config.Extra.Deep.(json.Number); ok {
		return fmt.Errorf("deep is the number %s", n)
	}
	if config.Host == "" {
		return errors.New("no host")
	}
	second := json.NewDecoder(strings.NewReader(config.Host))
	var v any
	if err := second.Decode(&v); err == nil {
		return fmt.Errorf("host is JSON: %v", v)
	} else if errors.Is(err, io.EOF) {
		return errors.New("host is blank")
	}
	if !json.Valid([]byte(result.Raw)) || json.Valid([]byte(config.Host)) {
		return errors.New("can't be")
	}
	if len(config.Ports) > 2 {
		compact, err := json.MarshalIndent(config.Ports, "", " ")
		return errors.Join(err, errors.New(string(compact)))
	}
	return nil
}
