#!/usr/bin/env python3
"""Builds plugins with `wpls build`: with the real Go and clang, and broken on purpose in every way that a user meets.

usage: run.py WPLS SOURCE_FOLDER [NAME...]; ends with the line 'N passed, N failed'

What a compiler must be made to do - hang, flood, print a certain error - is done by stand-ins called tinygo, which these tests write: TinyGo
itself can't be installed from the package registries. Cases of what compilers print are files in output/; TinyGo's were written by hand, in
the form that it documents, and were never compared with the real one.
"""
import contextlib
import hashlib
import json
import os
import pathlib
import re
import select
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import gzip

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "run"))
sys.dont_write_bytecode = True
import tiny  # noqa: from tests/run

HERE = pathlib.Path(__file__).resolve().parent
WPLS = pathlib.Path(sys.argv[1]).resolve()
SOURCE = pathlib.Path(sys.argv[2]).resolve()
LIMIT = 300  # seconds for one command
HEADER = SOURCE / "templates/native/proxy_wasm_abi.h"
C_PLUGIN = """#include "proxy_wasm_abi.h"

PROXY_WASM_PLUGIN

/* Marks what passes. */
uint32_t proxy_on_request_headers(uint32_t context, uint32_t headers, uint32_t end_of_stream)
{
    (void)context, (void)headers, (void)end_of_stream;
    proxy_add_header_map_value(0, "x-from", 6, "plugin", 6);
    return PW_HEADERS_CONTINUE;
}
"""
GO_MAIN = "package main\n\nfunc main() {\n\tproxywasm.SetVMContext(nil)\n}\n"
MODULE = b"\0asm\1\0\0\0"
cases = []


class Skipped(Exception):
    pass


def case(function):
    cases.append(function)
    return function


def check(condition, *what):
    if not condition:
        raise AssertionError("\n".join(map(str, what)))


class Result:
    def __init__(self, done):
        self.status, self.out, self.err = done.returncode, done.stdout.decode(), done.stderr.decode()

    def expect(self, status, *patterns):
        for pattern in patterns:
            check(re.search(pattern, self.out + self.err), f"no /{pattern}/ in:", self.out, self.err)
        check(self.status == status, f"exit status {self.status}, not {status}:", self.out, self.err)
        return self


def environment(path=None, **more):
    env = {k: v for k, v in os.environ.items() if k not in ("WASI_SDK_PATH", "PROXY_WASM_CPP_SDK")}
    env["PATH"] = f"{path}:{env['PATH']}" if path else env["PATH"]
    return env | more


def build(*arguments, cwd=None, path=None, before=(), **more):
    command = [*before, WPLS, "build", *map(str, arguments)]
    return Result(subprocess.run(command, cwd=cwd, env=environment(path, **more), capture_output=True, stdin=subprocess.DEVNULL, timeout=LIMIT))


def findings(*arguments, **how):
    """What `wpls build --json` says."""
    result = build("--json", *arguments, **how)
    return json.loads(result.out)


def c_plugin(folder, source=C_PLUGIN, name="plugin.c"):
    folder.mkdir(parents=True)
    shutil.copy(HEADER, folder)
    (folder / name).write_text(source, encoding="utf-8")
    return folder


def tinygo_plugin(folder, version="1.20"):
    folder.mkdir(parents=True)
    (folder / "go.mod").write_text(f"module example.com/old\n\ngo {version}\n\nrequire github.com/tetratelabs/proxy-wasm-go-sdk v0.22.0\n")
    (folder / "main.go").write_text(GO_MAIN)
    (folder / "main.wasm").write_bytes(b"the old module")
    return folder


def stand_in(folder, script, version="0.33.0"):
    """A program called tinygo that tells its version and does what the script says with "$@"; $out is the module's path."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "tinygo"
    program.write_text("#!/bin/bash\n# Stands in for TinyGo.\n"
                       f'if [ "$1" = version ]; then echo "tinygo version {version} linux/amd64 (using go version go1.22.0 and LLVM version 18.1.2)"; exit; fi\n'
                       'for ((i = 1; i < $#; i++)); do [ "${!i}" = -o ] && { j=$((i + 1)); out=${!j}; }; done\n' + script)
    program.chmod(0o755)
    (folder / "module.wasm").write_bytes(tiny.module("abi proxy_abi_version_0_2_0\n"))
    return folder


def is_as_it_was(folder):
    check((folder / "main.wasm").read_bytes() == b"the old module", "the old module was touched")
    no_leftovers(folder)


def no_leftovers(folder):
    left = [p.name for p in folder.iterdir() if p.name.startswith(".wpls") or ".wasm." in p.name]
    check(not left, "left behind:", *left)


def has_go():
    found = subprocess.run([SOURCE / "scripts/find-go"], capture_output=True, text=True)
    if found.returncode:
        raise Skipped("no Go >= 1.24 here")
    return os.path.dirname(found.stdout.strip())


def has_clang():
    if not shutil.which("clang-19") or not os.path.exists("/usr/lib/wasm32-wasi/libc.a"):
        raise Skipped("no clang for WASI here: scripts/setup wasi")


def is_alive(pid):
    with contextlib.suppress(OSError, IndexError):
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] != "Z"
    return False


def said_through(reader):
    """What somebody writes into a pipe; the case fails when nobody does."""
    ready, _, _ = select.select([reader], [], [], LIMIT)
    check(ready, "the compiler was never started")
    os.set_blocking(reader, True)
    with open(reader) as pipe:
        return pipe.read()


class Hanging:
    """A build that a stand-in holds up: it has started when the pipe says so."""

    def __init__(self, folder, work, script, *arguments, deadline=None):
        self.pipe = work / "started"
        os.mkfifo(self.pipe)
        reader = os.open(self.pipe, os.O_RDONLY | os.O_NONBLOCK)
        path = stand_in(work / "bin", script.replace("PIPE", str(self.pipe)))
        self.child = subprocess.Popen([WPLS, "build", *arguments, folder], env=environment(path), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.pids = [int(p) for p in said_through(reader).split()]

    def end(self, number=signal.SIGINT):
        self.child.send_signal(number)
        return self.wait()

    def kill(self):
        """Kills wpls, which can't do anything about it; the system tells its children a moment later."""
        ends = [os.pidfd_open(p) for p in self.pids]
        self.child.kill()
        self.child.wait(LIMIT)
        for pid, end in zip(self.pids, ends):
            check(select.select([end], [], [], 10)[0], f"still running: {pid}")
            os.close(end)
        self.child.communicate()

    def wait(self):
        out, err = self.child.communicate(timeout=LIMIT)
        alive = [p for p in self.pids if is_alive(p)]
        check(not alive, "still running:", *alive)
        return Result(subprocess.CompletedProcess([], self.child.returncode, out, err))


