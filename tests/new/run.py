#!/usr/bin/env python3
"""Makes a project of every template with `wpls new`, builds it, runs its own tests and lints it, and sends a request through it in Envoy;
then everything that has to be refused.

usage: run.py --wpls BIN (go | c | cpp | refuse)

Exits with 77 when the toolchain is missing and all else went well."""
import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

import yaml

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
COMMON = [".gitignore", ".github/workflows/ci.yaml", "Makefile", "README.md", "VERSION", "config.yaml", "spec.yaml", "wasmplugin.yaml"]
FILES = {"go": ["go.mod", "go.sum", "main.go", "main_test.go"],
         "c": ["plugin.c", "proxy_wasm.h", "proxy_wasm_abi.h", "json.h", "test/plugin_test.c", "test/host.c", "test/host.h"],
         "cpp": ["plugin.cc", "proxy_wasm_abi.h", "json.h", "test/plugin_test.cc", "sdk/proxy_wasm_intrinsics.h", "sdk/proxy_wasm_intrinsics.cc"]}
EXPORTS = {"go": b"proxy_abi_version_0_2_100", "c": b"proxy_abi_version_0_2_1", "cpp": b"proxy_abi_version_0_2_1"}


class Report:
    def __init__(self):
        self.passed = self.failed = 0

    def check(self, what, good, details=""):
        self.passed, self.failed = self.passed + bool(good), self.failed + (not good)
        if not good:
            print(f"FAILED {what}\n{details}")
        return good


def run(command, folder, **environment):
    done = subprocess.run([str(c) for c in command], cwd=folder, env=os.environ | environment, capture_output=True, text=True, timeout=600)
    return done.returncode, done.stdout, done.stderr


def tree(folder):
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*"))


def test_envoy(report, wpls, folder):
    """A request through the plugin in a real Envoy, and a configuration that it refuses there."""
    envoy = ROOT / "build" / "tools" / "envoy" / "envoy" / "_bin" / "envoy"
    if not envoy.exists():
        print("not run in Envoy, because there is none here; scripts/setup envoy installs one")
        return
    there = ["--envoy", envoy, "--module", "plugin.wasm"]
    status, out, errors = run([wpls, "run", *there, "--config", "config.yaml", "--request", "GET /", "."], folder)
    report.check("the upstream sees the header", status == 0 and "200 OK" in out and "x-hello: world" in out, out + errors)
    (folder / "config-refused.yaml").write_text("value: world\n")
    status, out, errors = run([wpls, "run", *there, "--check", "--config", "config-refused.yaml", "."], folder)
    report.check("Envoy refuses a configuration without header", status == 1 and "missing header in config" in out, out + errors)


def toolchain(language):
    """The environment of make; None: there is nothing to build with."""
    if language == "go":
        status, go, _ = run([ROOT / "scripts" / "find-go"], ROOT)
        folder = str(pathlib.Path(go.strip()).parent)
        return None if status else {"PATH": folder + os.pathsep + os.environ["PATH"], "GOFLAGS": "-mod=readonly", "GOTOOLCHAIN": "local", "GOWORK": "off"}
    compiler = next((c for c in (f"clang-{n}" for n in range(21, 15, -1)) if shutil.which(c)), None)
    return {} if compiler and list(pathlib.Path("/usr/lib").glob("*wasm32*")) + list(pathlib.Path("/usr/share").glob("wasi*")) else None


def test_schema(report, wpls, folder):
    """The README's table and spec.yaml are what the plugin's code says."""
    _, table, _ = run([wpls, "schema", "--format", "markdown", "."], folder)
    report.check("the table of the README is what `wpls schema` prints", table and table in (folder / "README.md").read_text(), table)
    _, spec, _ = run([wpls, "schema", "--format", "spec", "."], folder)
    schema = re.sub(r"^ *x-wpls-.*\n", "", spec[spec.index("  configSchema:"):], flags=re.M)
    report.check("spec.yaml has the inferred schema", (folder / "spec.yaml").read_text().endswith(schema), schema)


def test_chinese(report, wpls, language, parent):
    """The README speaks the language of who makes the project; all other files are the same."""
    chinese = {"LC_ALL": "zh_CN.UTF-8"}
    for name, environment in (("plain", {"LC_ALL": "C"}), ("chinese", chinese)):
        (parent / name).mkdir()
        run([wpls, "new", "--lang", language, "--dir", parent / name, "my-demo"], ROOT, **environment)
    folder, files = parent / "chinese/my-demo", tree(parent / "plain/my-demo")
    readme = (folder / "README.md").read_text()
    report.check("a README in Chinese", readme.startswith("# my-demo\n\n为每个请求") and "my-plugin" not in readme, readme)
    other = [f for f in files if (folder / f).is_file() and (folder / f).read_bytes() != (parent / "plain/my-demo" / f).read_bytes()]
    report.check("nothing else is another", tree(folder) == files and other == ["README.md"], str(other))
    _, table, _ = run([wpls, "schema", "--format", "markdown", "."], folder, **chinese)
    report.check("its table is what `wpls schema` prints in Chinese", language != "go" or table in readme, table)


