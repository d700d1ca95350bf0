// The plain SDK with encoding/json: a strict decoder, embedded defaults, an own UnmarshalJSON, and a status of the plugin's own making.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"time"

	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm"
	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types"
)

func main() {}

func init() { proxywasm.SetVMContext(&vm{}) }

type vm struct{ types.DefaultVMContext }

func (*vm) NewPluginContext(uint32) types.PluginContext {
	p := new(root)
	p.Timeout.Duration = time.Second
	return p
}

type span struct{ time.Duration }

func (s *span) UnmarshalJSON(text []byte) (err error) {
	var v any
	if err = json.Unmarshal(text, &v); err != nil {
		return
	}
	switch x := v.(type) {
	case float64:
		s.Duration = time.Duration(x) * time.Millisecond
	case string:
		s.Duration, err = time.ParseDuration(x)
	default:
		err = fmt.Errorf("a duration is a number or a string, not %T", v)
	}
	return
}

type settings struct {
	Timeout span              `json:"timeout"`
	Paths   []string          `json:"paths"`
	Labels  map[string]string `json:"labels,omitempty"`
	Mode    *string           `json:"mode"`
	Extra   json.RawMessage   `json:"extra"`
	Retries json.Number       `json:"retries"`
}

type root struct {
	types.DefaultPluginContext
	settings
	patterns []*regexp.Regexp
}

var errMode = errors.New("mode must be 'on' or 'off'")

func (r *root) OnPluginStart(int) (status types.OnPluginStartStatus) {
	status = types.OnPluginStartStatusFailed
	defer func() {
		if p := recover(); p != nil {
			proxywasm.LogErrorf("recovered: %v", p)
			status = types.OnPluginStartStatusFailed
		}
	}()
	data, err := proxywasm.GetPluginConfiguration()
	if err != nil {
		proxywasm.LogErrorf("no configuration: %v", err)
		return
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&r.settings); err != nil {
		proxywasm.LogError("cannot decode: " + err.Error())
		return
	}
	if err := r.check(); err != nil {
		proxywasm.LogError(err.Error())
		return
	}
	status = types.OnPluginStartStatusOK
	return
}

func (r *root) check() error {
	for i, p := range r.Paths {
		if i == 3 {
			panic(fmt.Sprintf("too many paths from %q on", p))
		}
		r.patterns = append(r.patterns, regexp.MustCompile(p))
	}
	if r.Mode != nil && *r.Mode != "on" && *r.Mode != "off" {
		return fmt.Errorf("%w, not %q", errMode, *r.Mode)
	}
	if n, err := r.Retries.Int64(); r.Retries != "" && (err != nil || n > 5) {
		return fmt.Errorf("retries: %s (%v)", r.Retries, err)
	}
	if len(r.Extra) > 0 && r.Extra[0] != '{' {
		return fmt.Errorf("extra is no object")
	}
	if r.Timeout.Duration > time.Minute {
		return fmt.Errorf("timeout of %s is too long", r.Timeout)
	}
	return nil
}