# --- what works -------------------------------------------------------------------------------------------------------------------


@case
def go_example(work):
    """The example in Go, with the real Go."""
    path = has_go()
    folder = work / "hello"
    shutil.copytree(SOURCE / "examples/hello-world", folder)
    result = build(folder, path=path).expect(0, r"^built main.wasm with Go 1\.\d+.*: \d\.\d\d MB in .* s \(go: go.mod says go 1\.\d+")
    check((folder / "main.wasm").read_bytes().startswith(MODULE), "no wasm module")
    no_leftovers(folder)
    (work / "goenv").write_text("GOFLAGS=-toolexec=/bin/false\n")
    build(folder, path=path, GOFLAGS="-toolexec=/bin/false", GOENV=str(work / "goenv")).expect(0)
    main = next(folder.glob("*.go"))
    main.write_text(main.read_text() + "\nfunc broken() int {\n\treturn \"text\"\n}\n")
    (folder / "main.wasm").write_bytes(b"the old module")
    said = findings(folder, path=path)
    line = main.read_text().split("\n").index('\treturn "text"') + 1
    check(said["status"] == "errors" and said["output"] is None, said)
    found = said["findings"][0]
    check((found["line"], found["column"], found["code"]) == (line, 9, "build/compile") and "cannot use" in found["message"], said)
    build(folder, path=path).expect(1, rf"{main.name}:{line}:9: error: cannot use .* \[build/compile\]", "the build failed: cannot use")
    is_as_it_was(folder)
    return result


@case
def go_modules(work):
    """An import without a module: go.mod is not changed."""
    path = has_go()
    folder = work / "plugin"
    folder.mkdir()
    (folder / "go.mod").write_text("module example.com/m\n\ngo 1.24\n")
    (folder / "main.go").write_text('package main\n\nimport _ "example.com/not/there"\n\nfunc main() {}\n')
    said = findings(folder, path=path)
    check([f["code"] for f in said["findings"]] == ["build/module"] and said["findings"][0]["line"] == 3, said)
    check((folder / "go.mod").read_text() == "module example.com/m\n\ngo 1.24\n", "go.mod was changed")


@case
def c_and_cpp(work):
    """C, C++ and both with the real clang, in folders with blanks and letters of other scripts, from files whose names look like options."""
    has_clang()
    for name, sources in [("ein Modul ü", {"plugin.c": C_PLUGIN}), ("插件", {"plugin.cc": C_PLUGIN}),
                          ("options", {"plugin.c": C_PLUGIN, "-Wl,x.c": "int one;\n", "@list.c": "int two;\n"}),
                          ("both", {"plugin.c": C_PLUGIN + "int helper(void);\nint use(void) { return helper(); }\n", "src/helper.cpp": "#include <string>\nextern \"C\" int helper() { return (int)std::string(\"x\").size(); }\n"})]:
        folder = work / name
        (folder / "src").mkdir(parents=True)
        shutil.copy(HEADER, folder)
        for file, text in sources.items():
            (folder / file).write_text(text)
        said = findings(folder)
        check(said["ok"] and said["toolchain"] == "wasi", said)
        data = (folder / "main.wasm").read_bytes()
        check(data.startswith(MODULE) and b"proxy_on_request_headers" in data and b"proxy_abi_version_0_2_1" in data and b"_initialize" in data, name)
        check(said["bytes"] == len(data), said)
        no_leftovers(folder)


@case
def templates(work):
    """What `wpls new` makes, in every language."""
    has_clang()
    path = has_go()
    for language in ("go", "c", "cpp"):
        Result(subprocess.run([WPLS, "new", f"my-{language}", "--lang", language], cwd=work, capture_output=True)).expect(0)
        build(f"my-{language}", cwd=work, path=path).expect(0, "built main.wasm with")


