# An editor in a terminal of its own (tmux), for the programs `run` to source: keys go in as a person types them, and what is waited for is
# what the screen or the disk shows, never a time. Needs $scratch, a folder that the caller removes.
# shellcheck shell=bash disable=SC2154
passed=0 failed=0 terminals=0

# Each has a server of its own: one that is ending may take a new session in, and end.
terminal() { tmux -f /dev/null -S "$scratch/terminal$terminals" "$@"; }
# terminal_start COMMAND: a shell's
terminal_start() {
    terminals=$((terminals + 1))
    terminal new-session -d -x 140 -y 40 "$1"
}
terminal_end() { terminal kill-server 2>/dev/null; }
keys() { terminal send-keys "$@"; }
screen() { terminal capture-pane -p; }
shows() { screen | grep -qE -- "$1"; }
hides() { screen | grep -q . && ! shows "$1"; }

# eventually COMMAND...: repeats it until it succeeds, for two minutes
eventually() {
    local deadline=$((SECONDS + 120))
    until "$@" >/dev/null 2>&1; do
        if [ $SECONDS -ge $deadline ]; then return 1; fi
        read -r -t 0.1 <> <(:) || true # gives way without a process
    done
}

# check WHAT COMMAND...: counts as passed when it succeeds in time, else says so and shows the screen
check() {
    local what=$1
    shift
    if eventually "$@"; then
        passed=$((passed + 1))
        return
    fi
    failed=$((failed + 1))
    echo "FAILED: $what; the screen is:"
    screen 2>/dev/null | grep -v '^ *$'
    return 1
}

# The last line of a leg, and its status.
summary() {
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}
