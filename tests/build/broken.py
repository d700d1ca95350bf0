"""What is wrong before a compiler runs, and what a compiler refuses."""
import pathlib
import re
import shutil
import sys

from harness import C_PLUGIN, build, c_plugin, case, check, findings, has_clang, has_go, is_as_it_was, stand_in, tinygo_plugin


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
def refused_by_gateways(work):
    """A module is made, and no gateway takes it: told at the end of the build, as an error."""
    has_clang()
    folder = c_plugin(work / "plugin", "int f(void) { return 1; }\n")
    build(folder).expect(1, r"main.wasm:1:1: error: exports no proxy_abi_version_.* \[wasm/no-abi\]", "built main.wasm with .*; a gateway refuses it: exports no")
    said = findings(folder)
    check(said["ok"] and [f["code"] for f in said["findings"]] == ["wasm/no-abi"], said)
