#!/usr/bin/env python3
"""What wpls says in Chinese: the texts of schema/messages/, and which of those in the sources have none.

usage: messages.py [--add] ROOT

Lists each text of server/, and of the data that people read, that has no Chinese twin in schema/messages/, with file and line, each twin whose English text is said nowhere,
each that has other placeholders, and each Chinese text that breaks schema/glossary.json; exit status 1 if there is one. --add writes
those that are missing into the file of their folder, with an empty twin to be filled in, and takes away what is said nowhere.

A text is an argument of words(), WORDS(), words_str() or of one of SPEAKERS, or the help of a command (`static const char help[]`). A help
is cut into its options and paragraphs, each of which is a text; the whole is put together by the build. Of the data, DATA says which.

A twin has the placeholders of its text: printf's in the same order, or as %{1}, %{2}, ... for the first, second, ...; those in braces
by name, where a word that is only grammar may be left out.
"""
import json
import pathlib
import re
import sys
import unicodedata

sys.dont_write_bytecode = True

# function or macro -> the arguments that are texts
SPEAKERS = {"words": [0], "WORDS": [0], "words_str": [0], "tell": [0], "usage_error": [1], "yaml_error": [3], "yaml_error_here": [2],
            "yaml_report": [4], "yaml_skip_line_rest": [1, 2], "toolchain_step": [2], "server_log": [2], "server_refuse": [2],
            "send_error": [3], "cxx_undefined": [1]}
# files below schema/ -> the file of their twins, and the members that are texts
DATA = {"rules.json": ("pages.json", {"page", "evidence", "what", "why"}), "settings.schema.json": ("settings.json", {"title", "description"}),
        "documents/*.json": ("documents.json", {"title", "description"})}
TOKEN = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|\w+|\s+|.', re.S)
CONVERSION = re.compile(r"%(?P<flags>[-+ #0']*)(?P<width>\*|\d+)?(?:\.(?P<precision>\*|\d+))?(?P<size>hh|h|ll|l|z|j|t)?(?P<kind>[diouxXeEfgGcsp])|%%")
NUMBERED = re.compile(r"%\{(\d+)\}")
NAMED = re.compile(r"(?<!%)\{(\w+)\}")
GRAMMAR = {"characters", "items", "keys"}  # "1 item", "2 items"
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "a": "\a", "b": "\b", "v": "\v", "f": "\f"}
WIDTH = 110  # columns of a help
OPTION = re.compile(r"^  ((?:-\w, )?--[\w-]+(?:[ =][A-Z][\w=:]*)?)(?:  +(.*))?$")


def unescape(literal):
    def one(match):
        s = match.group(1)
        if s[0] == "x":
            return chr(int(s[1:], 16))
        return ESCAPES.get(s, s)
    raw = re.sub(r"\\(x[0-9a-fA-F]{2}|.)", one, literal[1:-1], flags=re.S)
    if any("\x80" <= c <= "\xff" for c in raw) and "\\x" in literal:  # bytes of UTF-8
        return raw.encode("latin-1").decode("utf-8", "replace")
    return raw


def tokens(source):
    """Of C: (kind, text, line), where comments and blanks are left out; kind is 's' for string literals, 'w' for words, else '.'."""
    line = 1
    for match in TOKEN.finditer(source):
        t = match.group(0)
        if t[0] == '"':
            yield "s", t, line
        elif t[0].isalnum() or t[0] == "_":
            yield "w", t, line
        elif not t[0].isspace() and not t.startswith(("/*", "//")):
            yield ".", t, line
        line += t.count("\n")


def argument_texts(stream, at, number):
    """The texts in argument `number` of the call whose '(' is token `at`: literals side by side are one, those of 'a ? "x" : "y"' are two."""
    depth, argument, found, run = 0, 0, [], None
    for kind, t, line in stream[at:]:
        if kind == "s" and depth == 1 and argument == number:
            if run is None:
                run = [line, ""]
                found.append(run)
            run[1] += unescape(t)
            continue
        if kind == "w" and run is not None and depth == 1 and argument == number:
            raise SystemExit(f"line {line}: '{t}' beside a text: write the conversion out and cast the value")
        run = None
        if t in "([{":
            depth += 1
        elif t in ")]}":
            depth -= 1
            if depth == 0:
                break
        elif t == "," and depth == 1:
            argument += 1
    return [(line, text) for line, text in found]