@case
def places(work):
    """-o into a folder with blanks and other letters; the sources' folder stays clean."""
    has_clang()
    folder, out = c_plugin(work / "plugin"), work / "aus gabe ü插"
    out.mkdir()
    build("-o", out / "mö dul.wasm", folder).expect(0, "built mö dul.wasm with")
    check((out / "mö dul.wasm").exists() and not (folder / "main.wasm").exists(), "at another place")
    no_leftovers(out)
    build("plugin", "-o", "rel.wasm", "--quiet", cwd=work).expect(0, r"\A\Z")
    check((work / "rel.wasm").exists(), "relative to the working folder")


@case
def settings(work):
    """wpls.yaml says where and how; options win."""
    has_clang()
    folder = c_plugin(work / "plugin", '#include "elsewhere.h"\n' + C_PLUGIN)
    (work / "headers").mkdir()
    (work / "headers/elsewhere.h").write_text("\n")
    (work / ".git").mkdir()
    (work / "wpls.yaml").write_text("build: {output: out.wasm, includePaths: [headers], toolchain: wasi, deadline: 100}\n")
    build(folder).expect(0, "built out.wasm")
    build(folder, "-o", work / "x.wasm").expect(0, "built x.wasm")
    for time in ("1e300", ".inf", ".nan", "86400.1", "-1"):
        (work / "wpls.yaml").write_text(f"build: {{deadline: {time}}}\n")
        build(folder, "-I", work / "headers").expect(0)  # as if it said nothing
        Result(subprocess.run([WPLS, "lint", work / "wpls.yaml"], capture_output=True)).expect(1, "schema/")
    (work / "wpls.yaml").write_text("build: {toolchain: gcc}\n")
    Result(subprocess.run([WPLS, "lint", work / "wpls.yaml"], capture_output=True)).expect(1, "schema/enum")


@case
def make_tree(work):
    """The Makefile of a tree like Higress': its module is taken over, and what lay in its place is put back."""
    path = has_go()
    tree = work / "wasm-go"
    shutil.copytree(SOURCE / "examples/hello-world", tree / "extensions/hello")
    (tree / "Makefile").write_text("local-build:\n\tcd extensions/${PLUGIN_NAME};GOOS=wasip1 GOARCH=wasm go build -buildmode=c-shared -o ./main.wasm .\n# PLUGIN_NAME\n")
    folder = tree / "extensions/hello"
    old = MODULE + b"old"
    (folder / "main.wasm").write_bytes(old)
    build("--toolchain", "make", "-o", work / "new.wasm", folder, path=path).expect(0, "built new.wasm with make")
    check((work / "new.wasm").read_bytes().startswith(MODULE), "no wasm module")
    check((folder / "main.wasm").read_bytes() == old, "the old module was touched")
    main = next(folder.glob("*.go"))
    main.write_text(main.read_text() + "\nvar unused int = \"text\"\n")
    said = findings("--toolchain", "make", folder, path=path)
    check(said["status"] == "errors" and said["findings"][0]["file"].endswith(main.name), said)
    check((folder / "main.wasm").read_bytes() == old, "the old module was touched")
    no_leftovers(folder)
    build("--toolchain", "make", c_plugin(work / "c")).expect(2, "make builds .*; these sources are C")


@case
def make_names(work):
    """The folder's name reaches a shell through the Makefile: one that says something there is refused, and nothing is run."""
    tree = work / "wasm-go"
    (tree / "extensions").mkdir(parents=True)
    (tree / "Makefile").write_text("local-build:\n\ttouch $(CURDIR)/was-run; cd extensions/${PLUGIN_NAME}\n")
    for name in ("$(touch x)", "$$(touch x)", "a;touch x", "a b", "`touch x`", "-x", "ü", "a=b", "a\nb"):
        build("--toolchain", "make", tinygo_plugin(tree / "extensions" / name)).expect(2, "(?s)the Makefile hands the folder's name '.*' to a shell.*rename the folder")
        is_as_it_was(tree / "extensions" / name)
    check(sorted(p.name for p in tree.iterdir()) == ["Makefile", "extensions"], *tree.iterdir())


@case
def doctor(work):
    """--doctor says what is installed, what fits, and what to do."""
    text = build("--doctor", tinygo_plugin(work / "old")).expect(0, "Takes \\*\\*TinyGo\\*\\*.*: go.mod says|Takes \\*\\*TinyGo").out
    if not shutil.which("tinygo"):
        check("Not yet: TinyGo is not installed" in text and "- macOS: `brew" in text and "- Windows: inside WSL" in text, text)
    build("--doctor", work).expect(0, "Nothing to build")


# --- broken on purpose ------------------------------------------------------------------------------------------------------------


@case
def wrong_use(work):
    build(work / "gone").expect(2, "gone': no such folder")
    build(work).expect(2, "nothing to build in .*: no Go, C or C\\+\\+ sources")
    build("--toolchain", "bazel", work).expect(2, "unknown toolchain 'bazel': there are go, tinygo, wasi and make")
    for time in ("soon", "", "0", "-1", "nan", "inf", "1e300", "86400.1"):
        build("--deadline", time, work).expect(2, f"'{time}' is no number of seconds up to 86400")
    build("--deadline", "86400", work).expect(2, "nothing to build")
    build("a", "b").expect(2, "one plugin at a time")
    build("--toolchain", "go", c_plugin(work / "c")).expect(2, "Go builds plugins in Go.*; these sources are C")


