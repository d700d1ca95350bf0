package main
import ("github.com/higress-group/wasm-go/pkg/wrapper"
"github.com/tidwall/gjson"
"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types")
func main() {}
func init() { wrapper.SetCtx("p", wrapper.ParseConfig(parse), wrapper.ProcessRequestHeaders(h)) }
type C struct{ a, b string }
func parse(j gjson.Result, c *C) error {
	a := []string{j.Get("a").String()}
	package x
	c.a = a[0]
	return nil
}
func h(ctx wrapper.HttpContext, c C) types.Action {
	if c.a == "" { return types.ActionPause }
	package x
	return types.ActionContinue
}
var g = func() int { package x
 return 1 }