WRONG_CALLS = {"go": None,  # tests/planted has them
               "c": ("plugin.c", "    return PW_HEADERS_CONTINUE;", '    pw_set_header(PW_RESPONSE_HEADERS, "a", "b");\n'),
               "cpp": ("plugin.cc", "  return FilterHeadersStatus::Continue;", '  replaceResponseHeader("a", "b");\n')}


def test_findings(report, wpls, folder, language):
    """What the plugin's own code refuses, in its words; keys that it never reads, and the fix; an SDK call where it can't work."""
    config = folder / "config.yaml"
    kept = config.read_text()
    for text, place, message in (("value: world\n", "config.yaml:1:1: error: ", "missing header in config"),
                                 ('header: ":path"\n', "config.yaml:1:9: error: ", "header must not be a pseudo header"),
                                 ("header: a\nvalue: b\nvalues: c\n", "config.yaml:3:1: warning: ", "'values' is never read by this plugin"),
                                 ("heder: a\n", "config.yaml:1:1: error: ", "did you mean 'header'?")):
        config.write_text(text)
        _, out, errors = run([wpls, "lint", "config.yaml"], folder)
        line = next((line for line in out.split("\n") if line.startswith(place)), "")
        report.check(f"{text!r}: {message}", message in line or (language == "go" and message in out), out + errors)
    run([wpls, "lint", "--fix", "config.yaml"], folder)
    report.check("the misspelt key is put right", config.read_text() == "header: a\n", config.read_text())
    config.write_text(kept)
    if WRONG_CALLS[language]:
        name, before, call = WRONG_CALLS[language]
        source = folder / name
        code = source.read_text()
        source.write_text(code.replace(before, call + before))
        _, out, errors = run([wpls, "lint", "."], folder)
        report.check("a call in the wrong phase", f"{name}:" in out and "[phase/wrong-phase]" in out, out + errors)
        source.write_text(code)


def test_language(report, wpls, language, parent):
    """False: it could not be built here."""
    name = f"my-{language}-demo"
    status, out, errors = run([wpls, "new", "--lang", language, "--dir", parent, name], ROOT)
    if not report.check(f"wpls new --lang {language}", status == 0 and name in out, out + errors):
        return True
    folder = parent / name
    missing = set(COMMON + FILES[language]) - set(tree(folder))
    report.check("all files are there", not missing, str(missing))
    left = [p for p in folder.rglob("*") if p.is_file() and "my-plugin" in p.read_text()]
    report.check("the name stands everywhere", not left and name in (folder / "spec.yaml").read_text(), str(left))
    report.check("nothing else is left in the parent folder", [p.name for p in parent.iterdir()] == [name])
    status, out, errors = run([wpls, "lint", "--fail-on", "hint", "."], folder)
    report.check("it lints clean", status == 0 and "no findings in 1 plugin" in out + errors, out + errors)
    if language == "go":
        test_schema(report, wpls, folder)
    test_findings(report, wpls, folder, language)
    with tempfile.TemporaryDirectory() as temporary:
        test_ci(report, wpls, folder, language, pathlib.Path(temporary))
    environment = toolchain(language)
    if environment is None:
        return False
    for target in ("test", "all"):
        status, out, errors = run(["make", target], folder, **environment)
        report.check(f"make {target}", status == 0, out[-3000:] + errors[-3000:])
    module = folder / "plugin.wasm"
    data = module.read_bytes() if module.exists() else b""
    report.check("plugin.wasm is a module", data.startswith(b"\0asm\1\0\0\0") and EXPORTS[language] in data and b"proxy_on_request_headers" in data)
    test_envoy(report, wpls, folder)
    return True