@case
def missing_toolchain(work):
    """What a user sees who has no TinyGo, no wasi-sdk where WASI_SDK_PATH says, or no C++ SDK."""
    if not shutil.which("tinygo"):
        build(tinygo_plugin(work / "old")).expect(2, "TinyGo is not installed: no program 'tinygo' on PATH; get it from https://tinygo.org")
        is_as_it_was(work / "old")
    build(c_plugin(work / "c"), WASI_SDK_PATH="/nowhere").expect(2, "WASI_SDK_PATH names no wasi-sdk: no bin/clang with share/wasi-sysroot in '/nowhere'")
    has_clang()
    folder = c_plugin(work / "cpp", '#include "proxy_wasm_intrinsics.h"\n', "plugin.cc")
    (work / ".git").mkdir()
    said = findings(folder)
    check(said["status"] == "no-toolchain" and "the C++ SDK is not at hand" in said["message"] and "PROXY_WASM_CPP_SDK" in said["message"], said)
    check([(f["line"], f["column"], f["code"]) for f in said["findings"]] == [(1, 11, "build/toolchain")], said)
    (folder / "plugin.h").write_text('\n#include "proxy_wasm_intrinsics.h"\n')
    (folder / "plugin.cc").write_text('#include "plugin.h"\n')
    check(findings(folder)["findings"][0]["line"] == 2, "an include in a header")


@case
def cpp_sdk(work):
    """The C++ SDK is found beside the plugin, by option and by environment, and its own source is built in."""
    has_clang()
    source = '#include "proxy_wasm_intrinsics.h"\nextern "C" __attribute__((export_name("proxy_on_tick"))) void proxy_on_tick(unsigned) { proxy_abi(); }\n'
    folder, sdk = c_plugin(work / "plugin", source, "plugin.cc"), work / "sdk"
    sdk.mkdir()
    (sdk / "proxy_wasm_intrinsics.h").write_text("void proxy_abi();\n")
    (sdk / "proxy_wasm_intrinsics.cc").write_text('#include "proxy_wasm_intrinsics.h"\nextern "C" int proxy_log(int, const char *, unsigned long);\n'
                                                       'extern "C" __attribute__((used, visibility("default"))) void proxy_abi_version_0_2_1() {}\nvoid proxy_abi() { proxy_log(2, "", 0); }\n')
    build(folder).expect(0)  # a folder above, called sdk
    sdk.rename(work / "elsewhere")
    build("-I", work / "elsewhere", folder).expect(0)
    build(folder, PROXY_WASM_CPP_SDK=str(work / "elsewhere")).expect(0)
    (work / "elsewhere").rename(folder / "proxy-wasm-cpp-sdk")
    build(folder).expect(0)


@case
def wrong_go_version(work):
    path = has_go()
    folder = work / "future"
    folder.mkdir()
    (folder / "go.mod").write_text("module example.com/f\n\ngo 1.99.1 // one day\n")
    (folder / "main.go").write_text("package main\n\nfunc init() {}\nfunc main() {}\n")
    said = findings(folder, path=path)
    check(re.search(r"Go 1\.\d+\S* \(.*/go\) is too old: go.mod asks for Go 1\.99\.1 or later; get it from https://go.dev/dl/", said["message"]), said)
    found = said["findings"][0]
    check((pathlib.Path(found["file"]).name, found["line"], found["column"], found["endColumn"], found["code"]) == ("go.mod", 3, 4, 10, "build/toolchain"), said)


@case
def compile_error(work):
    """An error in C with a note, a warning, and one of the linker; in a folder with blanks."""
    has_clang()
    folder = c_plugin(work / "mein plugin", C_PLUGIN + "\nint twice(void);\nchar *twice(void);\nstatic void f(void) { int x; if (x = 1) {} }\n")
    (folder / "main.wasm").write_bytes(b"the old module")
    said = findings(folder)
    check(sorted({f["code"] for f in said["findings"]}) == ["build/compile", "build/warning"], said)
    build(folder).expect(1, r"plugin.c:14:7: error: conflicting types for 'twice' \[build/compile\]", r"plugin.c:13:5: previous declaration is here")
    is_as_it_was(folder)
    (folder / "plugin.c").write_text(C_PLUGIN + "\nint nowhere(void);\nPROXY_WASM_EXPORT(proxy_on_tick) void proxy_on_tick(uint32_t c) { (void)c; nowhere(); }\n")
    said = findings(folder)
    check([(f["code"], f["message"]) for f in said["findings"]] == [("build/link", "plugin.c: undefined symbol: nowhere")], said)
    is_as_it_was(folder)


@case
def relative_path(work):
    """Programs in the folder that is built are not run, even when PATH has relative folders."""
    folder = tinygo_plugin(work / "plugin")
    stand_in(folder, f"touch {work}/was-run", "9.9.9")
    result = build(cwd=folder, path=".:bin:")
    check("9.9.9" not in result.out + result.err and not (work / "was-run").exists(), result.out, result.err)


@case
def endless_build(work):
    folder = tinygo_plugin(work / "plugin")
    hanging = Hanging(folder, work, "echo $$ >PIPE; exec sleep 1000", "--deadline", "1.5")
    hanging.wait().expect(2, r"stopped after 1\.5 s, the time a build may take \(setting build.deadline\); the module is as it was")
    is_as_it_was(folder)


