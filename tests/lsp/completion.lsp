Completion in half-typed states of a YAML file.

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

opt

-- empty.yaml --
-- steps --
initialize {"textDocument": {"completion": {"completionItem": {"snippetSupport": true, "insertTextModeSupport": {"valueSet": [1, 2]}}}}}
open config.yaml

# An empty line: required keys first, then in the order the plugin reads them; 'mode' is there already.
replace config.yaml "mode: strict\n\n"
complete config.yaml "strict\n|\n"
labels limit debug names options _rules_
accept limit "limit: $0"
accept names "names:\n  - $0"
accept options "options:\n  $0"

# An empty file: also a snippet.
replace config.yaml "\n"
complete config.yaml "|\n"
labels mode limit debug names options _rules_ rules
accept mode "mode: $0"

# A half-typed key before other keys; the whole word is replaced.
replace config.yaml "limit: 1\nmod\ndebug: true\n"
complete config.yaml "mo|d\n"
labels mode names options _rules_
accept mode "mode: $0"

# A key that has its colon and value.
replace config.yaml "lim: 1 # why\nmode: strict\n"
complete config.yaml "lim|: 1"
labels limit debug names options _rules_
accept limit "limit: 1 # why"

# Values.
replace config.yaml "mode: \n"
complete config.yaml "mode: |\n"
labels strict lenient
accept strict "mode: strict"
replace config.yaml "mode: le # why\n"
complete config.yaml "mode: l|e #"
labels strict lenient
accept lenient "mode: lenient # why"
replace config.yaml "mode:\n"
complete config.yaml "mode:|\n"
labels strict lenient
accept strict "mode: strict"
replace config.yaml "mode: \"st\"\n"
complete config.yaml "mode: \"s|t\"\n"
labels strict lenient
accept strict "mode: \"strict\""
replace config.yaml "debug: \n"
complete config.yaml "debug: |\n"
labels true false

# Inside a mapping: the indentation of the line decides.
replace config.yaml "options:\n  \nmode: strict\n"
complete config.yaml "options:\n  |\n"
labels inner
accept inner "  inner: $0"
replace config.yaml "options:\n  in\nmode: strict\n"
complete config.yaml "  in|\n"
labels inner
accept inner "  inner: $0"
replace config.yaml "options:\n  other: 1\n\nmode: strict\n"
complete config.yaml "other: 1\n|\n"
labels limit debug names _rules_

# Flow style.
replace config.yaml "{mode: strict, op}\n"
complete config.yaml "op|}"
labels limit debug names options _rules_
accept options "{mode: strict, options: {$0}}"
replace config.yaml "{mode: }\n"
complete config.yaml "{mode: |}"
labels strict lenient
accept lenient "{mode: lenient}"

# Not in comments, block scalars, free text.
replace config.yaml "mode: strict # li\n"
complete config.yaml "# li|\n"
labels
replace config.yaml "mode: |\n  li\n"
edit config.yaml "|" ">"
complete config.yaml "  li|\n"
labels
replace config.yaml "some words\n"
complete config.yaml "some w|ords\n"
labels

# CRLF.
replace config.yaml "mode: strict\r\nli\r\n"
complete config.yaml "li|\r\n"
labels limit debug names options _rules_
accept limit "limit: $0\r"

request shutdown
result null
notify exit
exits 0
