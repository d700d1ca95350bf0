Work that does not end is ended, and left out. The client reads so in its language.
environment: WPLS_TEST_FAULT=loop@document:config.yaml*1 WPLS_TEST_WORK_MS=300

-- go.mod --
module example.com/crash

go 1.24.1

require (
	github.com/higress-group/wasm-go v1.0.2
	github.com/tidwall/gjson v1.18.0
)
-- main.go --
package main

import (
	"errors"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

type Config struct{ name string }

func init() {
	wrapper.SetCtx("crash", wrapper.ParseConfig(parseConfig))
}

func parseConfig(json gjson.Result, config *Config) error {
	config.name = json.Get("name").String()
	if config.name == "" {
		return errors.New("name is missing")
	}
	return nil
}
-- config.yaml --
nam: x
-- steps --
request initialize {"capabilities": {}, "initializationOptions": {"typingDelay": 0}, "locale": "zh-cn", "rootUri": null, "workspaceFolders": [{"uri": "$URI(.)", "name": "x"}]}
result {"capabilities": {"positionEncoding": "utf-16"}}
notify initialized {}
open config.yaml
expect window/logMessage {"type": 1, "message": "wpls: 分析 config.yaml 时出错：超时；在该文件更改之前不再分析"}
diagnostics config.yaml [{"code": "project/not-analysed", "message": "在更改之前不再分析此文件：wpls 自身在此出错（超时）"}]
replace config.yaml "nam: 1"
diagnostics config.yaml [{"code": "config/rejected"}]
request shutdown
result null
notify exit
exits 0
