#!/usr/bin/env python3
"""What the language server makes of libclang: absent, ending itself, never answering, and - where one is installed - real.

    run.py --wpls WPLS

The libraries that misbehave are built here from the names in server/clang/api.h. Transcripts lie beside this file; that of the real
library is left out where there is none, and then the exit status is 77."""
import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
# What the misbehaving function does, and how long the server waits for one answer.
KINDS = {"aborts": ("abort();", "20000"), "hangs": ("for (;;) pause();", "300"), "crashes": ("*(volatile int *)0 = 1;", "20000")}


def stub(folder, kind, body):
    """A library with all of the functions, of which the one that parses misbehaves."""
    names = re.findall(r"^    X\((?:[^,]|\*)+, (\w+),", (ROOT / "server/clang/api.h").read_text(encoding="utf-8"), flags=re.M)
    assert "parseTranslationUnit2" in names and "getClangVersion" in names
    source = folder / f"{kind}.c"
    functions = "\n".join(f"void *clang_{n}(void) {{ {body if n == 'parseTranslationUnit2' else ''} return 0; }}" for n in names
                          if n not in ("getClangVersion", "getCString"))
    source.write_text(f"""#include <stdlib.h>
#include <string.h>
#include <unistd.h>
typedef struct {{ const void *data; unsigned flags; }} text;
text clang_getClangVersion(void) {{ return (text){{"clang version 14.0.0", 0}}; }}
const char *clang_getCString(text t) {{ return t.data; }}
{functions}
""", encoding="utf-8")
    library = folder / f"lib{kind}.so"
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    subprocess.run([compiler, "-shared", "-fPIC", "-w", "-o", library, source], check=True)
    return library


def play(wpls, transcript, library, ms="20000"):
    env = os.environ | {"WPLS_LIBCLANG": str(library), "WPLS_TEST_CLANG_MS": ms}
    done = subprocess.run([sys.executable, ROOT / "tests/lsp/run.py", "--server", f"{wpls} serve", HERE / transcript], env=env,
                          capture_output=True, text=True, timeout=300)
    print(f"{'ok  ' if done.returncode == 0 else 'FAIL'} {transcript} {pathlib.Path(str(library)).name}")
    if done.returncode:
        print(done.stdout + done.stderr)
    return done.returncode == 0


def workers():
    """Processes that are left over."""
    found = subprocess.run(["ps", "-eo", "ppid,args"], capture_output=True, text=True).stdout
    return [line for line in found.splitlines() if "cxx-worker" in line and str(os.getpid()) in line.split()[0]]


def real_library(wpls):
    """Whether the worker finds one by itself that can read the C++ library's headers."""
    env = {k: v for k, v in os.environ.items() if k != "WPLS_LIBCLANG"}
    done = subprocess.run([wpls, "cxx-worker"], stdin=subprocess.DEVNULL, capture_output=True, text=True, env=env, timeout=60)
    return done.stdout.startswith("ready")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--wpls", required=True, type=pathlib.Path)
    args = parser.parse_args()
    wpls = args.wpls.resolve()
    good = play(wpls, "absent.lsp", "/nonexistent/libclang.so")
    good = play(wpls, "elsewhere.lsp", "/nonexistent/libclang.so") and good
    with tempfile.TemporaryDirectory() as folder:
        for kind, (body, ms) in KINDS.items():
            good = play(wpls, "dies.lsp", stub(pathlib.Path(folder), kind, body), ms) and good
    if real_library(wpls):
        good = play(wpls, "real.lsp", "") and good
    else:
        print("SKIPPED: the real libclang was not asked, because none is installed; on Debian: libclang1-19")
    return 1 if not good else 0 if real_library(wpls) else 77


if __name__ == "__main__":
    sys.exit(main())
