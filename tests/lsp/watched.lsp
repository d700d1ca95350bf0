Files that change on disk: the client is asked to watch, and what depends on them is checked again.

-- go.mod --
module example.com/plugin

go 1.24.1

require (
	github.com/higress-group/wasm-go v1.0.0
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

func init() {
	wrapper.SetCtx("plugin", wrapper.ParseConfig(parseConfig))
}

type pluginConfig struct {
	mode  string
	limit int64
	debug bool
	names []string
	inner string
}

func parseConfig(json gjson.Result, config *pluginConfig) error {
	config.limit = json.Get("limit").Int()
	config.debug = json.Get("debug").Bool()
	for _, name := range json.Get("names").Array() {
		config.names = append(config.names, name.String())
	}
	options := json.Get("options")
	config.inner = options.Get("inner").String()
	config.mode = json.Get("mode").String()
	if config.mode == "" {
		return errors.New("missing mode in config")
	}
	switch config.mode {
	case "strict":
	case "lenient":
	default:
		return errors.New("unknown mode " + config.mode)
	}
	return nil
}
-- config.yaml --
mode: strict
-- steps --
initialize {"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}}
expect client/registerCapability {"registrations": [{"method": "workspace/didChangeWatchedFiles",
  "registerOptions": {"watchers": [{"globPattern": "**/*.go"}, {"globPattern": "**/go.mod"}, {"globPattern": "**/go.work"},
                                   {"globPattern": "**/*.{c,cc,cpp,cxx,h,hh,hpp}"}, {"globPattern": "**/*.{yaml,yml,json}"}, {"globPattern": "**/README*.md"}, {"globPattern": "**/.gitignore"},
                                   {"globPattern": "**/{Makefile*,GNUmakefile,*.mk,Dockerfile*,*.Dockerfile,*.dockerfile,Containerfile,*.sh,*.bash,justfile,Justfile,.justfile,Taskfile.yml,Taskfile.yaml,taskfile.yml,Jenkinsfile,.gitlab-ci.yml,.travis.yml,.drone.yml,azure-pipelines.yml}"}, {"globPattern": "**/*", "kind": 5}]}}]}
open config.yaml
diagnostics config.yaml {"version": 1, "diagnostics": []}
write main.go "package main\n\nimport (\n\t\"errors\"\n\n\t\"github.com/higress-group/wasm-go/pkg/wrapper\"\n\t\"github.com/tidwall/gjson\"\n)\n\nfunc main() {}\n\nfunc init() {\n\twrapper.SetCtx(\"p\", wrapper.ParseConfig(parseConfig))\n}\n\ntype c struct{ key string }\n\nfunc parseConfig(json gjson.Result, config *c) error {\n\tconfig.key = json.Get(\"key\").String()\n\tif config.key == \"\" {\n\t\treturn errors.New(\"missing key in config\")\n\t}\n\treturn nil\n}\n"
notify workspace/didChangeWatchedFiles {"changes": [{"uri": "$URI(main.go)", "type": 2}]}
diagnostics config.yaml {"version": 1, "diagnostics": [{"message": "*missing key in config*"}, ...]}
notify workspace/didChangeWatchedFiles {"changes": 1}
expect window/logMessage {"type": 2, "message": "*'changes' must be an array*"}
notify workspace/didChangeConfiguration {"settings": {"wpls": {"x": 1}}}
notify workspace/didChangeWorkspaceFolders {"event": {"added": [{"uri": "$URI(sub)", "name": "sub"}], "removed": []}}
request shutdown
result null
notify exit
exits 0
