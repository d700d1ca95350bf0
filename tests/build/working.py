"""Builds that succeed, with the real Go and clang."""
import shutil
import subprocess

from harness import (C_PLUGIN, HEADER, MODULE, SOURCE, WPLS, build, c_plugin, case, check, findings, has_clang, has_go, is_as_it_was,
                     no_leftovers, Result, tinygo_plugin)


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
    folder = work / "files"
    shutil.copytree(SOURCE / "examples/hello-world", folder)
    (folder / "build.sh").write_text("set -e\nGOOS=wasip1 GOARCH=wasm go build -o main.wasm .\n")
    build("--doctor", folder).expect(0, r"## What the plugin's files say\n\n- `build.sh:2`: .*-buildmode=c-shared.* \(project/build-line\)")
