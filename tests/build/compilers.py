"""What compilers are given and what they print."""
import pathlib
import re

from harness import HERE, build, case, check, findings, is_as_it_was, stand_in, tinygo_plugin


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
