#!/usr/bin/env python3
"""What `wpls lint --module` says of configurations, with modules made here (tests/run/tiny.py): verdicts, places, and modules that
want to harm. Usage: run.py WPLS WPLS_SANDBOX [--sanitized]"""
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "run"))
import tiny

WPLS, SANDBOX = (Path(p).resolve() for p in sys.argv[1:3])
READ = "abi proxy_abi_version_0_2_1\nimport env proxy_get_buffer_bytes iiiii:i\n"
START = READ + "on proxy_on_configure ii:i fetch; "
CONFIG = "list:\n- a\nname: x\n"

# Name, module, configuration, what is printed, exit status.
CASES = [
    ("accepted", START + "return 1", CONFIG, "no findings in 1 configuration", 0),
    ("rejected, with its words", START + 'log 4 "name is too short"; return 0', CONFIG,
     "config.yaml:3:7: error: rejected by the plugin: name is too short [config/rejected]", 1),
    ("what an SDK writes around them", START + 'log 3 "[demo] [nil] [nil] parse rule config failed: no name"; log 4 "plugin start failed"; return 0', CONFIG,
     "rejected by the plugin: no name [config/rejected]", 1),
    ("says nothing", START + "return 0", CONFIG, "rejected by the plugin: proxy_on_configure returns false, and nothing is logged", 1),
    ("the place is what it accepts a change of", START + 'log 4 "too long"; shorter 30', "a: 1\nb: [2222222222, 3333333333]\nc: 4\n",
     "config.yaml:2:1: error: rejected by the plugin: too long", 1),
    ("refused at the start of the machine", READ + 'on proxy_on_vm_start ii:i log 4 "no"; return 0\non proxy_on_configure ii:i return 1', CONFIG,
     "rejected by the plugin: no [config/rejected]", 1),
    ("crash", START + "trap", CONFIG, "error: the module crashes while it reads this configuration: ", 1),
    ("crash with a text", START + 'write "panic: nil map"; trap', CONFIG,
     "the module crashes while it reads this configuration: panic: nil map [config/crashed]", 1),
    ("never asks", READ + "on proxy_on_configure ii:i return 1", CONFIG, "warning: the module starts without ever asking for its configuration", 0),
    ("root id", START + "root; return 1", CONFIG, "no findings", 0),
    ("ABI 0.1.0 allocator", START.replace("_1\n", "_1\nwithout malloc\non proxy_on_memory_allocate i:i return 4096\n", 1) + "return 1", CONFIG,
     "no findings", 0),
    ("no allocator", "without malloc\n" + START + "return 1", CONFIG, "the module was stopped while it read this configuration: its allocator fails", 0),
    ("unknown import", READ + "import env proxy_nonsense i:i\non proxy_on_configure ii:i return 1", CONFIG,
     "it imports 'env.proxy_nonsense', which no gateway has", 2),
    ("two mistakes of YAML", START + "return 1", "a: [\n", "[yaml/", 1),
    # hostile ones
    ("endless loop", START + "loop", CONFIG, "it takes too long: more than 2 billion instructions [config/stopped]", 0),
    ("endless loop at the start", READ + "on _initialize : loop\non proxy_on_configure ii:i return 1", CONFIG, "it takes too long", 0),
    ("start function that never ends", READ + "on spin : loop\nstart spin\non proxy_on_configure ii:i return 1", CONFIG, "it takes too long", 0),
    ("memory bomb", START + "grow; trap", CONFIG, "it wants more than 256 MiB of memory", 0),
    ("log bomb", START + 'again log 4 "%s"' % ("x" * 60000), CONFIG, "it writes more than 1 MiB of log", 0),
    ("calls without end", START + "again log 4 \"x\"", CONFIG, "it calls the host more than 10,000 times", 0),
    ("endless recursion", READ + "on proxy_on_configure ii:i recurse", CONFIG, "its calls are nested too deeply", 0),
    ("allocator that asks again", "without malloc\n" + READ + "on malloc i:i fetch; return 4096\non proxy_on_configure ii:i fetch; return 1", CONFIG,
     "it calls the host while it allocates memory for the host", 0),
    ("allocator that lies", "without malloc\n" + READ + "on malloc i:i return 2147483000\non proxy_on_configure ii:i fetch; return 0", CONFIG,
     "rejected by the plugin", 1),
]


def run(folder, *arguments, **environment):
    return subprocess.run([WPLS, "lint", "--color", "never", *arguments], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          errors="replace", env={**os.environ, "WPLS_SANDBOX": str(SANDBOX), **environment}, timeout=120)


