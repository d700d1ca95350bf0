"""Plugins on old SDKs that `wpls lint --fix` moves to today's: after `go mod tidy` they build. Needs the proxy of Go's modules."""
import os
import subprocess

from harness import LIMIT, MODULE, SOURCE, WPLS, Skipped, build, case, check, has_go


def archive(name):
    """The files of a case of tests/cases/go, without its marker lines, as they are before the fix."""
    files, now = {}, None
    for line in (SOURCE / "tests/cases/go" / name).read_text(encoding="utf-8").split("\n"):
        if line.startswith("-- ") and line.endswith(" --"):
            now = line[3:-3]
            files[now] = []
        elif now and not (line.lstrip().startswith("//") and "^ error[" in line):
            files[now].append(line)
    return {path: "\n".join(lines) for path, lines in files.items() if not path.startswith("fixed ")}


def move(work, name, first):
    path, folder = has_go(), work / "plugin"
    for file, text in archive(name).items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(text, encoding="utf-8")
    check("project/old-sdk" in subprocess.run([WPLS, "lint", folder], capture_output=True, text=True).stdout, "nothing to move")
    subprocess.run([WPLS, "lint", "--fix", folder], capture_output=True, timeout=LIMIT)
    env = os.environ | ({"PATH": f"{path}:{os.environ['PATH']}"} if path else {}) | {"GOFLAGS": "-mod=mod", "GOTOOLCHAIN": "local"}
    tidy = subprocess.run(["go", "mod", "tidy"], cwd=folder, env=env, capture_output=True, text=True, timeout=LIMIT)
    if tidy.returncode and any(why in tidy.stderr for why in ("dial tcp", "no such host", "connection refused", "403")):
        raise Skipped("Go's modules can't be had")
    check(tidy.returncode == 0, tidy.stderr)
    build(folder, path=path).expect(0, first)
    check((folder / "main.wasm").read_bytes().startswith(MODULE), "no wasm module")


@case
def moved_files(work):
    """Several files, aliases, a helper package, and requirements that are no longer there."""
    move(work, "migrate.txt", r"^built main.wasm with Go 1")


@case
def moved_names(work):
    """The name of the logger's package is taken."""
    move(work, "migrate-names.txt", r"^built main.wasm with Go 1")


@case
def moved_mixed(work):
    """Two SDKs in one plugin."""
    move(work, "mixed-sdk.txt", r"^built main.wasm with Go 1")
