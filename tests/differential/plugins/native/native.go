// Package native runs plugins as the Go compiler makes them: no wasm, the SDK's own host emulator below.
//
// tests/differential/plugins.py builds it together with all plugins of this folder, each turned from a main package into an
// ordinary one whose wrapper.SetCtx calls Register.
package native

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"os"
	"slices"
	"strings"

	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/proxytest"
	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types"
	"github.com/higress-group/wasm-go/pkg/wrapper"
)

var (
	plugins = map[string]types.VMContext{}
	plain   = map[string]bool{}
)

// Register stands in for wrapper.SetCtx.
func Register[C any](name string, options ...wrapper.CtxOption[C]) {
	plugins[name] = wrapper.NewCommonVmCtx(name, options...)
}

// RegisterContext stands in for proxywasm.SetVMContext: a plugin without the wrapper.
func RegisterContext(name string, context types.VMContext) {
	plugins[name], plain[name] = context, true
}

// A configuration to try, as plugins.py writes it.
type task struct {
	Plugin string
	Config string
	Runs   int // more than one where the outcome hangs on the order of a map
}

type outcome struct {
	Verdict string `json:"verdict"`
	Message string `json:"message"`
}

// What the SDK logs before it gives up.
const (
	failed = "] parse rule config failed: "
	global = "parse config failed, no valid rules; global config parse error:"
)

// What a plugin on the plain SDK logged last, in a level that it uses once.
func complaint(host proxytest.HostEmulator) string {
	for _, lines := range [][]string{host.GetCriticalLogs(), host.GetErrorLogs(), host.GetWarnLogs()} {
		if len(lines) > 0 {
			return lines[len(lines)-1]
		}
	}
	return ""
}

func start(plugin, config string) (o outcome) {
	options := proxytest.NewEmulatorOption().WithPluginConfiguration([]byte(config)).WithVMContext(plugins[plugin])
	host, reset := proxytest.NewHostEmulator(options)
	defer reset()
	host.RegisterForeignFunction("get_log_level", func([]byte) []byte { return []byte{byte(wrapper.LogLevelWarn), 0, 0, 0} })
	defer func() {
		if p := recover(); p != nil {
			o = outcome{"panic", fmt.Sprint(p)}
		}
	}()
	host.StartVM()
	if host.StartPlugin() == types.OnPluginStartStatusOK {
		return outcome{Verdict: "accept"}
	}
	if plain[plugin] {
		return outcome{"reject", complaint(host)}
	}
	for _, line := range host.GetWarnLogs() {
		_, message, found := strings.Cut(line, failed)
		// the SDK puts this before every error of a global part
		if rest, cut := strings.CutPrefix(message, global); cut && rest != "<nil>" {
			message = rest
		}
		if found {
			o = outcome{"reject", message}
		}
	}
	return o
}

// Main answers each line of standard input, a task, with a line of the outcomes that were seen.
func Main() {
	log.SetOutput(io.Discard)
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<26)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for in.Scan() {
		var t task
		if err := json.Unmarshal(in.Bytes(), &t); err != nil {
			panic(err)
		}
		var seen []outcome
		for range t.Runs {
			if o := start(t.Plugin, t.Config); !slices.Contains(seen, o) {
				seen = append(seen, o)
			}
		}
		line, err := json.Marshal(seen)
		if err != nil {
			panic(err)
		}
		out.Write(append(line, '\n'))
	}
}
