#!/usr/bin/env python3
"""Under a Chinese locale no command says an English sentence: each --help, the list of rules and their pages, findings of all rules' bad
examples and of all marker cases and modules, with their places and fixes, the doctor, and what is said of wrong use.

usage: chinese.py WPLS ROOT
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
from english import example_files, find_sentence  # noqa: E402

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "run"))
import tiny  # noqa: E402

wpls, root = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
failed = passed = 0


def run(*arguments, cwd=root):
    env = os.environ | {"LC_ALL": "zh_CN.UTF-8", "GOMODCACHE": str(pathlib.Path(cwd) / "modcache")}
    done = subprocess.run([wpls, *arguments], cwd=cwd, env=env, stdin=subprocess.DEVNULL, capture_output=True, timeout=300)
    return done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")


def look(what, text):
    global failed, passed
    found = find_sentence(text)
    if found:
        print(f"{what}: an English sentence: {found!r} in {text.strip()[:300]!r}")
    failed, passed = failed + bool(found), passed + (not found)


def look_all(what, *arguments, cwd=root):
    for text in run(*arguments, cwd=cwd):
        for line in text.splitlines():
            look(what, line)


for command in ("lint", "build", "run", "new", "schema", "verify", "explain", "dump", "serve"):
    look_all(f"{command} --help", command, "--help")
    look_all(f"{command} --bogus", command, "--bogus")
look_all("--help", "--help")
look_all("unknown command", "bogus")
look_all("the list of rules", "explain")
look_all("no rule", "explain", "no/rule")
look_all("doctor", "build", "--doctor", "examples/http-call")
for arguments in (["lint", "/no/such"], ["lint", "--plugin", "/no/such", "."], ["lint", "--output", "x"], ["lint", "--baseline", "/no/such"],
                  ["lint", "--jobs", "x"], ["lint", "--fix", "--diff"], ["build", "/no/such"], ["build", "--toolchain", "x"], ["build", "docs"],
                  ["run", "--listen", "x"], ["run", "--cluster", "x"], ["run", "--config", "/no/such"], ["new", "Bad Name"], ["new"],
                  ["schema", "/no/such"], ["schema", "--format", "x"], ["dump", "x"], ["verify", "/no/such"], ["verify", "--runs", "x"], ["verify", "examples/http-call"]):
    look_all(" ".join(arguments), *arguments)

# VS Code knows English words for levels alone: its matchers have to tell Chinese ones apart.
matchers = json.loads((root / "editors/vscode/package.json").read_text(encoding="utf-8"))["contributes"]["problemMatchers"]
WORDS = {"错误": "error", "警告": "warning", "信息": "info", "提示": "info"}
FINDING = re.compile(r"^\S+:\d+:\d+: (\S+?): ")
seen = set()


def match(text):
    """The level that VS Code takes the line of a finding for."""
    global failed, passed
    word = FINDING.match(text)
    if not word or word[1] not in WORDS:
        return
    levels = [m.get("severity", "error") for m in matchers if re.match(m["pattern"]["regexp"], text)]
    seen.add(word[1])
    if levels != [WORDS[word[1]]]:
        print(f"VS Code's matchers take {text!r} for {levels}")
    failed, passed = failed + (levels != [WORDS[word[1]]]), passed + (levels == [WORDS[word[1]]])


with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    run("explain", "--pages", folder / "pages")
    for path in sorted((folder / "pages").rglob("*.md")):
        look(f"page {path.parent.name}/{path.stem}", path.read_text(encoding="utf-8"))
    cases = [*(root / "schema/examples").glob("*-bad.txt"), *(root / "tests/cases").rglob("*.txt"), *(root / "tests/wasm/cases").glob("*.txt")]
    for number, path in enumerate(sorted(path for path in cases if path.name != "CMakeLists.txt")):
        place, (files, flags) = folder / str(number), example_files(path)
        module = files.pop("module", None)
        for name, text in files.items():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_text(text, encoding="utf-8")
        if module:
            place.mkdir(exist_ok=True)
            (place / "main.wasm").write_bytes(tiny.module(module))
        out, err = run("lint", "--fail-on", "never", "--allow-empty", *flags, "--lang", "zh", "main.wasm" if module else ".", cwd=place)
        for line in (out + err).splitlines():
            if not re.match(r" +\d* \| ", line):  # a line of the source
                look(path.name, line)
                match(line)
if seen != WORDS.keys():
    print(f"no finding of the levels {sorted(WORDS.keys() - seen)}")
    failed += 1

print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
