Text synchronisation: incremental edits with CRLF and surrogate pairs, several in one notification, places outside the text,
old versions, documents without a file.

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
-- config.yaml (crlf) --
# 😀 one
mode: strict
limit: 1
-- other.yaml --
mode: lenient
-- steps --
initialize {"textDocument": {"hover": {"contentFormat": ["markdown"]}}}
open config.yaml
diagnostics config.yaml {"version": 1, "diagnostics": []}

# Behind a surrogate pair; a line break inside the edit; the line break between CR and LF is one.
edit config.yaml "😀 one\r\nmode" "😀😀\r\ndebug: true\r\n\"mode\""
diagnostics config.yaml {"version": 2, "diagnostics": []}
hover config.yaml "mo|de"
result {"range": {"start": {"line": 2, "character": 0}, "end": {"line": 2, "character": 6}}}

# Several changes, each on the text that the one before left.
edit config.yaml "# 😀😀\r\n" "" "debug: true\r\n" "# 世😀x\r\n# y\r\n" "世😀x" "😀"
diagnostics config.yaml {"version": 3, "diagnostics": []}
hover config.yaml "mo|de"
result {"range": {"start": {"line": 2, "character": 0}}}
edit config.yaml "\"mode\": strict" "mod: strict"
diagnostics config.yaml {"version": 4, "diagnostics": [{"message": "*missing mode*"}, ...]}
edit config.yaml "mod:" "mode:"
diagnostics config.yaml {"version": 5, "diagnostics": []}

# Places outside the text are clamped: behind the last line, and behind a line's end.
notify textDocument/didChange {"textDocument": {"uri": "$URI(config.yaml)", "version": 6}, "contentChanges": [
  {"range": {"start": {"line": 1000, "character": 1000}, "end": {"line": 4294967295, "character": 4294967295}}, "text": "debug: true\n"},
  {"range": {"start": {"line": 2, "character": 4294967295}, "end": {"line": 2, "character": 4294967295}}, "text": "er"}]}
diagnostics config.yaml {"version": 6}
request textDocument/hover {"textDocument": {"uri": "$URI(config.yaml)"}, "position": {"line": 4, "character": 2}}
result {"contents": {"value": "**debug**: boolean*"}}
request textDocument/hover {"textDocument": {"uri": "$URI(config.yaml)"}, "position": {"line": 2, "character": 12}}
result {"range": {"start": {"line": 2, "character": 6}, "end": {"line": 2, "character": 14}}}

# An older version is ignored, with a word in the log; so is a change that is none, as a whole.
notify textDocument/didChange {"textDocument": {"uri": "$URI(config.yaml)", "version": 3}, "contentChanges": [{"text": ""}]}
expect window/logMessage {"type": 2, "message": "*version 3 ignored*"}
notify textDocument/didChange {"textDocument": {"uri": "$URI(config.yaml)", "version": 7}, "contentChanges": [{"text": ""}, {"range": 1, "text": ""}]}
expect window/logMessage {"type": 2, "message": "textDocument/didChange ignored: *range*"}
notify textDocument/didChange {"textDocument": {"uri": "$URI(never.yaml)", "version": 1}, "contentChanges": []}
expect window/logMessage {"type": 2, "message": "*not open*"}
request textDocument/hover {"textDocument": {"uri": "$URI(config.yaml)"}, "position": {"line": 4, "character": 2}}
result {"contents": {"value": "**debug**: boolean*"}}

# The client's spelling of the URI comes back; another spelling is the same document.
notify textDocument/didOpen {"textDocument": {"uri": "$URI()x/../%6Fther.yaml", "languageId": "yaml", "version": 7, "text": "limit: 1\n"}}
expect textDocument/publishDiagnostics {"uri": "$URI()x/../%6Fther.yaml", "version": 7, "diagnostics": [{"message": "*missing mode*"}, ...]}
notify textDocument/didChange {"textDocument": {"uri": "$URI(other.yaml)", "version": 8}, "contentChanges": [{"text": "mode: strict\n"}]}
expect textDocument/publishDiagnostics {"uri": "$URI()x/../%6Fther.yaml", "version": 8, "diagnostics": []}

# Without a file: kept, never analysed.
notify textDocument/didOpen {"textDocument": {"uri": "untitled:Untitled-1", "languageId": "yaml", "version": 1, "text": "mo"}}
notify textDocument/didChange {"textDocument": {"uri": "untitled:Untitled-1", "version": 2}, "contentChanges": [
  {"range": {"start": {"line": 0, "character": 2}, "end": {"line": 0, "character": 2}}, "text": "de"}]}
request textDocument/completion {"textDocument": {"uri": "untitled:Untitled-1"}, "position": {"line": 0, "character": 4}}
result {"items": []}
request textDocument/hover {"textDocument": {"uri": "git:/a.yaml?x"}, "position": {"line": 0, "character": 0}}
result null
notify textDocument/didClose {"textDocument": {"uri": "untitled:Untitled-1"}}
notify textDocument/didClose {"textDocument": {"uri": "untitled:Untitled-1"}}
expect window/logMessage {"message": "*not open*"}

request shutdown
result null
notify exit
exits 0
