#!/usr/bin/env python3
"""Checks what ARCHITECTURE.md promises of the sources: which folder includes which, who touches the operating system, how long
a file and its lines are, and what no tracked file may name. Usage: includes.py ROOT"""
import re
import subprocess
import sys
from pathlib import Path

LINES_MOST = 600
COLUMNS_MOST = 130
LITERAL = re.compile(r'\s*".*"[,;)]*$')  # of a text that is printed as it stands: --help

# A folder may include itself and everything in the layers before its own.
LAYERS = [
    {"base"},
    {"text"},
    {"syntax", "yaml"},
    {"schema", "ir", "wasm"},
    {"go", "cxx", "documents"},
    {"language"},
    {"plugin"},
    {"flow"},
    {"rules", "features"},
    {"toolchain", "gateway", "clang", "sandbox"},
    {"lsp", "cli"},
]
LAYER = {folder: i for i, layer in enumerate(LAYERS) for folder in layer}
SIDEWAYS = {("cli/serve.c", "lsp/server.h")}  # within a layer, nothing else

# Only here may a file ask the system; a second system gets a folder beside. Everybody else includes what ISO C17 has (without threads,
# signals and time, which not every system has, or has alike) and the libraries, each in its place.
SYSTEM = re.compile(r"base/posix/")
ISO_C = {name + ".h" for name in ("assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp stdalign stdarg "
                                  "stdatomic stdbool stddef stdint stdio stdlib stdnoreturn string tgmath uchar wchar wctype").split()}
LIBRARIES = {
    "tree_sitter/api.h": re.compile(r"syntax/"),
    "cjson/cJSON.h": re.compile(r"lsp/"),
    "re2/re2.h": re.compile(r"text/regexp_bridge\.cc$"),
    "zlib.h": re.compile(r"toolchain/image(_read)?\.c$"),
    "sanitizer/asan_interface.h": re.compile(r"base/arena\.c$"),
    "sanitizer/msan_interface.h": re.compile(r"text/regexp_bridge\.cc$"),
}
# What headers of ISO C have beyond it where _GNU_SOURCE is defined, and macros that tell systems apart.
SYSTEM_CALL = re.compile(
    r"(?<![.>\w])(?<!->)(fileno|fdopen|p(open|close)|v?dprintf|getline|getdelim|open_memstream|fmemopen|(un)?setenv|putenv|"
    r"secure_getenv|realpath|mk[od]?s?temps?|mkdtemp|strsignal|strn?dup|memmem|memrchr|strcasestr|strn?casecmp|str(tok|error)_r|"
    r"v?asprintf|stpcpy|strchrnul|strsep|qsort_r|reallocarray|posix_memalign|flockfile|funlockfile|ftello|fseeko)\s*\("
    r"|\b(__linux__|__APPLE__|_WIN32|__unix__|__GLIBC__|__MUSL__)\b"
)

PURE = {"yaml", "schema", "ir", "wasm", "language", "go", "cxx", "documents"}  # no I/O, no threads
IMPURE_HEADER = re.compile(
    r'"base/(file|folder|interrupt|process|queue|reader|scratch|socket|stream|terminal|thread|worker)\.h"'
)
IMPURE_CALL = re.compile(r"\b(fopen|fdopen|freopen|popen|system|FILE)\b\s*[*(]")

INCLUDE = re.compile(r'^\s*#\s*include\s*("[^"]+"|<[^>]+>)')


def dotted(*names):
    """The host's name is put together here, so that this file does not name it either."""
    return re.compile(r"(?<![\w-])" + r"\.".join(map(re.escape, names)) + r"(?![\w-])")


HOSTS = [
    dotted("registry", "npmjs", "org"),
    dotted("pypi", "org"),
    dotted("files", "pythonhosted", "org"),
    dotted("proxy", "golang", "org"),
    dotted("sum", "golang", "org"),
    dotted("static", "crates", "io"),
    dotted("index", "crates", "io"),
    dotted("deb", "debian", "org"),
    dotted("security", "debian", "org"),
    dotted("snapshot", "debian", "org"),
    dotted("repo", "maven", "apache", "org"),
    dotted("repo1", "maven", "org"),
]
LOCAL_PATH = re.compile(r"(?<![\w.$}*-])/" + r"(work|root)/")


