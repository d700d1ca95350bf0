#!/usr/bin/env python3
"""Writes the manual page wpls(1) from the program's own help. usage: generate_manual.py WPLS OUTPUT.gz"""
import gzip
import pathlib
import sys

import help_texts

HEAD = r""".TH WPLS 1 "" "wpls {version}" "User Commands"
.SH NAME
wpls \- language server, linter and build front end for Proxy\-Wasm plugin projects
.SH SYNOPSIS
.B wpls
.I COMMAND
.RI [ OPTION ]...
.RI [ PATH ]...
.SH DESCRIPTION
wpls checks the configuration of a Proxy\-Wasm plugin against the plugin's own parse function, which it reads and evaluates without
compiling it, and the plugin's SDK calls against what a real Envoy does with them. It finds the same on the command line as in an
editor.
.SH COMMANDS
"""

TAIL = r""".SH EXIT STATUS
.TP
.B 0
Nothing was found at or above the level of
.BR \-\-fail\-on .
.TP
.B 1
There are findings.
.TP
.B 2
Wrong use, or a file that can't be read.
.TP
.B 3
wpls itself failed.
.SH FILES
.TP
.IR wpls.yaml ", " .wpls.yaml
Settings for the files in a folder and below it.
.SH ENVIRONMENT
.TP
.B NO_COLOR
When set, text is not coloured.
"""


def escaped(text):
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\\&" + text if text[:1] in (".", "'") else text


def command_lines(command):
    yield f".SS \"wpls {escaped(command.name)}\""
    yield ".nf"
    yield from (f".B {escaped(line)}" for line in command.usage)
    yield ".fi"
    for paragraph in command.paragraphs:
        yield ".PP"
        yield escaped(paragraph)
    for option in command.options:
        names = ", ".join(rf"\fB{escaped(name)}\fR" for name in (option.short, option.long) if name)
        yield ".TP"
        yield names + (rf" \fI{escaped(option.value)}\fR" if option.value else "")
        yield escaped(option.text)


def main():
    wpls, target = sys.argv[1], pathlib.Path(sys.argv[2])
    version = help_texts.output(wpls, "--version").split()[1]
    lines = [line for command in help_texts.read_commands(wpls) for line in command_lines(command)]
    text = HEAD.replace("{version}", version) + "\n".join(lines) + "\n" + TAIL
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


if __name__ == "__main__":
    main()
