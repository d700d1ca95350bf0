#!/usr/bin/env python3
"""`wpls verify`: that it finds what a plugin's sources and its module disagree about, with modules made here (tests/run/tiny.py), and
nothing in plugins that are really built: the examples and a project of each template.
Usage: verify.py WPLS WPLS_SANDBOX (judges | plugins) [--sanitized]"""
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/run"))
import tiny

WPLS, SANDBOX = (Path(p).resolve() for p in sys.argv[1:3])
SANITIZED = "--sanitized" in sys.argv
START = "abi proxy_abi_version_0_2_1\nimport env proxy_get_buffer_bytes iiiii:i\non proxy_on_configure ii:i "
SOURCE = """package main

import (
	"errors"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() { wrapper.SetCtx("example", wrapper.ParseConfig(parseConfig)) }

type Config struct{ header string }

func parseConfig(json gjson.Result, config *Config) error {
	if config.header = json.Get("header").String(); config.header == "" {
		return errors.New("missing header")
	}
	return nil
}
"""
FILES = {"go.mod": "module example\n\ngo 1.24.1\n\nrequire github.com/higress-group/wasm-go v1.0.2\n", "main.go": SOURCE,
         "config.yaml": "header: x-token\nlist: [1, 2]\n", "README.md": "# Demo\n\n```yaml\nheader: x-other\n```\n"}
# What the module does, arguments, what is printed and what is not, exit status.
CASES = [
    ("accepts all", "fetch; return 1", [], ["wpls refuses this, and the module accepts it: missing header\n  {}\n"], ["header\": \"x"], 1),
    ("refuses all", 'fetch; log 4 "no"; return 0', [], ['wpls accepts this, and the module refuses it: no\n  {"header": "a"}\n'], ["list"], 1),
    ("crashes", 'fetch; trap', ["--runs", "5"], ["wpls accepts this, and the module refuses it: "], [], 1),
    ("never asks", "return 1", ["--runs", "20"], ["the module gave no verdict on", "no configuration that both could judge"], [], 2),
    ("quiet", "fetch; return 1", ["--quiet"], ["missing header"], ["configurations:"], 1),
    ("no number", "fetch; return 1", ["--runs", "x"], ["'--runs' wants a number"], [], 2),
    ("no such module", "fetch; return 1", ["--module", "absent.wasm"], ["absent.wasm': no such file"], [], 2),
    ("another file", "fetch; return 1", ["--runs", "1", ".", "more.yaml"], ["more.yaml': no configuration in it"], [], 1),
]


def run(folder, *arguments, **environment):
    return subprocess.run([WPLS, *arguments], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
                          env={**os.environ, "WPLS_SANDBOX": str(SANDBOX), **environment}, timeout=800)


class Report:
    passed = failed = 0

    def check(self, what, fine, seen=""):
        self.passed += fine
        self.failed += not fine
        if not fine:
            print(f"FAILED: {what}\n{seen}")
        return fine


def check_judges(folder, report):
    for name, text in FILES.items():
        (folder / name).write_text(text)
    (folder / "more.yaml").write_text("")
    for what, does, arguments, there, absent, status in CASES:
        (folder / "main.wasm").write_bytes(tiny.module(START + does))
        done = run(folder, "verify", *arguments)
        fine = all(t in done.stdout for t in there) and not any(t in done.stdout for t in absent)
        report.check(what, fine and done.returncode == status, f"{done.stdout}exit status {done.returncode}, expected {status}: {there}")
    first, second = (run(folder, "verify", "--runs", "50", "--seed", "7").stdout for _ in range(2))
    report.check("the same seed asks the same", first == second, first + second)
    (folder / "main.wasm").unlink()
    done = run(folder, "verify")
    report.check("nothing is built", "main.wasm': no such file: 'wpls build' makes it" in done.stdout and done.returncode == 2, done.stdout)


def check_plugin(folder, report):
    """False: it can't be built here."""
    built = run(folder, "build", ".")
    if built.returncode == 2:
        print(f"SKIPPED: {folder.name} can't be built here: {built.stdout.strip().splitlines()[0]}")
        return False
    report.check(f"{folder.name} is built", built.returncode == 0, built.stdout)
    done = run(folder, "verify", "--runs", "30" if SANITIZED else "120")
    report.check(f"both judges of {folder.name} agree", done.returncode == 0 and "; 0 disagreements" in done.stdout, done.stdout)
    return True


def check_plugins(folder, report):
    built = 0
    for example in sorted((ROOT / "examples").iterdir()):
        if example.is_dir():
            built += check_plugin(Path(shutil.copytree(example, folder / example.name)), report)
    for language in ("go", "cpp", "c"):
        run(folder, "new", "--lang", language, f"{language}-template")
        built += check_plugin(folder / f"{language}-template", report)
    return built


def main():
    if not SANDBOX.exists():
        print("SKIPPED: wpls-sandbox was not built ('make sandbox' does)")
        return 77
    report, built = Report(), 1
    with tempfile.TemporaryDirectory() as folder:
        if sys.argv[3] == "judges":
            check_judges(Path(folder), report)
        else:
            built = check_plugins(Path(folder), report)
    print(f"{report.passed} passed, {report.failed} failed")
    return 1 if report.failed else 0 if built else 77


if __name__ == "__main__":
    sys.exit(main())
