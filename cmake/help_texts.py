"""What the program says of itself, as data: the commands, and the options of each, read from `wpls --help` and `wpls COMMAND --help`.

The manual page and the shell completions are made from this, so that they can't know other options than the program.
"""
import functools
import re
import subprocess
from dataclasses import dataclass, field

OPTION = re.compile(r"^  (?:(?P<short>-\w), )?(?P<long>--[\w-]+)(?:[ =](?P<value>[A-Z][\w=:]*))?(?:  +(?P<text>.*))?$")
CONTINUED = re.compile(r"^ {10,}(?P<text>\S.*)$")


@dataclass
class Option:
    long: str
    short: str = ""
    value: str = ""  # "DIR"; empty for a switch
    text: str = ""

    def choices(self):
        """The words that the text lists as possible values: "text (default) or jsonl: one finding a line"."""
        if not self.value:
            return []
        for clause in re.split(r"[:;]", re.sub(r" \([^)]*\)", "", self.text)):
            words = re.split(r", | or | and ", clause.strip())
            if len(words) > 1 and all(re.fullmatch(r"[a-z][a-z0-9]*", word) for word in words):
                return words
        return []


@dataclass
class Command:
    name: str
    summary: str
    usage: list = field(default_factory=list)  # lines without "usage: "
    paragraphs: list = field(default_factory=list)
    options: list = field(default_factory=list)

    def arguments(self):
        """What the usage lines take besides options: "DIR", "PATH", "RULE", ...; in order, each once."""
        found = []
        for line in self.usage:
            rest = re.sub(r"\[?--[\w-]+(?:[ =][A-Z][\w=]*)?(?: \| --[\w-]+ [A-Z]\w*)*\]?", "", line)
            found += [word for word in re.findall(r"\b[A-Z]{2,}\b", rest) if word != "OPTION" and word not in found]
        return found


def output(wpls, *arguments, language="en"):
    return subprocess.run([wpls, "--lang", language, *arguments], check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout


def joined(text, line):
    """Two lines of a paragraph: with a blank, but for Chinese, which is broken anywhere."""
    between = "" if not text or text[-1] > "\u2e80" or line[0] > "\u2e80" else " "
    return text + between + line


def read_command(name, summary, text):
    command = Command(name, summary)
    block = []

    def end_paragraph():
        if block:
            command.paragraphs.append(functools.reduce(joined, block))
            block.clear()

    in_usage, option = True, None
    for line in text.splitlines():
        match, more = OPTION.match(line), CONTINUED.match(line)
        if in_usage and line.strip():
            command.usage.append(re.sub(r"^(usage: |用法：)", "", line).strip())
            continue
        in_usage = False
        if match:
            end_paragraph()
            option = Option(match["long"], match["short"] or "", match["value"] or "", match["text"] or "")
            command.options.append(option)
        elif option and more:
            option.text = joined(option.text, more["text"])
        elif line.strip():
            option = None
            block.append(line.strip())
        else:
            option = None
            end_paragraph()
    end_paragraph()
    return command


def read_commands(wpls, language="en"):
    listed = re.findall(r"^  (\w+) +(\S.*)$", output(wpls, "--help", language=language), flags=re.M)
    return [read_command(name, summary, output(wpls, name, "--help", language=language)) for name, summary in listed]
