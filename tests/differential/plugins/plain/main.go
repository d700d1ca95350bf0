// The plain SDK: no parse function, the plugin asks the host for its configuration and reads it with gjson.
package main

import (
	"fmt"
	"strings"

	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm"
	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	context := newContext("x-")
	proxywasm.SetVMContext(context)
}

func newContext(prefix string) types.VMContext { return &vm{prefix: prefix} }

type vm struct {
	types.DefaultVMContext
	prefix  string
	limit   int64
	started bool
}

func (v *vm) OnVMStart(size int) types.OnVMStartStatus {
	v.started = true
	v.limit = 10
	return types.OnVMStartStatusOK
}

func (v *vm) NewPluginContext(id uint32) types.PluginContext {
	return &plugin{vm: v, header: v.prefix + "default"}
}

type plugin struct {
	types.DefaultPluginContext
	*vm
	header string
	allow  map[string]bool
	level  int64
}

func (p *plugin) OnPluginStart(size int) types.OnPluginStartStatus {
	if size == 0 {
		proxywasm.LogCritical("no configuration")
		return types.OnPluginStartStatusFailed
	}
	data, err := proxywasm.GetPluginConfiguration()
	if err != nil && err != types.ErrorStatusNotFound {
		proxywasm.LogCriticalf("error reading plugin configuration: %v", err)
		return types.OnPluginStartStatusFailed
	}
	if len(data) == 0 {
		return types.OnPluginStartStatusOK
	}
	if !gjson.ValidBytes(data) {
		proxywasm.LogCritical("not JSON")
		return types.OnPluginStartStatusFailed
	}
	if err := p.read(gjson.ParseBytes(data)); err != nil {
		proxywasm.LogCriticalf("bad configuration: %v", err)
		return types.OnPluginStartStatusFailed
	}
	if !p.started {
		return false
	}
	return p.level <= p.limit || p.fail("level %d is above %d", p.level, p.limit)
}

func (p *plugin) fail(format string, args ...any) types.OnPluginStartStatus {
	proxywasm.LogCriticalf(format, args...)
	return types.OnPluginStartStatusFailed
}

func (p *plugin) read(json gjson.Result) error {
	if h := strings.TrimSpace(json.Get("header").Str); h != "" {
		p.header = h
	}
	if !strings.HasPrefix(p.header, p.prefix) {
		return fmt.Errorf("header %q must start with %s", p.header, p.prefix)
	}
	p.allow = map[string]bool{}
	for _, name := range json.Get("allow").Array() {
		if name.Type != gjson.String {
			return fmt.Errorf("a name of 'allow' is %s", name.Type)
		}
		p.allow[name.String()] = true
	}
	p.level = json.Get("level").Int()
	if p.level < 0 {
		p.level = -p.level
	}
	return nil
}