def wheel_of(wpls, folder):
    """A wheel that has the program at hand, as that of `make package` has it."""
    path = folder / "wpls-0.1.0-py3-none-any.whl"
    files = {"wpls-0.1.0.dist-info/METADATA": b"Metadata-Version: 2.1\nName: wpls\nVersion: 0.1.0\n",
             "wpls-0.1.0.dist-info/WHEEL": b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
             "wpls-0.1.0.data/scripts/wpls": pathlib.Path(wpls).read_bytes()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = 0o100755 << 16
            archive.writestr(info, data)
        archive.writestr("wpls-0.1.0.dist-info/RECORD", "".join(f"{name},,\n" for name in [*files, "wpls-0.1.0.dist-info/RECORD"]))
    return path


def run_lint_steps(folder, runner, wheel):
    """What the CI file says from where it installs wpls on."""
    runner.mkdir(exist_ok=True)
    (runner / "path").write_text("")
    text = (folder / ".github/workflows/ci.yaml").read_text()
    steps = yaml.safe_load(text)["jobs"]["build"]["steps"]
    first = next(i for i, step in enumerate(steps) if step.get("name") == "install wpls")
    printed, status = "", 0
    for step in steps[first:]:
        added = (runner / "path").read_text().split()
        environment = {"PATH": os.pathsep.join([*reversed(added), "/usr/bin", "/bin", str(pathlib.Path(sys.executable).parent)]), "HOME": str(runner),
                       "RUNNER_TEMP": str(runner), "GITHUB_PATH": str(runner / "path")}
        environment |= {name: value.replace("${{ vars.WPLS_WHEEL }}", wheel) for name, value in step.get("env", {}).items()}
        done = subprocess.run(["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]], cwd=folder, env=environment,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300)
        printed, status = printed + done.stdout, done.returncode
        if status:
            break
    return status, printed


def test_ci(report, wpls, folder, language, temporary):
    status, out = run_lint_steps(folder, temporary / "none", "")
    report.check("CI without wpls fails, and says what it needs", status == 1 and "WPLS_WHEEL" in out, out)
    wheel = str(wheel_of(wpls, temporary))
    status, out = run_lint_steps(folder, temporary / "clean", wheel)
    if "ensurepip is not available" in out:
        print("CI was not played: there is no venv")
        return
    report.check("CI lints the new project", status == 0, out)
    config = folder / "config.yaml"
    kept = config.read_text()
    config.write_text(re.sub(r"^header:", "heder:", kept, flags=re.M))
    status, out = run_lint_steps(folder, temporary / "typo", wheel)
    report.check("CI finds a mistake", status == 1 and "::error file=config.yaml" in out, out)
    config.write_text(kept)


def refused(report, wpls, parent, arguments, status, message):
    before = tree(parent)
    got, out, errors = run([wpls, "new", *arguments], parent)
    label = "wpls new " + " ".join(map(str, arguments))
    report.check(f"{label}: exits with {status}", got == status, str(got) + errors)
    report.check(f"{label}: '{message}'", message in errors and not out, errors)
    report.check(f"{label}: leaves everything as it is", tree(parent) == before, str(tree(parent)))


def test_refusals(report, wpls, parent):
    (parent / "taken").mkdir()
    (parent / "taken" / "mine.txt").write_text("mine")
    (parent / "empty").mkdir()
    (parent / "file").write_text("mine")
    (parent / "dangling").symlink_to("nowhere")
    for name in ("taken", "empty", "file", "dangling"):
        refused(report, wpls, parent, [name], 2, "exists already")
    report.check("a file stays what it was", (parent / "file").read_text() == "mine")
    refused(report, wpls, parent, ["My_Plugin"], 2, "try 'my-plugin'")
    refused(report, wpls, parent, ["a/b"], 2, "try 'a-b'")
    refused(report, wpls, parent, [".."], 2, "can't be the name of a plugin")
    refused(report, wpls, parent, ["x" * 64], 2, "63 characters")
    refused(report, wpls, parent, [""], 2, "needs a name")
    refused(report, wpls, parent, [], 2, "needs a name")
    refused(report, wpls, parent, ["a", "b"], 2, "one plugin at a time")
    refused(report, wpls, parent, ["a", "--lang", "rust"], 2, "unknown language 'rust'")
    refused(report, wpls, parent, ["a", "--dir", "missing"], 2, "no folder to make a plugin in")
    refused(report, wpls, parent, ["a", "--dir", "file"], 2, "no folder to make a plugin in")
    (parent / "closed").mkdir(mode=0o555)
    if os.geteuid():  # root may write everywhere
        refused(report, wpls, parent, ["a", "--dir", "closed"], 2, "Permission denied")
    test_full(report, wpls, parent)


def test_full(report, wpls, parent):
    """No room for a whole project: nothing stays of the half. A limit on file sizes stands for a full disk."""
    before = tree(parent)
    got, _, errors = run(["bash", "-c", f"trap '' XFSZ; ulimit -f 1; exec {wpls} new --lang go halfway"], parent)
    report.check("a write that fails is told", got == 2 and "can't write" in errors, errors)
    report.check("a write that fails leaves nothing behind", tree(parent) == before, str(tree(parent)))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--wpls", required=True, type=pathlib.Path)
    parser.add_argument("what", choices=[*FILES, "refuse"])
    args = parser.parse_args()
    report, complete = Report(), True
    with tempfile.TemporaryDirectory() as folder:
        parent = pathlib.Path(folder).resolve()
        if args.what == "refuse":
            test_refusals(report, args.wpls.resolve(), parent)
        else:
            complete = test_language(report, args.wpls.resolve(), args.what, parent)
            test_chinese(report, args.wpls.resolve(), args.what, parent)
    if not complete:
        print(f"SKIPPED: the {args.what} project was made and linted but not built, because its compiler is missing; "
              "scripts/setup test installs Go, scripts/setup wasi clang")
    print(f"{report.passed} passed, {report.failed} failed")
    return 1 if report.failed else 0 if complete else 77


if __name__ == "__main__":
    sys.exit(main())
