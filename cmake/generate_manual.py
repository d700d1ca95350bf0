#!/usr/bin/env python3
"""Writes the manual page wpls(1) from the program's own help. usage: generate_manual.py WPLS LANGUAGE OUTPUT.gz"""
import gzip
import pathlib
import re
import sys

import help_texts

PAGE = r""".TH WPLS 1 "" "wpls {version}" "{title}"
.SH {NAME}
wpls \- {what}
.SH {SYNOPSIS}
.B wpls
.I COMMAND
.RI [ OPTION ]...
.RI [ PATH ]...
.SH {DESCRIPTION}
{about}
.SH {COMMANDS}
{commands}
.SH {STATUS}
.TP
.B 0
{status0}
.TP
.B 1
{status1}
.TP
.B 2
{status2}
.TP
.B 3
{status3}
.SH {FILES}
.TP
.IR wpls.yaml ", " .wpls.yaml
{settings}
.SH {ENVIRONMENT}
.TP
.B NO_COLOR
{color}
"""

TEXTS = {
    "en": {
        "title": "User Commands", "NAME": "NAME", "SYNOPSIS": "SYNOPSIS", "DESCRIPTION": "DESCRIPTION", "COMMANDS": "COMMANDS",
        "STATUS": "EXIT STATUS", "FILES": "FILES", "ENVIRONMENT": "ENVIRONMENT",
        "what": "language server, linter and build front end for Proxy-Wasm plugin projects",
        "about": "wpls checks the configuration of a Proxy-Wasm plugin against the plugin's own parse function, which it reads and evaluates "
                 "without compiling it, and the plugin's SDK calls against what a real Envoy does with them. It finds the same on the command "
                 "line as in an editor.",
        "status0": "Nothing was found at or above the level of --fail-on.", "status1": "There are findings.",
        "status2": "Wrong use, or a file that can't be read.", "status3": "wpls itself failed.",
        "settings": "Settings for the files in a folder and below it.", "color": "When set, text is not coloured."},
    "zh": {
        "title": "用户命令", "NAME": "名称", "SYNOPSIS": "概要", "DESCRIPTION": "描述", "COMMANDS": "命令",
        "STATUS": "退出状态", "FILES": "文件", "ENVIRONMENT": "环境变量",
        "what": "面向 Proxy-Wasm 插件项目的语言服务器、代码检查工具和构建前端",
        "about": "wpls 用插件自己的解析函数检查 Proxy-Wasm 插件的配置（读取该函数并对其求值，无需编译），并根据真实 Envoy 的行为检查插件的 "
                 "SDK 调用。在命令行中和在编辑器中发现的问题相同。",
        "status0": "没有达到或高于 --fail-on 级别的问题。", "status1": "有问题。",
        "status2": "用法错误，或文件无法读取。", "status3": "wpls 自身出错。",
        "settings": "对所在文件夹及其下文件的设置。", "color": "设置后，文本不带颜色。"},
}


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
    wpls, language, target = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
    version = help_texts.output(wpls, "--version").split()[1]
    lines = [line for command in help_texts.read_commands(wpls, language) for line in command_lines(command)]
    values = {name: escaped(text) for name, text in TEXTS[language].items()} | {"version": version, "commands": "\n".join(lines)}
    text = re.sub(r"\{(\w+)\}", lambda m: values[m[1]], PAGE)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


if __name__ == "__main__":
    main()
