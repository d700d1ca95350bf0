#!/usr/bin/env bash
# Every report format on one workspace, compared with the files in reports/; then --output, --baseline and --diff.
# usage: reports.sh WPLS SOURCE_FOLDER [--update]; ends with the line 'N passed, N failed'
set -u
wpls=$(readlink -f "$1")
golden=$(readlink -f "$2")/tests/cli/reports
update=${3:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0
cp -r "$golden/workspace/." "$work"
cd "$work" || exit 1

check() { # check NAME COMMAND...
  local name=$1
  shift
  if "$@" >"$work.out" 2>&1; then passed=$((passed + 1)); else failed=$((failed + 1)) && echo "FAILED $name" && head -20 "$work.out"; fi
  rm -f "$work.out"
}

# This folder, the version and the list of all rules are not what this is about.
named() {
  sed -e "s|$work|FOLDER|g" -e 's|"semanticVersion":"[^"]*"|"semanticVersion":"VERSION"|' -e 's|"ruleIndex":[0-9]*|"ruleIndex":0|' \
    -e 's|"rules":\[.*\]}},"originalUriBaseIds"|"rules":[]}},"originalUriBaseIds"|'
}

for format in text json jsonl sarif github gitlab checkstyle junit baseline; do
  "$wpls" lint --format $format . | named >got
  [ "$update" = --update ] && cp got "$golden/$format"
  check "$format" diff "$golden/$format" got
done
rm got
xml() { python3 -c 'import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.argv[1])' "$1"; }

out=$(mktemp -d) # beside the workspace: the reports are no configurations
"$wpls" lint --format jsonl --output sarif="$out/sarif" --output junit="$out/junit" --output checkstyle="$out/checkstyle" \
  --output gitlab="$out/gitlab.json" --output json="$out/findings.json" . | named >"$out/jsonl"
check 'several outputs: jsonl'     diff "$golden/jsonl" "$out/jsonl"
check 'several outputs: sarif'     diff "$golden/sarif" <(named <"$out/sarif")
check 'several outputs: junit'     diff "$golden/junit" "$out/junit"
check 'junit is XML'               xml "$out/junit"
check 'checkstyle is XML'          xml "$out/checkstyle"
cp "$out/sarif" "$out/sarif.json"
check 'sarif keeps to its schema'  "$wpls" lint --fail-on hint --schema "$golden/../sarif.schema.json" "$out/sarif.json"
check 'gitlab is JSON'             python3 -m json.tool "$out/gitlab.json"
check 'json is JSON'               python3 -m json.tool "$out/findings.json"

mkdir clean
for format in json sarif gitlab; do
  "$wpls" lint --format $format clean >"$out/clean.json"
  check "$format without findings"  python3 -m json.tool "$out/clean.json"
done
for format in checkstyle junit; do
  "$wpls" lint --format $format clean >"$out/clean.xml"
  check "$format without findings"  xml "$out/clean.xml"
done
odd=$(mktemp -d)
cp -r plugin "$odd"
mv "$odd/plugin/config.yaml" "$odd/plugin/config-$(printf '\033[31m\377\357\277\276').yaml"
for format in checkstyle junit; do
  (cd "$odd" && "$wpls" lint --format $format . >"$out/odd.xml")
  check "$format of a file with an odd name" xml "$out/odd.xml"
done
check 'an odd name is shown as escapes' bash -c "cd '$odd' && '$wpls' lint --color never . | grep -qF 'config-\\x1b[31m\\xff\\ufffe.yaml:1:13: error'"
rm -r "$odd/plugin/"config-*

# Names, keys, values and a plugin's messages that would do something to whoever looks at the report.
evil=$(printf 'a\033]0;t\007\r\n::error file=x::%%0Ainjected\n\342\200\256cod\302\2332J\377')
printf 'mode: 1\n' >"$odd/plugin/config-$evil.yaml"
printf 'tokenHeader: x\n"mo\\e[2J\\n::error::\\u202ekey": y\n' >"$odd/plugin/config-a.yaml"
sed -i 's|required.*": 100%|\\x1b[31m\\n::error::said\\u202e\\x07\\xff\\": 100%|' "$odd/plugin/main.go"
for format in text json jsonl sarif github gitlab checkstyle junit baseline; do
  (cd "$odd" && "$wpls" lint --format $format . >"$out/evil" 2>&1)
  check "nothing hidden in $format" "$golden/../hidden.py" $format "$out/evil"
done
"$wpls" lint "$(printf 'gone\033[2J\n\342\200\256')" 2>"$out/evil"
check 'nothing hidden on stderr' grep -qxF "wpls: 'gone\\x1b[2J\\n\\u202e': no such file or folder" "$out/evil"
(cd "$odd" && "$wpls" lint --output baseline="$out/evil" . >/dev/null)
check 'a baseline has them, too' bash -c "cd '$odd' && '$wpls' lint --baseline '$out/evil' . | grep -q '^no findings'"
rm -r "$odd"
status_is() { local want=$1; shift; "$@"; [ $? = "$want" ]; }
says() { local pattern=$1; shift; "$@" 2>&1 | grep -E -- "$pattern"; }
check 'an output without a file'   status_is 2 "$wpls" lint --output sarif .
check 'an output of no format'     says "'xml=out' names a format" "$wpls" lint --output xml=out .
check 'an output that is a folder' says "names a folder" "$wpls" lint --output json=clean .
check 'one file for two outputs'   status_is 2 "$wpls" lint --output json="$out/twice" --output sarif="$out/../${out##*/}/twice" .
check 'one file: which one'        says "'junit=./twice' names the file of another --output" "$wpls" lint --output json=twice --output junit=./twice .
ln -s . "$out/here"
check 'one file by another way'    status_is 2 "$wpls" lint --output json="$out/twice" --output sarif="$out/here/twice" .
check 'one file: not written'      test ! -e "$out/twice" -a ! -e twice
echo old >"$out/kept"
check 'a report that fails'        bash -c "ulimit -f 0; trap '' XFSZ; '$wpls' lint --output json='$out/kept' . >/dev/null; [ \$? = 3 ]"
check 'leaves the old one'         grep -qx old "$out/kept"
check 'and nothing beside it'      test "$(echo "$out"/kept*)" = "$out/kept"
chmod 640 "$out/kept"
ln -s kept "$out/link"
"$wpls" lint --output json="$out/link" . >/dev/null
check 'a link stays one'           test -L "$out/link"
check 'its file has the report'    diff "$out/kept" "$out/findings.json"
check 'and its permissions'        test "$(stat -c %a "$out/kept")" = 640
check 'those of a new one'         bash -c "umask 027; '$wpls' lint --output json='$out/fresh' . >/dev/null; [ \$(stat -c %a '$out/fresh') = 640 ]"
check 'an output that fails'       status_is 3 "$wpls" lint --output json=/dev/full .

"$wpls" lint --output baseline="$out/known" . >/dev/null
check 'a baseline hides'           says '^no findings' "$wpls" lint --baseline "$out/known" .
sed -i '1i # moved down' plugin/config.yaml
sed -i 's/^package main/\/\/ Package main moved down.\n&/' plugin/main.go
check 'also what has moved'        says '^no findings' "$wpls" lint --baseline "$out/known" .
printf 'tokenHeadr: x\n' >plugin/config-new.yaml
check 'but nothing new'            says '^1 error in' "$wpls" lint --baseline "$out/known" .
cp "$out/known" "$out/more" && printf '{"file": "gone.go", "code": "a", "message": "b"}\n' >>"$out/more"
check 'it tells what is gone'      says 'the baseline has 1 finding that is not there any more' "$wpls" lint --baseline "$out/more" .
"$wpls" lint --format jsonl . >"$out/jsonl"
check 'jsonl is a baseline, too'   says '^no findings' "$wpls" lint --baseline "$out/jsonl" .
check 'no baseline'                says "'gone': no such file" "$wpls" lint --baseline gone .
echo 'nonsense' >"$out/nonsense"
check 'a baseline that is none'    says 'line 1 is no JSON object' "$wpls" lint --baseline "$out/nonsense" .

cp -r "$work" "$out/before"
check '--diff: something to do'    status_is 1 "$wpls" lint --diff .
"$wpls" lint --diff . >"$out/diff"
check '--diff changes nothing'     diff -r "$out/before" .
(cd "$out/before" && "$wpls" lint --fix . >/dev/null)
check '--diff is what patch takes' patch -p1 -i "$out/diff"
check '--diff is what --fix does'  diff -r "$out/before" .
check '--diff: nothing to do'      status_is 0 "$wpls" lint --diff .
check '--diff and --fix'           status_is 2 "$wpls" lint --diff --fix .

rm -rf "$out"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
