#!/usr/bin/env bash
# What `wpls lint` is told to look at: changed files, standard input, patterns, rules, parts; and what reports call it.
# usage: selection.sh WPLS SOURCE_FOLDER; ends with the line 'N passed, N failed'
set -u
wpls=$(readlink -f "$1")
source=$(readlink -f "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0
export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b

# check NAME STATUS PATTERN COMMAND...: the exit status, and a pattern that standard output and error together must have
check() {
  local name=$1 status=$2 pattern=$3 got
  shift 3
  "$@" >"$work/out" 2>&1
  got=$?
  if [ "$got" = "$status" ] && grep -Eq -- "$pattern" "$work/out"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "FAILED $name: exit status $got, expected $status, and output like '$pattern'; it was:"
    head -20 "$work/out"
  fi
}
lint() { "$wpls" lint --color never "$@"; }

mkdir "$work/repository" && cd "$work/repository" || exit 1
cp -r "$source/examples" .
git init -q -b main . && git add . && git commit -qm one

# --- what has changed ---
check 'nothing has changed'       0 'nothing was checked; [0-9]+ have not changed$' lint --changed-since HEAD .
echo '# more' >>examples/http-call/bad.yaml
check 'a document has'            1 '^1 error in 1 configuration; [0-9]+ have not changed$' lint --changed-since HEAD .
check '... below the folder'      0 'nothing was checked'           lint --changed-since HEAD examples/mock-answer
check '... from a folder below'   1 '^1 error in 1 configuration;'  bash -c "cd examples && '$wpls' lint --changed-since HEAD ."
ln -s "$work/repository" "$work/link"
check '... by a link'             1 '^1 error in 1 configuration;'  bash -c "cd '$work/link/examples' && '$wpls' lint --changed-since HEAD ."
git checkout -q . && cp examples/http-call/bad.yaml examples/http-call/new.yaml
check 'a file that is not added'  1 '^1 error in 1 configuration;'  lint --changed-since HEAD .
rm examples/http-call/new.yaml
echo '// more' >>examples/http-call/main.go
check 'a source brings its configurations' 1 ' in 1 plugin and 4 configurations;' lint --changed-since HEAD .
git checkout -q . && git mv examples/http-call/main.go examples/http-call/plugin.go
check 'a source that was renamed' 1 ' in 1 plugin and 4 configurations;' lint --changed-since HEAD .
git reset -q --hard
printf 'rules: {config/rejected: off}\n' >examples/http-call/wpls.yaml
check 'settings'                  0 ' in 1 plugin, 4 configurations and 1 document;' lint --changed-since HEAD .
rm examples/http-call/wpls.yaml
mkdir -p deploy && sed 's/^  name: .*/  name: http-call/' examples/http-call/wasmplugin-bad.yaml >deploy/other.yaml
git add . && git commit -qm two && echo '// more' >>examples/http-call/main.go
check 'configurations elsewhere'  1 '^deploy/other.yaml:[0-9]+:[0-9]+: error' lint --changed-since HEAD .
git checkout -q .

# a package that two plugins share
mkdir -p shared/limits plugins/one plugins/two
printf 'module shared\n\ngo 1.24\n' >shared/go.mod
printf 'package limits\n\nconst Most = 5\n' >shared/limits/limits.go
for p in one two; do
  sed "s|^module .*|module $p\n\nreplace shared => ../../shared\n\nrequire shared v0.0.0|" examples/http-call/go.mod >plugins/$p/go.mod
  cp examples/http-call/main.go plugins/$p
done
sed -i 's|^import (|import (\n\t"shared/limits"|; s|^func main() {}|func main() {}\n\nvar most = limits.Most|' plugins/one/main.go
git add . && git commit -qm three && echo '// more' >>shared/limits/limits.go
check 'a package that it is made of' 0 'no findings in 1 plugin;'   lint --changed-since HEAD plugins
git rm -qf shared/limits/limits.go
check '... that is gone'          0 ' in 2 plugins$'                lint --fail-on never --changed-since HEAD plugins
git reset -q --hard

git checkout -q -b work && echo '# more' >>examples/http-call/bad.yaml && git commit -qam four
git checkout -q main && echo '# more' >>examples/mock-answer/bad.yaml && git commit -qam five && git checkout -q work
check 'since they parted'         1 '^1 error in 1 configuration;'  lint --new-from-merge-base main .
check 'since the other one'       1 ' in 2 configurations;'         lint --changed-since main .
check 'no such revision'          2 "git can't say what has changed since 'gone': fatal: Needed a single revision" lint --changed-since gone .
check 'an option as a revision'   2 "git can't say what has changed since '--output=x'" lint --changed-since=--output=x .
check 'no repository'             2 "'/': git can't say what has changed since 'HEAD': fatal: not a git repository" lint --changed-since HEAD /
check 'no git'                    2 'git is needed'                 env PATH=/nowhere "$wpls" lint --changed-since HEAD .
printf '#!/bin/sh\ntouch %s/was-run\n' "$work" >"$work/hook" && chmod +x "$work/hook"
git config core.fsmonitor "$work/hook" && git config diff.external "$work/hook"
lint --changed-since HEAD . >/dev/null
check 'what a repository names is not run' 1 '^$'                   bash -c "echo; test -e '$work/was-run'"
git checkout -q main

# --- standard input ---
bad=examples/http-call/bad.yaml
check 'standard input'            1 '^examples/http-call/x.yaml:4:1: error: rejected' lint --stdin-filename examples/http-call/x.yaml - <$bad
check '... is what it says'       1 '^stdin.yaml:8:10: error'       lint - <examples/mock-answer/wasmplugin-bad.yaml
check '... of a plugin'           1 '^stdin.yaml:4:1: error'        lint --plugin examples/http-call - <$bad
check '... in place of the file'  0 'no findings in 1 plugin'       lint --stdin-filename examples/wrong-phase/main.go --rule phase - <examples/http-call/main.go
check '... with a schema'         0 'no findings in 1 document'     lint --schema "$source/schema/settings.schema.json" - <<<'language: zh'
check '... empty'                 0 'nothing was checked; 1 file is something else$' lint - </dev/null
"$wpls" lint --stdin-filename $bad --fix - <$bad >fixed 2>said
check '--fix prints it'           0 '^tokenHeader: X-Token$'        cat fixed
check '... and says the rest apart' 0 '^no findings|^1 warning'      cat said
check '... in full'               0 '^$'                            bash -c "echo; diff <(sed s/tokenHeadr/tokenHeader/ $bad) fixed"
check '... and writes nothing'    0 'clean|^$'                      bash -c "echo; git diff --exit-code -- examples"
check '--diff of it'              1 '^\+tokenHeader: X-Token$'      lint --stdin-filename $bad --diff - <$bad
check '- and other paths'         2 "'-' is standard input, and stands alone" lint - examples </dev/null
check 'a name for nothing'        2 "'-' is missing among the paths" lint --stdin-filename x.yaml examples
rm fixed said

# --- what is left out ---
check '--exclude'                 1 ' in 3 plugins '                lint --exclude http-call --exclude '*-cpp/' examples
check '... what is named, is not' 1 ' in 1 configuration$'          lint --exclude bad.yaml $bad
printf 'mock-*/\n' >.gitignore
check '.gitignore'                1 ' in 4 plugins '                lint examples
check '... from a folder below'   1 ' in 4 plugins '                bash -c "cd examples && '$wpls' lint ."
check '... what is named, is not' 1 ' in 1 plugin and '             lint examples/mock-answer
check '--no-gitignore'            1 ' in 5 plugins '                lint --no-gitignore examples
printf '!mock-*/\n' >examples/.gitignore
check '... a nearer one'          1 ' in 5 plugins '                lint examples
rm .gitignore examples/.gitignore
printf 'exclude: [http-call, /quota-cpp]\n' >examples/wpls.yaml
check 'the setting'               1 ' in 3 plugins, '               lint examples
check '... of a folder above'     1 ' in 1 plugin, 4 configurations and 1 document$' lint examples/mock-answer
rm examples/wpls.yaml
mv .git hidden && printf 'mock-*/\n' >.gitignore
check '.gitignore without a repository' 1 ' in 5 plugins '          lint examples
mv hidden .git && rm .gitignore

# --- rules ---
check '--rule'                    0 '^no findings in'               lint --rule build,schema/type $bad
check '... finds its own'         1 '\[config/rejected\]$'          lint --rule config/rejected $bad
check '... though it is off'      1 '\[config/rejected\]$'          bash -c "printf 'rules: {config/*: off}\n' >wpls.yaml; '$wpls' lint --rule config $bad"
rm wpls.yaml
check '--no-rule'                 0 '^no findings in'               lint --no-rule 'config/*' $bad
check 'no such rule'              2 "'nonsense' is no rule, and no group of rules" lint --rule config,nonsense .

# --- parts ---
all=$(lint --format jsonl examples | sort)
parts=$(for i in 1 2 3; do lint --format jsonl --shard $i/3 examples; done | sort)
check 'parts make up the whole'   0 '^$'                            bash -c 'echo; [ "$1" = "$2" ]' - "$all" "$parts"
check '... however they are named' 0 '^$'                           bash -c 'echo; [ "$1" = "$2" ]' - "$(lint --format jsonl --shard 2/3 examples)" \
  "$(cd examples && "$wpls" lint --format jsonl --shard 2/3 .)"
for wrong in 0/3 4/3 1/0 1 1/2x x/2; do check "--shard $wrong" 2 'is not I/N' lint --shard $wrong .; done

# --- names in reports ---
cd examples || exit 1
check 'text: from the folder'     1 '^http-call/bad.yaml:4:1'       lint http-call/bad.yaml
check 'github: from the root'     1 'file=examples/http-call/bad.yaml,' lint --format github http-call/bad.yaml
check 'gitlab: from the root'     1 '"path":"examples/http-call/bad.yaml"' lint --format gitlab http-call/bad.yaml
check 'sarif: from the root'      1 '"uri":"examples/http-call/bad.yaml","uriBaseId":"%SRCROOT%"' lint --format sarif http-call/bad.yaml
check 'sarif: the root'           1 '"%SRCROOT%":\{"uri":"file://.*/repository/"\}' lint --format sarif http-call/bad.yaml
check '--path-prefix'             1 'file=a/b c/examples/http-call/bad.yaml,' lint --path-prefix './a/b c/' --format github http-call/bad.yaml
check '... in text'               1 '^a/http-call/bad.yaml:4:1'     lint --path-prefix a http-call/bad.yaml
check '... in sarif'              1 '"uri":"a%20b/examples/http-call/bad.yaml","uriBaseId"' lint --path-prefix 'a b' --format sarif http-call/bad.yaml
ln -s bad.yaml http-call/linked.yaml
check 'a link and its file are one' 1 '^1 error in 1 configuration$' lint http-call/linked.yaml http-call/bad.yaml
check '... under the name of the file' 1 '^http-call/bad.yaml:'     lint http-call/linked.yaml http-call/bad.yaml
rm http-call/linked.yaml
cd ..

# --- fixes ---
lint --diff examples >"$work/diff"
check '--diff is what git takes'  0 '^$'                            bash -c "echo; git apply '$work/diff'"
git diff >"$work/applied" && git checkout -q . && lint --fix examples >/dev/null 2>&1
check '... and what --fix does'   0 '^$'                            bash -c "echo; git diff | diff - '$work/applied'"
git checkout -q .
check 'a fix that nobody prefers' 0 'servicePort|serviceSource'     bash -c "sed -i 's/nacos/nacoss/' $bad; '$wpls' lint --diff $bad; cat $bad"
check '--unsafe-fixes'            1 '^-serviceSource: consul'       bash -c "sed -i 's/nacoss/consul/; s/tokenHeadr/tokenHeader/' $bad; '$wpls' lint --diff --unsafe-fixes $bad"
git checkout -q .
touch $bad.wpls-999999999-0 $bad.wpls-$$-0 $bad.wpls-note
lint --fix $bad >/dev/null 2>&1
check 'what a killed run left is gone' 2 'No such file'             ls $bad.wpls-999999999-0
check '... and nothing else'      0 'wpls-note'                     ls $bad.wpls-$$-0 $bad.wpls-note

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
