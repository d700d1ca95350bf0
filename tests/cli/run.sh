#!/usr/bin/env bash
# The commands as a user calls them: exit status, where output goes, and messages for wrong use.
# usage: run.sh WPLS SOURCE_FOLDER; ends with the line 'N passed, N failed'
set -u
wpls=$(readlink -f "$1")
source=$(readlink -f "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

# check NAME STATUS PATTERN COMMAND...: the exit status, and a pattern that standard output and error together must have
check() {
  local name=$1 status=$2 pattern=$3 got
  shift 3
  "$@" >"$work/out" 2>"$work/err" </dev/null
  got=$?
  if [ "$got" = "$status" ] && cat "$work/out" "$work/err" | grep -Eq -- "$pattern"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "FAILED $name: exit status $got, expected $status, and output like '$pattern'; it was:"
    head -20 "$work/out" "$work/err"
  fi
}

cd "$work" || exit 1
cp -r "$source/examples" .

check 'no command'          2 '^usage: wpls'                        "$wpls"
check 'help'                0 'commands:'                           "$wpls" --help
check 'version'             0 '^wpls [0-9]+\.[0-9]+'                "$wpls" --version
check 'unknown command'     2 "unknown command 'lnit'"              "$wpls" lnit
for command in lint schema explain build run new dump serve; do
  check "$command --help"    0 "^usage: wpls $command"              "$wpls" "$command" --help
  check "$command --version" 0 '^wpls [0-9]'                        "$wpls" "$command" --version
  check "$command --wrong"   2 "unknown option '--wrong'"           "$wpls" "$command" --wrong
done

for option in --plugin --exclude --rule --no-rule --changed-since --new-from-merge-base --stdin-filename --path-prefix --shard --format --schema --schema-root --output --baseline --fail-on --lang --color --jobs --memory-limit; do
  check "lint $option, no value" 2 "option '$option' lacks its value" "$wpls" lint examples "$option"
done
check 'build -o, no value'  2 "option '-o' lacks its value"         "$wpls" build -o
check 'serve, no value'     2 "option '--memory-limit' lacks its value" "$wpls" serve --memory-limit
check 'new, no value'       2 "option '--dir' lacks its value"      "$wpls" new --dir
check 'a value too many'    2 "option '--fix' takes no value"       "$wpls" lint --fix=all
check 'letters together'    2 "unknown option '-q'"                 "$wpls" lint --fix -qx
for command in 'lint' 'lint --fix' 'lint --schema-root x=' 'schema' 'build' 'dump model' 'dump yaml' 'run' 'lint --plugin' 'lint --schema' 'lint --baseline'; do
  check "$command ''"          2 "''|'x='"                             "$wpls" $command ''
done
check 'nothing is not here' 2 "^wpls: '': no such file or folder$"  "$wpls" lint ''
check 'schema of what is gone' 2 "'examples/http-call/gone': no such file or folder" "$wpls" schema examples/http-call/gone

check 'no room for output'  3 'standard output is not written: No space' bash -c "'$wpls' lint examples >/dev/full"

check 'clean file'          0 'no findings in 1 configuration$'      "$wpls" lint examples/http-call/good.yaml
check 'rejected file'       1 'rejected by the plugin: missing tokenHeader' "$wpls" lint examples/http-call/bad.yaml
check 'underline'           1 '^ +\| \^\^\^\^\^\^\^\^\^\^ never read' "$wpls" lint examples/http-call/bad.yaml
check 'no color in a pipe'  1 '^examples/http-call/bad.yaml:[0-9]+:1: error: ' "$wpls" lint examples/http-call/bad.yaml
check 'color on demand'     1 $'\033\\[1;31m'                       "$wpls" lint --color always examples/http-call/bad.yaml
check 'jsonl'               1 '^\{"file":".*bad.yaml","line":[0-9]+,"column":1,.*"severity":"error","code":"config/rejected"' \
                                                                    "$wpls" lint --format jsonl examples/http-call/bad.yaml
check 'whole folder'        1 'errors?, .* in 5 plugins and [0-9]+ configurations' "$wpls" lint examples
check 'fail-on never'       0 'error'                               "$wpls" lint --fail-on never examples
check 'fail-on warning'     1 'warning'                             "$wpls" lint --fail-on warning examples/mock-answer/wasmplugin-bad.yaml
printf 'mockEnable: "yes"\n' >config.yaml
check 'warnings pass'       0 'warning'                             "$wpls" lint --plugin examples/mock-answer config.yaml
check 'unknown level'       2 "unknown level 'fatal'"               "$wpls" lint --fail-on fatal .
check 'unknown format'      2 "unknown format 'xml'"                "$wpls" lint --format xml .
check 'unknown language'    2 "no texts in language 'de'"           "$wpls" lint --lang de .
check 'bad --jobs'          2 "'many' is no number of processes"      "$wpls" lint --jobs many .
check 'missing file'        2 "'gone.yaml': no such file"           "$wpls" lint gone.yaml
check 'missing plugin'      2 "'gone': no such folder"              "$wpls" lint --plugin gone examples
cp examples/http-call/bad.yaml elsewhere.yaml
check 'file without plugin' 0 'elsewhere.yaml:1:1: hint: no plugin is known for this file' "$wpls" lint elsewhere.yaml
check '--plugin'            1 'config/rejected'                     "$wpls" lint --plugin examples/http-call elsewhere.yaml
check 'chinese'             1 '插件拒绝该配置'                      "$wpls" lint --lang zh examples/http-call/bad.yaml
check '--fix'               0 '1 warning in'                         "$wpls" lint --plugin examples/http-call --fix elsewhere.yaml
cp examples/http-call/bad.yaml again.yaml
check '--fix tells'         0 "fixed 'again.yaml'"                 "$wpls" lint --plugin examples/http-call --fix again.yaml
check '--fix wrote'         0 '^tokenHeader: '                      grep tokenHeader: elsewhere.yaml
mkdir fixed; cp -r examples/http-call/go.mod examples/http-call/*.go fixed/
echo 'GOOS=wasip1 GOARCH=wasm go build -o main.wasm .' >fixed/build.sh
check '--fix leaves nothing' 0 'no findings in 1 plugin'            "$wpls" lint --fix fixed
ln -s examples/http-call/bad.yaml link.yaml
check '--fix and links'     1 'not changed: not a regular file'     "$wpls" lint --plugin examples/http-call --fix link.yaml

mkdir -p near/plugin alone && cp "$wpls" alone/wpls # without the Envoy that a build may have beside it
foreign() { mkdir -p "$(dirname "$1")" && printf '#!/bin/sh\ntouch %s/was-run\n' "$work" >"$1" && chmod 755 "$1"; }
foreign near/venv/lib/python3/site-packages/envoy/_bin/envoy
foreign near/plugin/.venv/lib/python3/site-packages/envoy/_bin/envoy
foreign near/build/tools/envoy/envoy/_bin/envoy
no_envoy=(env -u VIRTUAL_ENV PATH=/usr/bin:/bin HOME=/nowhere)
check 'an Envoy that the checkout brings along' 2 'no Envoy found'  "${no_envoy[@]}" alone/wpls run near/plugin
check '... was not run'     1 '^$'                                  bash -c "echo; test -e was-run"
check 'that of $VIRTUAL_ENV' 2 'is no Envoy'                        "${no_envoy[@]}" VIRTUAL_ENV="$work/near/venv" alone/wpls run near/plugin
foreign alone/tools/envoy/envoy/_bin/envoy
check 'that of the build'   2 'is no Envoy'                         "${no_envoy[@]}" alone/wpls run near/plugin

mkdir -p hostile && printf 'module example\n\ngo 1.24.1\n\nrequire github.com/higress-group/wasm-go v1.0.2\n' >hostile/go.mod
{ printf 'package main\n\nfunc main() {}\n' && yes '// nothing is called here' | head -40000; } >hostile/main.go
python3 - "$source/tests/run" >hostile/main.wasm <<'END'
import sys
sys.path.insert(0, sys.argv[1])
import tiny
text = "abi proxy_abi_version_0_2_1\n" + "import env proxy_redis_init iiiiiii:i\n" * 100000
sys.stdout.buffer.write(tiny.module(text + "on proxy_on_request_headers iii:i return 0\n"))
END
check 'an import, very often' 0 '1 hint in 1 module'                  timeout 10 "$wpls" lint hostile/main.wasm

check 'schema'              0 '"serviceSource": \{'                 "$wpls" schema examples/http-call
check 'schema is JSON'      0 'draft-07'                            bash -c "'$wpls' schema examples/http-call | python3 -m json.tool"
check 'schema, all accepted' 0 '^ +"string",$'                       "$wpls" schema examples/http-call
if "$wpls" schema examples/http-call | grep -q 'x-wpls-\|additionalProperties'; then echo 'FAIL: wpls schema refuses unknown keys, or says where facts come from'; failed=$((failed + 1)); fi
check 'schema --strict'     0 '"additionalProperties": false'        "$wpls" schema --strict examples/http-call
check 'schema --places'     0 '"x-wpls-read-at": "main.go:'          "$wpls" schema --places examples/http-call
check 'schema markdown'     0 '^\| `tokenHeader` \| string \| yes'  "$wpls" schema --format markdown examples/http-call
check 'schema spec'         0 '^ {8}tokenHeader:$'                  "$wpls" schema --format spec examples/http-call
rm -rf written && mkdir written && cp -r examples/http-call written/p && (cd written && git init -q . 2>/dev/null; true)
check 'schema --write, new' 0 '^spec.yaml is written$'               "$wpls" schema --format spec --write written/p
check '... again'           0 '^spec.yaml is up to date$'            "$wpls" schema --format spec --write written/p
cat >written/p/spec.yaml <<'END'
apiVersion: 1.0.0
info: {name: p}  # ours
spec:
  configSchema:
    openAPIV3Schema:
      type: object
      properties:
        tokenHeader:
          type: integer
          title: the title
          x-title-i18n: {zh-CN: 标题}
        gone:
          type: string
  phase: AUTHN  # and this
END
check '... an old one'      0 '^spec.yaml is written$'               "$wpls" schema --format spec --write written/p
check '... keeps what is ours' 0 'ours.*the title.*zh-CN.*AUTHN.*and this' bash -c "tr '\n' ' ' <written/p/spec.yaml"
check '... and has the facts'  0 'tokenHeader: +type: string +title.*- tokenHeader' bash -c "tr '\n' ' ' <written/p/spec.yaml"
if grep -q 'gone' written/p/spec.yaml; then echo 'FAIL: a key that nothing reads stays in spec.yaml'; failed=$((failed + 1)); fi
check '... is what lint wants' 0 '^no findings'                      "$wpls" lint written/p/spec.yaml
printf '# P\n\nWords.\n\n| Name | Type | Required |\n|---|---|---|\n| tokenHeader | string | No |\n\nMore words.\n' >written/p/README.md
rm -f written/p/README_EN.md
check 'schema --write, README' 0 '^README.md is written$'            "$wpls" schema --format markdown --write written/p
check '... the row alone'   0 '^# P  Words.*tokenHeader . string . Yes .*More words. $' bash -c "tr '\n' ' ' <written/p/README.md"
printf '# P\n\nserviceName, servicePort, serviceSource, namespace, domain\n\n| Name | Type | Required |\n|---|---|---|\n| tokenHeader | string | Yes |\n\nMore words.\n' >written/p/README.md
check '... a missing row'   0 '^README.md is written$'               "$wpls" schema --format markdown --write written/p
check '... gets it'         0 'tokenHeader , string , Yes , , requestPath , string , Yes ,  More words' bash -c "tr '|\n' ', ' <written/p/README.md"
printf '# P\n\nWords.\n' >written/p/README.md
check '... without a table' 0 '^README.md is written$'               "$wpls" schema --format markdown --write written/p
check '... gets one'        0 '^# P  Words.  ## Configuration.*.tokenHeader. . string . yes' bash -c "tr '\n' ' ' <written/p/README.md"
check '... that is right'   0 '^README.md is up to date$'            "$wpls" schema --format markdown --write written/p
check '... of JSON Schema'  2 "wants '--format spec'"                "$wpls" schema --write written/p
sed -i 's|^func parseConfig(.*|&\n\tfar.Parse(json.Raw, config)|; s|^import (|&\n\t"example.com/far"|' written/p/main.go && cp written/p/spec.yaml written/kept.yaml
check '... not all is known' 2 'not all that the plugin reads is known: '    "$wpls" schema --format spec --write written/p
check '... leaves the file' 0 'same'                                 bash -c 'cmp written/p/spec.yaml written/kept.yaml && echo same'
check '... is said of a table' 0 'not all that the plugin reads is known: '  "$wpls" schema --format markdown written/p
check 'schema spec is YAML' 0 'yes$'                                bash -c "'$wpls' schema --format spec examples/http-call >spec.yaml && '$wpls' dump yaml spec.yaml >/dev/null && echo yes"
check 'lint --schema'       1 'schema/type'                         bash -c "printf '{\"type\": \"string\"}' >s.json; echo 1 >v.yaml; '$wpls' lint --schema s.json v.yaml"
echo 2 >t.yaml && printf 'a: 1\n---\nb\n---\n' >v.yml
check '... counts documents' 1 '^[0-9]+ errors? in 3 documents$'     "$wpls" lint --schema s.json v.yaml v.yml s.json
mkdir held && cp s.json v.yaml held && check '... and not itself' 1 '^1 error in 1 document$' "$wpls" lint --schema held/s.json held
rm -r held && mkdir held && check '... of nothing' 2 'nothing here was checked: no YAML or JSON file' "$wpls" lint --schema s.json held
printf '# yaml-language-server: $schema=https://far.example/s.json\na: 1\n' >far.yaml
check 'a schema far away'   0 '^1 hint: nothing was checked$'       "$wpls" lint far.yaml
check 'schema not found'    2 "'gone.json'"                         "$wpls" lint --schema gone.json examples
check 'schema of a range'   0 '^\| `servicePort` \| integer \| yes \| at least 1; at most 65535' "$wpls" schema --format markdown examples/http-call
check 'schema of nothing'   2 'no plugin project here'              "$wpls" schema /
check 'schema, no parser'   0 'registers no parse function'         "$wpls" schema examples/hello-world
check 'explain'             0 'Good:'                               "$wpls" explain config/rejected
check 'explain lists'       0 'phase/wrong-phase'                   "$wpls" explain
check 'explain in C++'      0 'In C\+\+ - '                          "$wpls" explain flow/call-in-body
check 'explain for C++'     0 'return FilterHeadersStatus::StopAllIterationAndWatermark while' "$wpls" explain --code c++ flow/pause-call-body
check 'explain for nobody'  2 "knows no language 'perl'"            "$wpls" explain --code perl flow/sleep
check 'explain C++ pages'   0 'FilterHeadersStatus::StopIteration holds back' bash -c "'$wpls' explain --pages pages && cat pages/cxx/flow/pause-call-body.md"
check 'levels in Chinese'   1 '^examples/http-call/bad.yaml:[0-9]+:1: 错误: 插件拒绝' "$wpls" lint --lang zh examples/http-call/bad.yaml
check 'explain unknown'     2 "no rule 'config/none'"               "$wpls" explain config/none
check 'explain writes pages' 0 '^# '                          bash -c "'$wpls' explain --pages pages && cat pages/flow/sleep.md pages/config/rejected.md"
check 'explain, no folder'  2 "can't be written"                "$wpls" explain --pages gone/pages
check 'dump yaml'           0 '^=VAL :tokenHeader'                  "$wpls" dump yaml examples/http-call/good.yaml
printf 'a: [1' >broken.yaml
check 'dump broken yaml'    1 'SEQ'                                 "$wpls" dump yaml broken.yaml
mkdir -p shared/.git shared/a shared/b
printf 'go 1.24\nuse (\n\t./a\n\t./b\n)\nfoo bar\n' >shared/go.work
for p in a b; do
    printf 'module example.com/%s\n\ngo 1.24\n\nrequire github.com/higress-group/wasm-go v1.0.2\n' $p >shared/$p/go.mod
    printf 'package main\n\nfunc main() {}\n' >shared/$p/main.go
done
check 'go.work of two'      1 '^1$'                                 bash -c "'$wpls' lint --format jsonl shared | grep -c foo; exit \${PIPESTATUS[0]}"
check 'dump document'       0 'told by the folder'                  "$wpls" dump document examples/http-call/good.yaml
check 'dump document, two'  2 "'document' takes one operand, not 'b.yaml'" "$wpls" dump document a.yaml b.yaml
check 'dump model, two'     2 "'model' takes one operand, not 'x'"  "$wpls" dump model examples/http-call x
check 'dump model'          0 'request_headers: onHttpRequestHeaders' "$wpls" dump model examples/http-call
check 'dump ir'             0 'parseConfig'                         "$wpls" dump ir examples/http-call parseConfig
check 'dump run'            0 'global part: rejected'               "$wpls" dump run examples/http-call examples/http-call/bad.yaml
check 'dump run, services'   0 'calls outbound.443..token-service.dns' "$wpls" dump run examples/http-call examples/http-call/good.yaml
check 'dump run, no file'   2 "a plugin's folder and one file"      "$wpls" dump run examples/http-call
check 'dump run, gone'      2 "'gone.yaml': no such"                "$wpls" dump run examples/http-call gone.yaml
# what can't be followed is said, with its place; the plugin has no other code than this
mkdir endless && printf 'module endless\n\ngo 1.24.1\n' >endless/go.mod && cat >endless/main.go <<'END'
package main

import (
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() { wrapper.SetCtx("endless", wrapper.ParseConfig(parseConfig)) }

type Config struct{ n int64 }

func parseConfig(json gjson.Result, config *Config) error {
	for json.Get("spin").Bool() {
		config.n++
	}
	return nil
}
END
echo 'spin: true' >endless/on.yaml
echo 'spin: false' >endless/off.yaml
check 'gave up is no check' 0 '^1 hint in 1 plugin and 1 of 2 configurations$' "$wpls" lint endless
check 'gave up, any'        0 "gave up in 'parseConfig', main.go:16:3: too many steps" "$wpls" dump model endless
check 'gave up, this one'   0 "gave up in 'parseConfig', main.go:16:3: too many steps" "$wpls" dump run endless endless/on.yaml
check 'did not give up'     0 '^0$'                                 bash -c "'$wpls' dump run endless endless/off.yaml | grep -c 'gave up' || true"
check 'dump ir, unknown'    2 "'nothing': no such function"         "$wpls" dump ir examples/http-call nothing

# broken and hostile input: an answer, not a crash
printf '\000\377\376' >bad-bytes.yaml
check 'bad bytes'           1 'yaml/encoding'                       "$wpls" lint --plugin examples/http-call bad-bytes.yaml
: >empty.yaml
check 'empty file'          1 'rejected by the plugin: missing'     "$wpls" lint --plugin examples/http-call empty.yaml
mkdir half && printf 'package main\n\nfunc init() {\n\twrapper.SetCtx("x", wrapper.ParseConfig(' >half/main.go
check 'half a program'      1 "half/main.go:3:13: error: syntax error near '\{'" "$wpls" lint half
mkdir odd && cp examples/http-call/{go.mod,go.sum,main.go} odd/ && cp examples/http-call/good.yaml odd/good.yaml
mkfifo odd/pipe.yaml odd/pipe.go odd/wpls.yaml && ln -s gone.yaml odd/nowhere.yaml && ln -s gone.go odd/nowhere.go && ln -s gone odd/nowhere
ln -s b.yaml odd/a.yaml && ln -s a.yaml odd/b.yaml && ln -s circle odd/circle && ln -s gone odd/.#good.yaml
python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("odd/socket.yaml")'
for file in pipe.yaml pipe.go socket.yaml; do
  check "a $file"           2 "^wpls: 'odd/$file': nothing here was checked: not read: not a regular file" timeout 10 "$wpls" lint "odd/$file"
  check "... in a report"   2 "odd/$file\",\"line\":1,.*not read: not a regular file" timeout 10 "$wpls" lint --format jsonl "odd/$file"
  check "... that is fine"  0 'hint: not read: not a regular file'  timeout 10 "$wpls" lint --allow-empty "odd/$file"
done
for file in nowhere nowhere.yaml nowhere.go; do
  check "a link, $file"     2 'hint: not read: a link to nothing'   "$wpls" lint "odd/$file"
done
for file in a.yaml circle; do
  check "a circle, $file"   2 'hint: not read: links that lead in a circle' "$wpls" lint "odd/$file"
done
for file in /dev/null /dev/zero; do
  check "$file"             2 'hint: not read: not a regular file'  timeout 10 "$wpls" lint "$file"
done
check 'all of them'         0 '^odd/nowhere:1:1: hint: not read: a link to nothing' timeout 10 "$wpls" lint odd
check '... no source'       0 '^ +odd/nowhere.go:1:1: here, too$'   timeout 10 "$wpls" lint odd
check '... pipes'           0 '^ +odd/wpls.yaml:1:1: here, too$'    timeout 10 "$wpls" lint odd
check '... circles'         0 '^ +odd/circle:1:1: here, too$'       timeout 10 "$wpls" lint odd
check '... each once'       0 'good.yaml|3 hints in 1 plugin and 1 configuration$' timeout 10 "$wpls" lint odd
for words in '未读取：不是普通文件' '未读取：指向不存在之处的链接' '未读取：互相指向的链接'; do
  check "in Chinese, $words" 0 "^odd/.*: 提示: $words"               timeout 10 "$wpls" lint --lang zh odd
done
check 'a pipe as go.mod'    0 'go.mod:1:1: hint: not read: not a regular file' bash -c "rm odd/go.mod; mkfifo odd/go.mod; timeout 10 '$wpls' lint odd"
check 'a pipe as a schema'  2 'not a regular file'                  timeout 10 "$wpls" lint --schema odd/pipe.yaml v.yaml
check 'a pipe as baseline'  2 'not a regular file'                  timeout 10 "$wpls" lint --baseline odd/pipe.yaml examples
mkdir wide && printf '\377\376a\0:\0 \0001\0' > wide/config.yaml
check 'UTF-16'              2 "'wide/config.yaml': nothing here was checked: not read: the text is UTF-16 or UTF-32: save it as UTF-8" "$wpls" lint wide/config.yaml
check '... in a folder'     0 '^wide/config.yaml:1:1: hint: not read: the text is UTF-16' "$wpls" lint --allow-empty wide
printf 'a\0:\0 \0001\0' > wide/config.yaml
check '... without its mark' 2 "'wide/config.yaml': nothing here was checked: not read: the text is UTF-16 or UTF-32" "$wpls" lint wide/config.yaml
mkdir -p shut/folder && cp examples/http-call/good.yaml shut/ && chmod 0 shut/good.yaml shut/folder && chmod 777 .
nobody() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=65534 --clear-groups "$@"; else "$@"; fi; }
cp "$wpls" alone-wpls && chmod 755 alone-wpls
check 'permission denied'   2 'hint: not read: permission denied' nobody ./alone-wpls lint shut
check '... by name'         2 "'shut/good.yaml': nothing here was checked: not read: permission denied" nobody ./alone-wpls lint shut/good.yaml
check '... a folder'        2 '^ +shut/good.yaml:1:1: here, too|shut/folder:1:1: ' nobody ./alone-wpls lint shut/folder shut
chmod 700 shut/folder

# settings: the nearest wpls.yaml up to the repository or the current folder
mkdir -p settings/deep
echo '{"properties": {"port": {"type": "integer"}}}' >settings/port.json
echo 'port: x' >settings/deep/data.yaml
printf 'schemas: {port.json: "*.yaml"}\nrule: {}\n' >settings/wpls.yaml
check 'settings'            1 "data.yaml:1:7: error: 'port' must be" "$wpls" lint settings/deep/data.yaml
check 'settings above'      1 "wpls.yaml:2:1: error: unknown key 'rule'; did you mean 'rules'" "$wpls" lint settings/deep
cd settings/deep
check 'settings elsewhere'  0 'data.yaml:1:1: hint: no plugin is known' "$wpls" lint data.yaml
mkdir ../.git
check 'settings, repository' 1 "error: 'port' must be"               "$wpls" lint data.yaml
cd "$work"

# what was looked at, and what was not
mkdir -p part/none part/plain part/foreign part/empty && cp -r examples/mock-answer part/ && echo 'a: 1' >part/none/note.txt
printf 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\n' >part/plain/deploy.yaml
echo '{"name": "a", "dependencies": {}}' >part/plain/package.json
printf 'proxy-wasm = "0.2"\n[lib]\ncrate-type = ["cdylib"]\n' >part/foreign/Cargo.toml
wasmplugin() { printf 'apiVersion: extensions.higress.io/v1alpha1\nkind: WasmPlugin\nmetadata: {name: %s}\nspec: {url: "oci://h/%s:1", defaultConfig: {a: 1}}\n' "$1" "$1"; }
for i in $(seq 30); do wasmplugin far-away >part/mock-answer/far-$i.yaml; done
wasmplugin foreign >part/mock-answer/foreign.yaml
check 'what was checked'    0 ', 3 hints in 1 of 2 plugins and 4 of 35 configurations; 2 files are something else$' "$wpls" lint --fail-on never part
check 'once a plugin'       0 '^ +part/mock-answer/far-14.yaml:4:13: and 25 more$' "$wpls" lint --fail-on never part
check 'named by another'    0 "foreign.yaml:4:13: hint: plugin 'foreign' is in Rust, which is not read" "$wpls" lint --fail-on never part
mkdir part/manifests part/emptied && wasmplugin elsewhere >part/manifests/w.yaml && wasmplugin emptied >part/emptied/w.yaml && cp examples/http-call/go.mod part/emptied/
check 'manifests alone'     2 "'part/manifests': nothing here was checked: the sources of plugin 'elsewhere' are not here" "$wpls" lint part/manifests
check '... in Chinese'      2 "提示: 此处没有插件 'elsewhere' 的源代码：其配置未经检查" "$wpls" lint --lang zh part/manifests
check '... are allowed'     0 'hint in 0 of 1 configurations'       "$wpls" lint --allow-empty part/manifests
check '... or named'        0 'hint in 0 of 1 configurations'       "$wpls" lint part/manifests/w.yaml
check '... with a mistake'  0 '1 warning, 1 hint in 0 of 1 configurations'    bash -c "sed 's/url:/usl:/' part/manifests/w.yaml >part/manifests/v.yaml; rm part/manifests/w.yaml; '$wpls' lint part/manifests"
check 'an emptied plugin'   2 "'part/emptied': nothing here was checked: the sources of plugin 'emptied' are not here" "$wpls" lint part/emptied
check '... told once'       2 '^1 hint in 0 of 1 configurations$'   "$wpls" lint part/emptied
echo 'package main' >part/emptied/main.go
check '... in Chinese'      2 '提示: 就 wpls 所能跟踪的代码而言，此处没有注册插件' "$wpls" lint --lang zh part/emptied
check 'nothing registers'   2 'hint: nothing registers a plugin here' "$wpls" lint part/emptied
check '... to a manifest'   0 'hint: nothing registers a plugin here' "$wpls" lint part/emptied/w.yaml
check '... said once'       2 '^1 hint in 0 of 1 plugins and 0 of 1 configurations$' "$wpls" lint part/emptied part/emptied/w.yaml
rm -r part/manifests part/emptied
cp -r examples/http-call refused && sed -i 's/^func init() {/&\n\tnothere()/' refused/main.go
check 'nothing is judged'   2 "'refused': nothing here was checked: the compiler refuses this: 'nothere' is not declared; what the plugin registers" "$wpls" lint refused
check '... said once'       2 '^3 hints in 0 of 1 plugins and 0 of 2 configurations' "$wpls" lint refused
check 'a language'          2 "Cargo.toml:1:1: hint: plugins in Rust are not read" "$wpls" lint part/foreign
check 'a language, told'    2 "wpls: 'part/foreign': nothing here was checked: plugins in Rust are not read" "$wpls" lint part/foreign
check 'nothing there'       2 "wpls: 'part/none': nothing here was checked: no plugin, and no configuration of one" "$wpls" lint part/none
check 'one of several'      2 '^no findings in 1 plugin$' bash -c "rm part/mock-answer/far-* part/mock-answer/foreign.yaml; '$wpls' lint part/empty part/mock-answer/main.go"
check '--allow-empty'       0 '^no findings: nothing was checked' "$wpls" lint --allow-empty part/none
check 'plainly not ours'    0 '^no findings: nothing was checked; 2 files are something else$' "$wpls" lint part/plain/deploy.yaml part/plain/package.json
check 'nor are others'      0 '; 1 file is something else$'          "$wpls" lint part/none/note.txt
check 'a folder of others'  2 "'part/plain': nothing here was checked" "$wpls" lint part/plain
check '--plugin, none'      2 "'part/none': no plugin here: no go.mod and no main package" "$wpls" lint --plugin part/none part/plain/deploy.yaml
check '--plugin, Rust'     2 "'part/foreign': no plugin here: it is in Rust, which wpls does not read" "$wpls" lint --plugin part/foreign part/plain/deploy.yaml
check '--plugin, several'   2 "there are several below it: name one of 'examples/hello-world', 'examples/http-call'" "$wpls" lint --plugin examples part/plain/deploy.yaml
mkdir -p inside/config && cp examples/http-call/go.* inside && sed 's|^import (|&\n\t_ "token-check/config"|' examples/http-call/main.go >inside/main.go
sed -i 's|^module .*|module token-check|' inside/go.mod && echo 'package config' >inside/config/config.go
check '--plugin, a package' 1 "wpls: 'inside/config': taken is the plugin in 'inside'" "$wpls" lint --plugin inside/config examples/http-call/bad.yaml
mkdir -p inside/doc && check '--plugin, beside' 2 "the one around it is in 'inside'" "$wpls" lint --plugin inside/doc examples/http-call/bad.yaml

# nothing from outside of the repository
mkdir -p fence/repo/plugins fence/repo/deploy fence/repo/.git fence/secret && cp -r examples/http-call fence/repo/plugins/ && rm fence/repo/plugins/http-call/*.yaml
echo 'password: hunter2' >fence/secret/secret.yaml
ln -s ../../../secret/secret.yaml fence/repo/plugins/http-call/config.yaml
check 'a link out'          0 "http-call/config.yaml:1:1: hint: '../../../secret/secret.yaml' leads out of the repository" "$wpls" lint fence/repo
check '... by name'         2 "config.yaml:1:1: hint: '../../../secret/secret.yaml' leads out" "$wpls" lint fence/repo/plugins/http-call/config.yaml
check '... is not read'     1 '^0$' bash -c "for f in text json jsonl sarif github gitlab checkstyle junit; do '$wpls' lint --format \$f fence/repo fence/repo/plugins/http-call/config.yaml; done | grep -c hunter2"
check '... unless allowed'  1 'password: hunter2'                   "$wpls" lint --allow-outside fence/repo
ln -s ../secret fence/repo/linked && ln -s loop fence/repo/loop && ln -s . fence/repo/self && ln -s .. fence/repo/up && ln -s linked fence/repo/twice
check 'a folder out'        0 "repo/linked:1:1: hint: '../secret' leads out" "$wpls" lint fence/repo
check 'a link to a link'    0 "repo/twice:1:1: hint: 'linked' leads out" "$wpls" lint fence/repo
check 'a folder out, named' 2 "'fence/repo/linked': nothing here was checked: '../secret' leads out" "$wpls" lint fence/repo/linked
check 'a file in it, named' 2 "secret.yaml:1:1: hint: "             "$wpls" lint fence/repo/linked/secret.yaml
rm fence/repo/linked fence/repo/twice fence/repo/up fence/repo/loop
mkdir fence/schemas && printf '{"properties": {"a": {"type": "string"}}}' >fence/schemas/a.json
for way in '../../schemas/a.json' 'x/../../../schemas/a.json' "file://$work/fence/schemas/a.json" "FILE:///$work/fence/repo/../schemas/a.json"; do
  printf '# yaml-language-server: $schema=%s\na: 1\n' "$way" >fence/repo/deploy/a.yaml
  check "a schema out, $way" 0 "a.yaml:1:33: hint: '.*schemas/a.json' leads out of the repository" "$wpls" lint fence/repo/deploy/a.yaml
done
check 'the schema by hand'  1 'schema/type'                         "$wpls" lint --schema fence/schemas/a.json fence/repo/deploy/a.yaml
check 'the schema, allowed' 1 'schema/type'                         "$wpls" lint --allow-outside fence/repo/deploy/a.yaml
printf 'schemas: {../schemas/a.json: "*.yaml"}\nplugins: {../../settings: b.yaml}\nschemaRoots: {"https://x/": ../schemas}\n' >fence/repo/wpls.yaml && echo 'a: 1' >fence/repo/deploy/a.yaml
check 'settings lead out'   0 "wpls.yaml:1:11: hint: '../schemas/a.json' leads out" "$wpls" lint fence/repo
check 'a plugin out'        0 "wpls.yaml:2:11: hint: '../../settings' leads out" "$wpls" lint fence/repo
check 'a root out'          0 "wpls.yaml:3:29: hint: '../schemas' leads out" "$wpls" lint fence/repo
rm fence/repo/wpls.yaml fence/repo/plugins/http-call/config.yaml && sed 's/tokenHeader:.*//' examples/http-call/wasmplugin-good.yaml >fence/repo/deploy/w.yaml
check 'found from a file'   1 'w.yaml:.* error: rejected by the plugin: missing tokenHeader' "$wpls" lint fence/repo/deploy/w.yaml
mkdir fence/lib && printf 'module example.com/lib\n\ngo 1.24\n' >fence/lib/go.mod && printf 'package lib\n\nfunc Name() string { return "libName" }\n' >fence/lib/lib.go
printf '\nreplace example.com/lib => ../../../lib\n' >>fence/repo/plugins/http-call/go.mod
sed -i 's|^import (|&\n\t"example.com/lib"|; s|json.Get("tokenHeader")|json.Get(lib.Name())|' fence/repo/plugins/http-call/main.go
check 'replace is followed' 1 "when 'libName' is missing or empty"  "$wpls" lint fence/repo/deploy/w.yaml
mod=fence/repo/plugins/http-call/go.mod
sed -i "s|=> .*|=> $work/fence/lib|" $mod
check 'absolute: is not'    0 "go.mod:[0-9]+:28: hint: '$work/fence/lib' leads out of the repository" "$wpls" lint fence/repo
check '... in Chinese'      0 "go.mod:[0-9]+:28: 提示: '$work/fence/lib' 指向仓库之外：未读取" "$wpls" lint --lang zh fence/repo
check '... nor by a file'   0 '^no findings in 1 configuration$'    "$wpls" lint fence/repo/deploy/w.yaml
check '... unless allowed'  1 "when 'libName' is missing or empty"  "$wpls" lint --allow-outside fence/repo/deploy/w.yaml
mkdir -p cache/example.com/lib@v1.0.0 && sed 's/libName/cached/' fence/lib/lib.go >cache/example.com/lib@v1.0.0/lib.go
sed -i 's|^replace|require example.com/lib v1.0.0\n\n&|' $mod
check '... nor what it replaces' 0 '^no findings in 1 configuration$' env GOMODCACHE="$work/cache" "$wpls" lint fence/repo/deploy/w.yaml
sed -i "s|=> .*|=> $work/cache/example.com/lib@v1.0.0|" $mod
check '... the cache is'    1 "when 'cached' is missing or empty"   env GOMODCACHE="$work/cache" "$wpls" lint fence/repo/deploy/w.yaml
cp -r fence/lib fence/repo/lib && sed -i "s|=> .*|=> $work/fence/repo/lib|" $mod
check '... the repository'  1 "when 'libName' is missing or empty"  "$wpls" lint fence/repo/deploy/w.yaml
sed -i '/^replace/d; /example.com\/lib/d' $mod && printf 'go 1.24\n\nuse (\n\t./plugins/http-call\n\t%s\n)\n' "$work/fence/lib" >fence/repo/go.work
check 'go.work leads out'   0 "go.work:5:2: hint: '$work/fence/lib' leads out of the repository" "$wpls" lint fence/repo
sed -i "s|$work/fence/lib|../lib|" fence/repo/go.work
check '... as Go says'      1 "when 'libName' is missing or empty"  "$wpls" lint fence/repo/deploy/w.yaml

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