class Report:
    passed = failed = 0

    def check(self, what, fine, seen=""):
        self.passed += fine
        self.failed += not fine
        if not fine:
            print(f"FAILED: {what}\n{seen}")


def check_cases(folder, report):
    for what, text, config, expected, status in CASES:
        (folder / "plugin.wasm").write_bytes(tiny.module(text))
        (folder / "config.yaml").write_text(config)
        began = time.monotonic()
        done = run(folder, "--module", "plugin.wasm", "config.yaml")
        report.check(what, expected in done.stdout and done.returncode == status and time.monotonic() - began < 100,
                     f"{done.stdout}exit status {done.returncode}, expected {status}: {expected}")


def check_wrappers(folder, report):
    """Rules: the global part of a WasmPlugin is run alone, too, since SDKs swallow its error beside rules."""
    (folder / "plugin.wasm").write_bytes(tiny.module(START + 'log 4 "too short"; longer 20'))
    (folder / "config.yaml").write_text("apiVersion: extensions.higress.io/v1alpha1\nkind: WasmPlugin\nspec:\n  defaultConfig:\n    a: 1\n  matchRules:\n"
                                        "  - domain: [a.example]\n    config:\n      a: 2\n")
    done = run(folder, "--module", "plugin.wasm", "config.yaml")
    report.check("global part alone", "config.yaml:4:3: warning: the plugin rejects the global configuration" in done.stdout, done.stdout)


def check_damaged(folder, report):
    """A module with one bit changed is refused, runs or is stopped: in any case it is said, and wpls goes on."""
    whole = tiny.module(START + 'log 4 "no"; return 0')
    (folder / "config.yaml").write_text(CONFIG)
    flips = int(os.environ.get("SANDBOX_FLIPS", "30" if "--sanitized" in sys.argv else "150"))
    step = max(1, len(whole) * 8 // flips)
    seen = ""
    for bit in range(0, len(whole) * 8, step):
        damaged = bytearray(whole)
        damaged[bit // 8] ^= 1 << bit % 8
        (folder / "plugin.wasm").write_bytes(damaged)
        done = run(folder, "--module", "plugin.wasm", "config.yaml")
        if done.returncode not in (0, 1, 2) or not done.stdout or "the sandbox ended" in done.stdout:
            seen += f"bit {bit}: exit status {done.returncode}: {done.stdout}"
    report.check("damaged modules", not seen, seen)


def check_rights(folder, report):
    """The process has none left before it reads anything."""
    child = subprocess.Popen([SANDBOX, "--serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={})
    until, status = time.monotonic() + 20, ""
    while time.monotonic() < until and "Seccomp:\t2" not in status:
        status = Path(f"/proc/{child.pid}/status").read_text()
    child.stdin.close()
    report.check("seccomp", "Seccomp:\t2" in status, status)
    report.check("it ends with its input", child.wait(timeout=20) == 1)


def check_use(folder, report):
    (folder / "plugin.wasm").write_bytes(tiny.module(START + "return 1"))
    (folder / "config.yaml").write_text(CONFIG)
    for what, arguments, expected in (
            ("no configuration", ["--module", "plugin.wasm"], "the configurations to judge are missing"),
            ("no module", ["--module", "absent.wasm", "config.yaml"], "absent.wasm"),
            ("no file", ["--module", "plugin.wasm", "absent.yaml"], "absent.yaml"),
            ("no module at all", ["--module", "config.yaml", "config.yaml"], "config.yaml"),
            ("with sources", ["--module", "plugin.wasm", "--plugin", ".", "config.yaml"], "--module judges alone")):
        done = run(folder, *arguments)
        report.check(what, expected in done.stdout and done.returncode == 2, done.stdout)
    done = run(folder, "--module", "plugin.wasm", "config.yaml", WPLS_SANDBOX="/absent")
    report.check("without the program", "without the program 'wpls-sandbox'" in done.stdout and done.returncode == 2, done.stdout)
    (folder / "wpls.yaml").write_text("module: plugin.wasm\n")
    done = run(folder, "config.yaml")
    report.check("a folder's settings run nothing", "judged by" not in done.stdout, done.stdout)


def main():
    if not SANDBOX.exists():
        print("SKIPPED: wpls-sandbox was not built ('make sandbox' does)")
        return 77
    report = Report()
    with tempfile.TemporaryDirectory() as folder:
        check_cases(Path(folder), report)
        check_wrappers(Path(folder), report)
        check_damaged(Path(folder), report)
        check_use(Path(folder), report)
        if "--sanitized" not in sys.argv:  # those builds keep their rights
            check_rights(Path(folder), report)
    print(f"{report.passed} passed, {report.failed} failed")
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main())