def help_blocks(text):
    """The parts of a help that are texts, as (prefix, text): a whole option, or a paragraph with an empty prefix. What has no words - an
    empty line, a line of usage - is (line, None)."""
    blocks, usage = [], True
    for line in text.split("\n"):
        option = OPTION.match(line)
        usage = usage and bool(line.strip())
        if usage or not line.strip():
            blocks.append([line, None])
        elif option:
            blocks.append([option.group(1), option.group(2) or ""])
        elif blocks and blocks[-1][1] is not None:
            blocks[-1][1] = (blocks[-1][1] + " " + line.strip()).strip()
        else:
            blocks.append(["", line.strip()])
    return blocks


def columns(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def wrap(text, indentation):
    """Lines of at most WIDTH columns: broken at blanks and between Chinese characters, but not before punctuation."""
    lines, line = [], ""
    for piece in re.findall(r"[!-~]+ ?|.", text):
        if columns(line + piece.rstrip()) > WIDTH - indentation and piece.strip() and piece not in "，。；：、）":
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [*lines, line.rstrip()]


def translate_help(text, twins):
    out = []
    for prefix, english in help_blocks(text):
        if english is None:
            out.append(prefix.replace("usage: ", "用法："))
            continue
        lines = wrap(twins[english], 21 if prefix else 0)
        if prefix:
            out.append(f"  {prefix:<18} {lines[0]}" if len(prefix) < 18 else f"  {prefix}  {lines[0]}")
            out += [" " * 21 + line for line in lines[1:]]
        else:
            out += lines
    return "\n".join(out)


def has_words(text):
    return bool(re.search(r"[A-Za-z]{2,}", NAMED.sub("", CONVERSION.sub("", text))))


def data_texts(value, members):
    """The texts in data that are values of these members; those of a list are a text each."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in members or isinstance(inner, dict):
                yield from data_texts(inner, members)
            else:
                yield from inner if isinstance(inner, list) else [inner]
    elif isinstance(value, list):
        for inner in value:
            yield from data_texts(inner, members)


class Said:
    """Every text of the sources and the data: `texts` from a text to the places where it is said, `helps` the whole helps."""

    def __init__(self, root):
        self.texts, self.helps = {}, []
        for path in sorted((root / "server").rglob("*.[ch]")):
            name = path.relative_to(root).as_posix()
            stream = list(tokens(path.read_text(encoding="utf-8")))
            for i, (kind, t, line) in enumerate(stream):
                if t == "help" and [s[1] for s in stream[i + 1:i + 4]] == ["[", "]", "="]:
                    text = "".join(unescape(s[1]) for s in self.run(stream, i + 4))
                    self.helps.append(text)
                    for _, block in help_blocks(text):
                        self.add(block, name, line)
                elif kind == "w" and t in SPEAKERS and i + 1 < len(stream) and stream[i + 1][1] == "(":
                    try:
                        found = [text for number in SPEAKERS[t] for text in argument_texts(stream, i + 1, number)]
                    except SystemExit as problem:
                        sys.exit(f"{name}: {problem}")
                    for at, text in found:
                        self.add(text, name, at)
        for pattern, (_, members) in DATA.items():
            for path in sorted((root / "schema").glob(pattern)):
                written = path.read_text(encoding="utf-8")
                for text in data_texts(json.loads(written), members):
                    at = written.find(json.dumps(text, ensure_ascii=False))
                    self.add(text, path.relative_to(root).as_posix(), written.count("\n", 0, at) + 1)

    @staticmethod
    def run(stream, at):
        while stream[at][0] == "s":
            yield stream[at]
            at += 1

    def add(self, text, name, line):
        if text:
            self.texts.setdefault(text, []).append((name, line))


def read_twins(root, problems):
    """From English to Chinese, and from English to the file that it stands in."""
    twins, files = {}, {}
    for path in sorted((root / "schema" / "messages").glob("*.json")):
        for english, chinese in json.loads(path.read_text(encoding="utf-8")).items():
            if english in twins:
                problems.append(f"schema/messages/{path.name}: '{english}' stands in {files[english]}, too")
            twins[english], files[english] = chinese, path.name
    return twins, files


def pairs_of(value, where):
    """The texts of both languages in data: (English, Chinese, where) of each object with "en" and "zh"."""
    if isinstance(value, dict):
        if isinstance(value.get("en"), str) and isinstance(value.get("zh"), str):
            yield value["en"], value["zh"], where
        for name, inner in value.items():
            yield from pairs_of(inner, f"{where}: {value['id']}" if "id" in value else where)
    elif isinstance(value, list):
        for inner in value:
            yield from pairs_of(inner, where)


def glossary_problems(root, twins, files):
    """Where a Chinese text has another word for a thing than schema/glossary.json."""
    words = json.loads((root / "schema" / "glossary.json").read_text(encoding="utf-8"))["words"]
    patterns = [(re.compile(rf"\b({w['en']})\b", re.I), w) for w in words]
    pairs = [(e, c, f"schema/messages/{files[e]}") for e, c in twins.items() if c]
    for path in sorted((root / "schema").rglob("*.json")):
        if path.parent.name not in ("messages", "json-schema") and path.name != "glossary.json":
            pairs += pairs_of(json.loads(path.read_text(encoding="utf-8")), path.relative_to(root).as_posix())
    for english, chinese, where in pairs:
        plain = re.sub(r"'[^']*'|`[^`]*`|\{\w+\}|--[\w-]+|\S*/\S*|\w+-[\w-]+", " ", english)
        for pattern, w in patterns:
            if pattern.search(plain) and not any(word in chinese for word in [w["zh"], *w.get("or", [])]):
                yield f"{where}: '{chinese}': '{w['zh']}' is the word for '{pattern.search(plain).group(1)}' in '{english}'"
            for word in w.get("not", []):
                if word in chinese:
                    yield f"{where}: '{chinese}': not '{word}' but '{w['zh']}'"


def conversions(text):
    return [m.group(0) for m in CONVERSION.finditer(text) if m.group(0) != "%%"]


def disagreement(english, chinese, name):
    """What is wrong with the placeholders of a twin in the file `name`; None: nothing."""
    want, numbers, plain = conversions(english), [int(n) for n in NUMBERED.findall(chinese)], conversions(chinese)
    if name in [file for file, _ in DATA.values()]:
        want = numbers = plain = []  # no formats of printf
    if numbers and (plain or sorted(set(numbers)) != list(range(1, len(want) + 1))):
        return f"its numbers are not those of the {len(want)} placeholders of the English text"
    if not numbers and plain != want:
        return f"it has the placeholders {plain}, the English text has {want}"
    names, wanted = set(NAMED.findall(chinese)), set(NAMED.findall(english))
    if names - wanted or wanted - names - GRAMMAR:
        return f"it has the placeholders {sorted(names)}, the English text has {sorted(wanted)}"
    return None


def positional(english, chinese):
    """A twin as printf takes it: %{2} becomes the second conversion with the numbers of its arguments."""
    at, made = 1, []
    for match in CONVERSION.finditer(english):
        if match.group(0) == "%%":
            continue
        flags, width, precision = match["flags"], match["width"] or "", match["precision"]
        if width == "*":
            width, at = f"*{at}$", at + 1
        if precision == "*":
            precision, at = f"*{at}$", at + 1
        made.append(f"%{at}${flags}{width}{'.' + precision if precision is not None else ''}{match['size'] or ''}{match['kind']}")
        at += 1
    return NUMBERED.sub(lambda m: made[int(m.group(1)) - 1], chinese)


def twins_of(root, name):
    """From English to Chinese, of one file."""
    return json.loads((root / "schema" / "messages" / f"{name}.json").read_text(encoding="utf-8"))


def rule_settings(root):
    """What the settings' schema says of groups and rules: from the member of `rules` to both languages."""
    rules = json.loads((root / "schema" / "rules.json").read_text(encoding="utf-8"))["rules"]
    groups = dict.fromkeys(r["id"].partition("/")[0] for r in rules)
    return {f"{g}/*": (f"All rules of the group '{g}'.", f"'{g}' 组的全部规则。") for g in groups} | {
        r["id"]: (r["title"]["en"] + ".", r["title"]["zh"] + "。") for r in rules}


def tables(root):
    """message_tables.h (base/words.c). The pages' twins stand in the table of rules."""
    problems = []
    twins, files = read_twins(root, problems)
    problems += [f"schema/messages/{files[e]}: '{c}': {p}" for e, c in twins.items() for p in [disagreement(e, c, files[e])] if p]
    if problems:
        sys.exit("\n".join(problems))
    rows = {english: positional(english, chinese) for english, chinese in twins.items() if chinese and files[english] != "pages.json"}
    rows |= dict(rule_settings(root).values())
    for text in Said(root).helps:
        if all(not english or rows.get(english) for _, english in help_blocks(text)):
            rows[text] = translate_help(text, rows)
    out, table = ["/* Generated by cmake/messages.py from schema/messages and the helps of the commands. */"], []
    for i, (english, chinese) in enumerate(sorted(rows.items(), key=lambda row: row[0].encode())):
        names = []
        for suffix, text in (("en", english), ("zh", chinese)):
            out.append("static const char words_%d_%s[] = {%s,0};" % (i, suffix, ",".join(str(b if b < 128 else b - 256) for b in text.encode())))
            names.append(f"words_{i}_{suffix}")
        table.append("    {%s, %s}," % tuple(names))
    return "\n".join([*out, "static const struct { const char *english, *chinese; } word_twins[] = {", *table, "};"]) + "\n"


def folder_file(places):
    """The file for a text: the folder of the first place that says it, for data what DATA says; helps of commands are said in cli."""
    path = pathlib.PurePosixPath(places[0][0])
    for pattern, (name, _) in DATA.items():
        if path.parts[0] == "schema" and path.relative_to("schema").match(pattern):
            return name
    return path.parts[1] + ".json"


def write_file(path, twins):
    rows = [f"{json.dumps(e, ensure_ascii=False)}: {json.dumps(c, ensure_ascii=False)}" for e, c in sorted(twins.items())]
    path.write_text("{\n" + ",\n".join(rows) + "\n}\n", encoding="utf-8")


def add_missing(root, said, twins, files):
    by_file = {}
    for english, chinese in twins.items():
        if english in said.texts:
            by_file.setdefault(files[english], {})[english] = chinese
    for english, places in said.texts.items():
        if english not in twins and has_words(english):
            by_file.setdefault(folder_file(places), {})[english] = ""
    for name in {*by_file, *files.values()}:
        write_file(root / "schema" / "messages" / name, by_file.get(name, {}))


def main():
    arguments = sys.argv[1:]
    add = "--add" in arguments
    root = pathlib.Path([a for a in arguments if a != "--add"][0])
    problems = []
    said = Said(root)
    twins, files = read_twins(root, problems)
    if add:
        add_missing(root, said, twins, files)
        twins, files = read_twins(root, problems)
    for english, places in sorted(said.texts.items(), key=lambda item: item[1]):
        if has_words(english) and not twins.get(english):
            name, line = places[0]
            problems.append(f"{name}:{line}: no Chinese for {json.dumps(english, ensure_ascii=False)} in schema/messages/"
                            f"{files.get(english, folder_file(places))}; 'cmake/messages.py --add .' makes the row")
    for english, chinese in twins.items():
        wrong = "nothing says it any more" if english not in said.texts else disagreement(english, chinese, files[english]) if chinese else None
        if wrong:
            problems.append(f"schema/messages/{files[english]}: {json.dumps(english, ensure_ascii=False)}: {wrong}")
    problems += glossary_problems(root, twins, files)
    print("\n".join(problems + [f"{len(said.texts)} texts, {len(problems)} problems"]))
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