class Report:
    def __init__(self):
        self.passed = self.failed = 0

    def check(self, problems):
        for problem in problems:
            print(problem)
        if problems:
            self.failed += 1
        else:
            self.passed += 1


def without_comments(text):
    """Comments and literals blanked, lines kept."""
    blank = lambda m: re.sub(r"[^\n]", " ", m.group())
    return re.sub(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', blank, text, flags=re.S)


def may_include(name, target):
    """Whether a file that is no system's may include <target>."""
    if target in LIBRARIES:
        return LIBRARIES[target].match(name)
    return target in ISO_C or (name.endswith(".cc") and "." not in target)


def check_source(root, path):
    name = path.relative_to(root / "server").as_posix()
    folder = name.split("/")[0]
    where = f"server/{name}"
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    problems = []
    if len(lines) > LINES_MOST:
        problems.append(f"{where}:{LINES_MOST + 1}: {len(lines)} lines, at most {LINES_MOST}")
    problems += [f"{where}:{n}: {len(line)} columns, at most {COLUMNS_MOST}" for n, line in enumerate(lines, 1)
                 if len(line) > COLUMNS_MOST and not LITERAL.match(line)]
    if folder not in LAYER:
        return problems + [f"{where}:1: folder '{folder}' has no layer"]
    pure = folder in PURE
    system = SYSTEM.match(name)
    for n, line in enumerate(lines, 1):
        found = INCLUDE.match(line)
        if not found:
            continue
        header = found.group(1)
        target = header[1:-1]
        other = target.split("/")[0]
        if header[0] == '"' and "/" in target and other in LAYER and other != folder:
            if LAYER[other] >= LAYER[folder] and (name, target) not in SIDEWAYS:
                problems.append(f"{where}:{n}: '{folder}' may not include '{target}'")
        elif header[0] == '"' and "/" not in target and (path.parent / target).exists():
            problems.append(f"{where}:{n}: include '{folder}/{target}', with its folder")
        if SYSTEM.match(target) and not system:
            problems.append(f"{where}:{n}: only 'base/posix' includes '{target}'")
        if header[0] == "<" and not system and not may_include(name, target):
            problems.append(f"{where}:{n}: '{target}' is the system's: ask through a header of 'base'")
        if pure and IMPURE_HEADER.match(header):
            problems.append(f"{where}:{n}: '{folder}' does no I/O and starts no threads: '{target}'")
    for n, line in enumerate(without_comments(text).splitlines(), 1):
        called = IMPURE_CALL.search(line)
        if pure and called:
            problems.append(f"{where}:{n}: '{folder}' does no I/O: '{called.group(1)}'")
        of_system = SYSTEM_CALL.search(line)
        if of_system and not system:
            problems.append(f"{where}:{n}: '{of_system.group(0)}' is the system's: ask through a header of 'base'")
    return problems


def project_files(root):
    """What git tracks or would track; without git, every file outside the folders that .gitignore names."""
    command = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, capture_output=True, check=True).stdout.decode().split("\0")
        return sorted(root / name for name in set(listed) if name and (root / name).is_file())
    except (OSError, subprocess.CalledProcessError):
        skip = {".git", "build", "node_modules", "dist"}
        return sorted(p for p in root.rglob("*") if p.is_file() and not skip & set(p.relative_to(root).parts))


def check_text(root, path):
    name = path.relative_to(root).as_posix()
    data = path.read_bytes()
    if b"\0" in data:
        return []
    problems = []
    for n, line in enumerate(data.decode("utf-8", "replace").splitlines(), 1):
        if any(host.search(line) for host in HOSTS):
            problems.append(f"{name}:{n}: names the host of a package registry")
        if LOCAL_PATH.search(line):
            problems.append(f"{name}:{n}: names a path of one machine")
        if path.name == "package-lock.json" and '"resolved"' in line:
            problems.append(f"{name}:{n}: a download address; npm leaves it out with the project's .npmrc")
    return problems


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
    report = Report()
    for path in sorted((root / "server").rglob("*")):
        if path.suffix in (".c", ".h", ".cc"):
            report.check(check_source(root, path))
    for path in project_files(root):
        report.check(check_text(root, path))
    print(f"{report.passed} passed, {report.failed} failed")
    return 1 if report.failed else 0


sys.exit(main())