@case
def endless_and_stubborn(work):
    """A compiler that ignores SIGTERM, and a grandchild that does."""
    folder = tinygo_plugin(work / "plugin")
    script = "trap '' TERM; (trap '' TERM; exec sleep 1000) & echo $$ $! >PIPE; while :; do sleep 1000; done"
    Hanging(folder, work, script, "--deadline", "1.2").wait().expect(2, "stopped after 1.2 s")
    is_as_it_was(folder)


@case
def cancelled(work):
    """At every stage, by Ctrl-C, by SIGTERM and by a terminal that is gone."""
    stages = {
        "compiling": "echo $$ >PIPE; exec sleep 1000",
        "half the module written": "head -c 100000 /dev/zero >$out; echo $$ >PIPE; exec sleep 1000",
        "the module written": "head -c 100000 /dev/zero >$out; (exec sleep 1000) & echo $$ $! >PIPE; wait",
    }
    for n, (stage, script) in enumerate(stages.items()):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            place = work / f"{n}-{number}"
            folder = tinygo_plugin(place / "plugin")
            Hanging(folder, place, script).end(number).expect(2, "cancelled; the module is as it was")
            is_as_it_was(folder)
    place = work / "looking"  # for the toolchain: it hangs when asked for its version
    folder = tinygo_plugin(place / "plugin")
    path, pipe = stand_in(place / "bin", ""), place / "started"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    (path / "tinygo").write_text(f"#!/bin/bash\necho $$ >{pipe}\nexec sleep 1000\n")
    child = subprocess.Popen([WPLS, "build", folder], env=environment(path), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    pid = int(said_through(reader))
    child.send_signal(signal.SIGINT)
    err = child.communicate(timeout=LIMIT)[1].decode()
    check(child.returncode == 2 and "cancelled" in err and not is_alive(pid), err)
    is_as_it_was(folder)


@case
def killed(work):
    """Without a chance to clean up: compilers end with wpls, and the next build takes away what was left beside the module."""
    folder = tinygo_plugin(work / "plugin")
    script = "trap '' TERM; echo half >$out; (trap '' TERM; exec sleep 1000) & echo $$ $! >PIPE; while :; do sleep 1000; done"
    Hanging(folder, work, script).kill()
    check([p for p in folder.iterdir() if p.name.startswith(".wpls-build-")], "nothing to take away")
    (folder / ".wpls-build-mine").mkdir()  # no name that wpls makes
    (folder / ".wpls-build-abcdef").symlink_to(work)
    path = stand_in(work / "quick", "cp ${0%/*}/module.wasm $out")
    build(folder, path=path).expect(0)
    left = sorted(p.name for p in folder.iterdir() if p.name.startswith(".wpls"))
    check(left == [".wpls-build-abcdef", ".wpls-build-mine"] and (work / "quick").exists(), left)


@case
def killed_beside_another(work):
    """What another plugin's build under way has beside its module is not taken away."""
    one, two = tinygo_plugin(work / "one/plugin"), tinygo_plugin(work / "two/plugin")
    out = work / "out"
    out.mkdir()
    script = "cp ${0%/*}/module.wasm $out; echo $$ >PIPE; read line <PIPE.go"
    os.mkfifo(work / "one/started.go")
    running = Hanging(one, work / "one", script, "-o", out / "one.wasm")
    build("-o", out / "two.wasm", two, path=stand_in(work / "quick", "cp ${0%/*}/module.wasm $out")).expect(0)
    (work / "one/started.go").write_text("go\n")
    running.wait().expect(0, "built one.wasm")
    check(sorted(p.name for p in out.iterdir()) == ["one.wasm", "two.wasm"], *out.iterdir())


@case
def killed_server(work):
    """Builds of the editor run in threads: they end with the server, too, and not before."""
    folder, pipe = tinygo_plugin(work / "plugin"), work / "started"
    path = stand_in(work / "bin", f"(exec sleep 1000) & echo $$ $! >{pipe}; wait")
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    server = subprocess.Popen([WPLS, "serve"], env=environment(path), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    run = {"command": "wpls.build", "arguments": [{"uri": folder.as_uri()}]}
    for message in ({"id": 1, "method": "initialize", "params": {"capabilities": {}, "rootUri": folder.as_uri(), "initializationOptions": {"trusted": True}}},
                    {"method": "initialized", "params": {}}, {"id": 2, "method": "workspace/executeCommand", "params": run}):
        text = json.dumps({"jsonrpc": "2.0", **message})
        server.stdin.write(f"Content-Length: {len(text)}\r\n\r\n{text}".encode())
    server.stdin.flush()
    ends = [os.pidfd_open(int(pid)) for pid in said_through(reader).split()]
    check(len(ends) == 2 and not select.select(ends, [], [], 0)[0], "ended before the server")
    server.kill()
    server.wait(LIMIT)
    for end in ends:
        check(select.select([end], [], [], 10)[0], "still running")
        os.close(end)


@case
def vanished_toolchain(work):
    """A compiler that tells its version and is gone when it is to compile."""
    folder, path = tinygo_plugin(work / "plugin"), stand_in(work / "bin", "")
    (path / "tinygo").write_text('#!/bin/bash\necho "tinygo version 0.33.0 linux/amd64 (using go version go1.22.0 and LLVM version 18.1.2)"\nrm "$0"\n')
    build(folder, path=path).expect(2, "'.*/bin/tinygo' can't be started: No such file or directory")
    is_as_it_was(folder)


@case
def ignored_sigchld(work):
    """Who starts wpls may ignore the ends of children; theirs count all the same."""
    folder = tinygo_plugin(work / "plugin")
    path = stand_in(work / "bin", "echo main.go:3:1: broken; exit 1")
    ignore = "import os, signal, sys; signal.signal(signal.SIGCHLD, signal.SIG_IGN); os.execv(sys.argv[1], sys.argv[1:])"
    build(folder, path=path, before=[sys.executable, "-c", ignore]).expect(1, "the build failed: broken")
    is_as_it_was(folder)


@case
def two_at_once(work):
    folder = tinygo_plugin(work / "plugin")
    hanging = Hanging(folder, work, "echo $$ >PIPE; exec sleep 1000")
    build(folder, path=work / "bin").expect(2, "another build of 'plugin' is running; wait for its end, or cancel it")
    other = tinygo_plugin(work / "other")
    path = stand_in(work / "quick", "cp ${0%/*}/module.wasm $out")
    build(other, path=path).expect(0)  # another plugin is another matter
    hanging.end().expect(2, "cancelled")
    is_as_it_was(folder)
    build(folder, path=path).expect(0, "built main.wasm with TinyGo 0.33.0")


def mounted(work, options):
    """Runs a command in a mount namespace of its own where `work`/disk is a tmpfs."""
    (work / "disk").mkdir()
    before = ["unshare", "--map-root-user", "--mount", "sh", "-c", f'mount -t tmpfs -o {options} none "$0/disk" && {{ AFTER; }} && exec "$@"', str(work)]
    if subprocess.run([*before[:-2], before[-2].replace("AFTER", "true"), str(work), "true"], capture_output=True).returncode:
        raise Skipped("no mount namespaces here")
    return lambda after: [*before[:-2], before[-2].replace("AFTER", after), str(work)]


@case
def full_disk(work):
    has_clang()
    folder, old = c_plugin(work / "plugin"), 'printf "the old module" >"$0/disk/main.wasm"'
    before = mounted(work, "size=12k")(old)
    result = build("-o", work / "disk/main.wasm", folder, before=before)
    result.expect(1, "the build failed: .*; the disk it is written to is full")


@case
def full_disk_with_old(work):
    """The module that was there is whole afterwards."""
    folder = tinygo_plugin(work / "plugin")
    path = stand_in(work / "bin", "head -c 1000000 /dev/zero >$out || { echo 'error: no space left on device' >&2; exit 1; }\n")
    script = f'printf "the old module" >"$0/disk/main.wasm" && env PATH={path}:$PATH {WPLS} build -o "$0/disk/main.wasm" {folder}; cat "$0/disk/main.wasm"; ls -A "$0/disk"; false'
    before = mounted(work, "size=64k")(script)
    result = Result(subprocess.run([*before, "true"], env=environment(), capture_output=True))
    check("the old module" in result.out and "no space left" in result.out and result.out.rstrip().endswith("main.wasm"), result.out, result.err)


@case
def read_only_output(work):
    has_clang()
    folder = c_plugin(work / "plugin")
    before = mounted(work, "size=1m")('mount -o remount,ro none "$0/disk"')
    build("-o", work / "disk/main.wasm", folder, before=before).expect(2, "can't write '.*/disk/main.wasm': Read-only file system; name another output with -o")
    build("-o", work / "nowhere/main.wasm", folder).expect(2, "can't write '.*': no such folder")
    build("-o", work / "disk", folder).expect(2, "can't write '.*': something that is no file is there")


@case
def symbolic_links(work):
    """A module is never written through a link."""
    folder = tinygo_plugin(work / "plugin")
    path = stand_in(work / "bin", "cp ${0%/*}/module.wasm $out")
    (work / "precious").write_bytes(b"precious")
    (folder / "main.wasm").unlink()
    (folder / "main.wasm").symlink_to(work / "precious")
    build(folder, path=path).expect(2, "can't write '.*/main.wasm': it is a symbolic link, and no module is written through one")
    check((work / "precious").read_bytes() == b"precious", "written through the link")
    (work / "outside").mkdir()
    (folder / "out").symlink_to(work / "outside")
    build("-o", "out/x.wasm", cwd=folder, path=path).expect(2, "its folder lies outside of the workspace, maybe by a symbolic link")
    check(not list((work / "outside").iterdir()), "written through the link")


@case
def refused_by_gateways(work):
    """A module is made, and no gateway takes it: told at the end of the build, as an error."""
    has_clang()
    folder = c_plugin(work / "plugin", "int f(void) { return 1; }\n")
    build(folder).expect(1, r"main.wasm:1:1: error: exports no proxy_abi_version_.* \[wasm/no-abi\]", "built main.wasm with .*; a gateway refuses it: exports no")
    said = findings(folder)
    check(said["ok"] and [f["code"] for f in said["findings"]] == ["wasm/no-abi"], said)


@case
def flood(work):
    """A compiler that prints without end."""
    folder = tinygo_plugin(work / "plugin")
    path = stand_in(work / "bin", "yes 'main.go:3:1: flood' | head -n 2000000; exit 1")
    said = findings(folder, path=path)
    check(said["status"] == "errors" and 1 <= len(said["findings"]) <= 200, said["status"], len(said["findings"]))
    is_as_it_was(folder)


@case
def silent_and_empty(work):
    """A compiler that fails without a word; one that is killed; one that succeeds and leaves nothing."""
    folder = tinygo_plugin(work / "plugin")
    build(folder, path=stand_in(work / "a", "exit 3")).expect(1, "the compiler failed and said nothing")
    build(folder, path=stand_in(work / "b", "kill -KILL $$")).expect(1, r"tinygo: killed by signal 9 \(Killed\); memory may have run out")
    build(folder, path=stand_in(work / "c", "true")).expect(2, "the compiler ended well and left no module")
    build(folder, path=stand_in(work / "d", "mkdir $out.d; exit 1")).expect(1)
    is_as_it_was(folder)
    (folder / "go.mod").unlink()
    (folder / "main.go").rename(folder / "plugin.go")
    said = findings(folder, path=work / "a")  # about a file that is there
    check([(pathlib.Path(f["file"]).name, f["line"]) for f in said["findings"]] == [("plugin.go", 1)], said)


@case
def tinygo_flags(work):
    """The flags of TinyGo by version, of nottinygc, and of .buildrc (as a stand-in is given them: the real one is not to be had here)."""
    for version, target in (("0.28.1", "wasi"), ("0.33.0", "wasi"), ("0.34.0", "wasip1"), ("0.41.0", "wasip1")):
        folder = tinygo_plugin(work / version / "plugin")
        record = work / version / "arguments"
        path = stand_in(work / version, f'printf "%s\\n" "$@" GOFLAGS=$GOFLAGS SECRET=$SECRET >{record}; cp ${{0%/*}}/module.wasm $out', version)
        build(folder, path=path, GOFLAGS="-toolexec=/bin/false", SECRET="x").expect(0, f"built main.wasm with TinyGo {version}")
        said = record.read_text().split("\n")
        check(said[0] == "build" and said[3:5] == ["-scheduler=none", f"-target={target}"] and said[5:8] == [".", "GOFLAGS=-mod=readonly", "SECRET="], said)
    with open(folder / "go.mod", "a") as mod:
        mod.write("require github.com/wasilibs/nottinygc v0.4.0\n")
    (folder / ".buildrc").write_text("export EXTRA_TAGS=\"proxy_wasm_version_0_2_100\"\ntouch /tmp/never-run\n")
    build(folder, "--tags", "mine", path=path).expect(0)
    said = record.read_text().split("\n")
    check("-gc=custom" in said and "-tags=custommalloc nottinygc_finalizer mine proxy_wasm_version_0_2_100" in said, said)


@case
def compiler_output(work):
    """What compilers print, as findings: one file of output/ a case."""
    for number, file in enumerate(sorted((HERE / "output").glob("*.txt"))):
        parts = re.split(r"^-- (.+?) --\n", file.read_text(), flags=re.M)
        files = dict(zip(parts[1::2], parts[2::2]))
        printed, expected = files.pop("printed"), files.pop("findings")
        folder = tinygo_plugin(work / str(number))
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
        (folder / "printed").write_text(printed.replace("$DIR", str(folder)))
        path = stand_in(work / f"bin{number}", f'sed "s|\\$SCRATCH|$(dirname "$out")|" {folder}/printed >&2; exit 1')
        said = findings(folder, path=path, cwd=folder)
        got = "".join(f"{f['file'].removeprefix(str(folder) + '/')}:{f['line']}:{f['column']}-{f['endColumn']}: {f['severity']} [{f['code']}] {f['message']}\n" for f in said["findings"])
        check(got == expected, f"{file.name}: expected", expected, "got", got)


# --- images -----------------------------------------------------------------------------------------------------------------------


def blob(layout, digest):
    data = (layout / "blobs/sha256" / digest.removeprefix("sha256:")).read_bytes()
    check(hashlib.sha256(data).hexdigest() == digest.removeprefix("sha256:"), f"{digest} is not what it says")
    return data


@case
def image(work):
    """An OCI layout: every form holds the module, the documents are layers, and twice the same is the same."""
    has_clang()
    folder = c_plugin(work / "plugin")
    (folder / "VERSION").write_text("1.2.3\n")
    (folder / "spec.yaml").write_text("apiVersion: 1.0.0\ninfo: {name: plugin}\n")
    (folder / "README.md").write_text("# Plugin\n")
    (folder / "README_EN.md").write_text("# Plugin\n\nin English\n")
    layout = work / "lay out.oci"
    build("--image", layout, folder).expect(0, "image .*lay out.oci:1.2.3 .*also as :1.2.3-docker and :1.2.3-artifact")
    module = (folder / "main.wasm").read_bytes()
    index = json.loads((layout / "index.json").read_text())
    named = {m["annotations"]["org.opencontainers.image.ref.name"]: json.loads(blob(layout, m["digest"])) for m in index["manifests"]}
    check(list(named) == ["1.2.3", "1.2.3-docker", "1.2.3-artifact"], index)
    for name, manifest in named.items():
        config = json.loads(blob(layout, manifest["config"]["digest"]))
        check(len(config["rootfs"]["diff_ids"]) == len(manifest["layers"]), config)
        for layer, unpacked in zip(manifest["layers"], config["rootfs"]["diff_ids"]):
            data = blob(layout, layer["digest"])
            check(len(data) == layer["size"], layer)
            data = gzip.decompress(data) if layer["mediaType"].endswith("gzip") else data
            check("sha256:" + hashlib.sha256(data).hexdigest() == unpacked, layer)
    types = [layer["mediaType"] for layer in named["1.2.3"]["layers"]]
    check(types == ["application/vnd.module.wasm.spec.v1+yaml", "application/vnd.module.wasm.doc.v1+markdown",
                    "application/vnd.module.wasm.doc.v1.en+markdown", "application/vnd.oci.image.layer.v1.tar+gzip"], types)
    check(named["1.2.3"]["annotations"]["module.wasm.image/variant"] == "compat", named["1.2.3"])
    check(len(named["1.2.3-docker"]["layers"]) == 1, named)
    for name in ("1.2.3", "1.2.3-docker"):
        last = named[name]["layers"][-1]
        check(last["mediaType"] == "application/vnd.oci.image.layer.v1.tar+gzip", last)
        with tarfile.open(layout / "blobs/sha256" / last["digest"].removeprefix("sha256:")) as tar:
            check(tar.getnames() == ["plugin.wasm"] and tar.extractfile("plugin.wasm").read() == module, name)
    layers = named["1.2.3-artifact"]["layers"]
    check([layer["mediaType"] for layer in layers] == ["application/vnd.module.wasm.config.v1+json", "application/vnd.module.wasm.content.layer.v1+wasm"], layers)
    check(blob(layout, layers[1]["digest"]) == module, "another module")
    check(json.loads(blob(layout, layers[0]["digest"]))["abiVersions"] == ["proxy_abi_version_0_2_1"], "another ABI")
    build("--image", work / "again.oci", folder).expect(0)
    check((work / "again.oci/index.json").read_bytes() == (layout / "index.json").read_bytes(), "twice the same is not the same")
    build("--image", layout, folder).expect(0)  # into the one that is there
    (work / "other").mkdir()
    (work / "other/mine.txt").write_text("mine")
    build("--image", work / "other", folder).expect(2, "can't write the image: '.*/other': a folder with other things in it")


@case
def image_abi(work):
    """The ABI is what the module exports, not a text in it; without one, the list is empty."""
    has_clang()
    text = '__attribute__((export_name("text"))) const char *text(void) { return "proxy_abi_version_0_1_0"; }\n'
    for name, source, expected in (("other", text + C_PLUGIN, ["proxy_abi_version_0_2_1"]), ("none", text + "int f(void) { return 1; }\n", [])):
        build("--image", work / f"{name}.oci", c_plugin(work / name, source)).expect(1 if not expected else 0)
        manifests = json.loads((work / f"{name}.oci/index.json").read_text())["manifests"]
        artifact = json.loads(blob(work / f"{name}.oci", manifests[2]["digest"]))
        said = json.loads(blob(work / f"{name}.oci", artifact["layers"][0]["digest"]))["abiVersions"]
        check(said == expected, name, said)


@case
def image_skopeo(work):
    """skopeo reads and copies every form."""
    has_clang()
    if not shutil.which("skopeo"):
        raise Skipped("no skopeo here: scripts/setup wasi")
    folder = c_plugin(work / "plugin")
    (folder / "README.md").write_text("# Plugin\n")
    build("--image", work / "p.oci", folder).expect(0)
    for name in ("latest", "latest-docker", "latest-artifact"):
        inspect = Result(subprocess.run(["skopeo", "inspect", f"oci:{work}/p.oci:{name}"], capture_output=True)).expect(0)
        check(json.loads(inspect.out)["Architecture"] == "wasm", inspect.out)
        copy = ["skopeo", "--insecure-policy", "copy", "--quiet", f"oci:{work}/p.oci:{name}", f"dir:{work}/{name}"]
        Result(subprocess.run(copy, capture_output=True)).expect(0)
        check((work / name / "manifest.json").exists(), "no copy")
    copy = ["skopeo", "--insecure-policy", "copy", "--quiet", "--format", "v2s2", f"oci:{work}/p.oci:latest-docker", f"dir:{work}/docker"]
    Result(subprocess.run(copy, capture_output=True)).expect(0)
    types = [layer["mediaType"] for layer in json.loads((work / "docker/manifest.json").read_text())["layers"]]
    check(types == ["application/vnd.docker.image.rootfs.diff.tar.gzip"], types)


# --- the editor -------------------------------------------------------------------------------------------------------------------


@case
def editor(work):
    """Transcripts of the language server with builds in them; those named hang_* with a compiler that never ends."""
    has_clang()
    path = stand_in(work / "bin", "exec sleep 1000")
    done = subprocess.run([sys.executable, SOURCE / "tests/lsp/run.py", "--server", f"{WPLS} serve", *sorted(HERE.glob("*.lsp"))],
                          env=environment(path), capture_output=True, text=True, timeout=LIMIT)
    check(done.returncode == 0, done.stdout, done.stderr)


def main():
    wanted = sys.argv[3:]
    passed = failed = skipped = 0
    for run in cases:
        if wanted and run.__name__ not in wanted:
            continue
        with tempfile.TemporaryDirectory(prefix="wpls-build-test-") as work:
            try:
                run(pathlib.Path(work))
                passed += 1
                print(f"ok   {run.__name__}", flush=True)
            except Skipped as why:
                skipped += 1
                print(f"SKIPPED {run.__name__}: {why}", flush=True)
            except (AssertionError, Exception) as wrong:  # noqa: a case that breaks is a case that failed
                failed += 1
                print(f"FAILED {run.__name__}: {type(wrong).__name__}: {wrong}", flush=True)
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed else 0


sys.exit(main())
