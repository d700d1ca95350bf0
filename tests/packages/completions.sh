#!/usr/bin/env bash
# Every command and every option of `--help` is in the manual page and in the completions of each shell, and the shells take them.
# usage: completions.sh WPLS FOLDER-OF-COMPLETIONS MANUAL.gz
set -uo pipefail
wpls=$1 folder=$2 manual=$3
passed=0 failed=0

check() { # check WHAT COMMAND...: passes when the command succeeds
    local what=$1
    shift
    if "$@" >/dev/null 2>&1; then passed=$((passed + 1)); else failed=$((failed + 1)) && echo "FAILED: $what"; fi
}

in_file() { grep -qE -- "$2" "$1"; } # in_file FILE PATTERN

page=$(mktemp)
trap 'rm -f "$page"' EXIT
zcat "$manual" | sed 's/\\-/-/g' >"$page"
for command in $("$wpls" --help | sed -n 's/^  \([a-z]*\) .*/\1/p'); do
    check "$command in the manual" in_file "$page" "^\.SS \"wpls $command\""
    for option in $("$wpls" "$command" --help | grep -oE '^ +(-[a-zA-Z], )?--[a-zA-Z-]+' | grep -oE -- '--[a-zA-Z-]+'); do
        check "$command $option in the manual" in_file "$page" "\\\\fB$option\\\\fR"
        check "$command $option for bash" in_file "$folder/bash/wpls" "^    $command\) options='([^']* )?$option[ ']"
        check "$command $option for zsh" in_file <(sed -n "/^    $command)/,/;;/p" "$folder/zsh/_wpls") "$option[[}]"
        check "$command $option for fish" in_file "$folder/fish/wpls.fish" "subcommand_from $command' -l ${option#--} "
    done
done

# completed BASH-WORDS...: what bash offers for the last word
completed() {
    bash -c '. "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _wpls; printf "%s\n" "${COMPREPLY[@]}"' - "$folder/bash/wpls" "$@"
}
check "bash completes commands" in_file <(completed wpls li) '^lint$'
check "bash completes options" in_file <(completed wpls lint --fo) '^--format$'
check "bash completes values" in_file <(completed wpls lint --format js) '^jsonl$'
check "bash completes folders" in_file <(cd /usr && completed wpls lint --plugin sha) '^share$'
check "bash completes rules" in_file <(completed "$wpls" explain config/re) '^config/rejected$'
if command -v zsh >/dev/null; then check "zsh reads them" zsh -n "$folder/zsh/_wpls"; else echo "SKIPPED: no zsh here to read its completions"; fi
if command -v fish >/dev/null; then
    offered() { fish --no-config -c "source $folder/fish/wpls.fish; complete -C '$1'"; }
    check "fish completes commands" in_file <(offered 'wpls li') '^lint'
    check "fish completes values" in_file <(offered 'wpls lint --format js') '^jsonl'
else
    echo "SKIPPED: no fish here to try its completions"
fi
if command -v man >/dev/null; then
    check "the manual has no mistakes" test -z "$(LC_ALL=C.UTF-8 MANROFFSEQ='' man --warnings -l "$manual" 2>&1 >/dev/null)"
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
