#!/usr/bin/env bash
# wpls in a file system that has the program, its libraries and examples in it and nothing else, as some containers are: no /dev, no
# /proc, no /tmp. It says what it says elsewhere. usage: bare_root.sh WPLS TOP; exits with 77 where nobody may change the root
set -uo pipefail
wpls=$1 top=$2
[ "$(id -u)" -eq 0 ] || { echo "SKIPPED: only root may change the root"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
mkdir "$root" "$work/there"
cp -r "$top/examples" "$root"
cp -r "$top/examples" "$work/there"
cp "$wpls" "$root/wpls"
for library in $(ldd "$wpls" | grep -o '/[^ ]*'); do
    mkdir -p "$root$(dirname "$library")"
    cp -L "$library" "$root$library"
done

chroot=$(PATH=$PATH:/usr/sbin:/sbin command -v chroot)
failed=0
check() { # check ARGUMENT...: the same output and status in both places
    local here there
    there=$(cd "$work/there" && env -i "$wpls" "$@" 2>&1; echo "status $?")
    here=$(env -i "$chroot" "$root" /wpls "$@" 2>&1; echo "status $?")
    [ "$here" = "$there" ] && return
    failed=1
    echo "FAILED $*"
    diff <(echo "$there") <(echo "$here") | tail -5
}
check lint examples
check lint --jobs 2 examples/hello-world examples/http-call
check schema examples/http-call
[ $failed -eq 0 ]
