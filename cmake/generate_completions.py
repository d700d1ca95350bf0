#!/usr/bin/env python3
"""Writes completions for bash, zsh and fish from the program's own help. usage: generate_completions.py WPLS FOLDER

FOLDER gets bash/wpls, zsh/_wpls and fish/wpls.fish.
"""
import pathlib
import re
import sys

import help_texts

FOLDERS = {"DIR", "PARENT"}
FILES = {"FILE", "PATH", "URL", "SCHEMA", "FMT"}


def kind_of(value):
    """What a value is: "folder", "file", "rule" or "" for a word that nothing is known of."""
    first = re.split(r"\W", value)[0]
    return "folder" if first in FOLDERS else "file" if first in FILES else "rule" if first == "RULE" else ""


def argument_kind(command):
    kinds = [kind_of(word) for word in command.arguments()]
    return next((kind for kind in ("rule", "file", "folder") if kind in kinds), "")


# --- bash --------------------------------------------------------------------------------------------------------------------

BASH = r"""# bash completion for wpls; generated from its help.
_wpls() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}
    COMPREPLY=()
    if [ "$COMP_CWORD" -eq 1 ]; then
        COMPREPLY=($(compgen -W '@COMMANDS@ --help --version' -- "$word"))
        return
    fi
    case $command:$before in
@VALUES@
    esac
    local options= kind=
    case $command in
@OPTIONS@
    esac
    case $word in
    -*) COMPREPLY=($(compgen -W "$options" -- "$word")) ;;
    *) _wpls_kind "$kind" "$word" ;;
    esac
}

_wpls_kind() {
    case $1 in
    folder) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- "$2")) ;;
    file) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$2")) ;;
    rule) COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" explain 2>/dev/null | cut -d' ' -f1)" -- "$2")) ;;
    esac
}

complete -F _wpls wpls
"""


def bash(commands):
    values, options = [], []
    for command in commands:
        for option in command.options:
            if not option.value:
                continue
            words = option.choices()
            do = f"COMPREPLY=($(compgen -W '{' '.join(words)}' -- \"$word\"))" if words else f"_wpls_kind '{kind_of(option.value)}' \"$word\""
            values.append(f"    {command.name}:{option.long}) {do}; return ;;")
        names = " ".join(name for option in command.options for name in (option.short, option.long) if name)
        options.append(f"    {command.name}) options='{names}' kind={argument_kind(command)} ;;")
    text = BASH.replace("@COMMANDS@", " ".join(command.name for command in commands))
    return text.replace("@VALUES@", "\n".join(values)).replace("@OPTIONS@", "\n".join(options))


# --- zsh ---------------------------------------------------------------------------------------------------------------------

ZSH = r"""#compdef wpls
# zsh completion for wpls; generated from its help.
_wpls_rules() {
    local -a rules
    rules=(${(f)"$(wpls explain 2>/dev/null | cut -d' ' -f1)"})
    compadd -a rules
}

_wpls() {
    local -a commands
    commands=(
@COMMANDS@
    )
    if (( CURRENT == 2 )); then
        _describe command commands
        return
    fi
    local command=$words[2]
    shift words
    (( CURRENT-- ))
    case $command in
@CASES@
    esac
}

_wpls "$@"
"""

ZSH_ACTIONS = {"folder": "_files -/", "file": "_files", "rule": "_wpls_rules", "": " "}


def zsh_quoted(text):
    return text.replace("'", "'\\''").replace("[", "\\[").replace("]", "\\]").replace(":", "\\:")


def zsh_specs(command):
    for option in command.options:
        text = zsh_quoted(option.text)
        names = f"'({option.short} {option.long})'{{{option.short},{option.long}}}" if option.short else f"'{option.long}"
        value = ""
        if option.value:
            words = option.choices()
            action = f"({' '.join(words)})" if words else ZSH_ACTIONS[kind_of(option.value)]
            value = f":{option.value}:{action}"
        quote = "'" if option.short else ""
        yield f"{names}{quote}[{text}]{value}'"
    kind = argument_kind(command)
    if kind:
        yield f"'*:{kind}:{ZSH_ACTIONS[kind]}'"


def zsh(commands):
    listed = "\n".join(f"        '{command.name}:{zsh_quoted(command.summary)}'" for command in commands)
    cases = []
    for command in commands:
        specs = " \\\n            ".join(zsh_specs(command))
        cases.append(f"    {command.name})\n        _arguments \\\n            {specs}\n        ;;")
    return ZSH.replace("@COMMANDS@", listed).replace("@CASES@", "\n".join(cases))


# --- fish --------------------------------------------------------------------------------------------------------------------

FISH_ARGUMENTS = {"folder": "-xa '(__fish_complete_directories)'", "file": "-F",
                  "rule": "-xa '(wpls explain 2>/dev/null | string replace -r \" .*\" \"\")'", "": "-x"}


def fish_quoted(text):
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def fish(commands):
    lines = ["# fish completion for wpls; generated from its help.", "complete -c wpls -f",
             "complete -c wpls -n __fish_use_subcommand -l help -s h -d 'list the commands'",
             "complete -c wpls -n __fish_use_subcommand -l version -s V -d 'the version'"]
    for command in commands:
        lines.append(f"complete -c wpls -n __fish_use_subcommand -a {command.name} -d {fish_quoted(command.summary)}")
    for command in commands:
        when = f"complete -c wpls -n '__fish_seen_subcommand_from {command.name}'"
        for option in command.options:
            short = f" -s {option.short[1:]}" if option.short else ""
            value = ""
            if option.value:
                words = option.choices()
                value = " " + (f"-xa {fish_quoted(' '.join(words))}" if words else
                               "-r " + FISH_ARGUMENTS[kind_of(option.value)] if kind_of(option.value) else "-x")
            lines.append(f"{when} -l {option.long[2:]}{short}{value} -d {fish_quoted(option.text)}")
        kind = argument_kind(command)
        if kind:
            lines.append(f"{when} {FISH_ARGUMENTS[kind].replace('-xa', '-a')}")
    return "\n".join(lines) + "\n"


def main():
    commands = help_texts.read_commands(sys.argv[1])
    folder = pathlib.Path(sys.argv[2])
    for name, text in (("bash/wpls", bash(commands)), ("zsh/_wpls", zsh(commands)), ("fish/wpls.fish", fish(commands))):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
