"""What the cases of `wpls build` have in common: plugins, stand-ins for compilers, and running wpls. sys.argv is that of run.py."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "run"))
import tiny  # noqa: E402, of tests/run

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


def run_cases(wanted):
    """Runs all cases, or those that are named; the exit status."""
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

