#!/usr/bin/env python3
"""Makes schema/go-names.json: the names that packages of Go have, from the sources of a toolchain and of the module cache.

usage: cmake/go_names.py [GO]      by hand, after a new release of Go or of one of MODULES

Of a library with several versions here, a name counts as known that any of them has."""
import json, os, pathlib, re, subprocess, sys, tempfile

HERE = pathlib.Path(__file__).resolve().parent
# What plugins can't use, or has other names on each system.
LEFT_OUT = ("cmd", "vendor", "internal", "debug", "go/", "image", "syscall", "plugin", "runtime/", "testing", "database", "expvar",
            "log/syslog", "index", "simd", "arena", "net/rpc", "net/smtp", "archive", "text/template/parse", "html/template", "builtin")
SDK = "proxywasm proxywasm/types"
MODULES = [  # module, packages below it, versions from old to new
    ("github.com/tidwall/gjson", ".", "v1.14.3 v1.14.4 v1.17.0 v1.17.1 v1.17.3 v1.18.0"),
    ("github.com/tidwall/sjson", ".", "v1.2.5"),
    ("github.com/tidwall/resp", ".", "v0.1.1"),
    ("github.com/google/uuid", ".", "v1.3.0 v1.5.0 v1.6.0"),
    ("github.com/higress-group/wasm-go", "pkg/wrapper pkg/log", "v1.0.0"),
    ("github.com/higress-group/wasm-go", "pkg/wrapper pkg/log pkg/iface", "v1.0.10-0.20260120033417-1c84f010156d v1.1.1"),
    ("github.com/higress-group/proxy-wasm-go-sdk", SDK, "v0.0.0-20240711023527-ba358c48772f v0.0.0-20250611100342-5654e89a7a80 "
     "v0.0.0-20251103120604-77e9cce339d2 v1.0.0"),
    ("github.com/tetratelabs/proxy-wasm-go-sdk", SDK, "v0.22.0 v0.24.0"),
    ("github.com/proxy-wasm/proxy-wasm-go-sdk", SDK, "v0.0.0-20250212164326-ab4161dcf924"),
]
OTHERS = [("github.com/tidwall/gjson", "v1.14.3")]  # what the modules above need at least


def run(go, folder, *arguments):
    env = dict(os.environ, GOOS="wasip1", GOARCH="wasm", GOFLAGS="-mod=mod", CGO_ENABLED="0", GOTOOLCHAIN="local")
    done = subprocess.run([*arguments], cwd=folder, env=env, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


def standard(go):
    listed = run(go, HERE, go, "list", "std").split()
    return [p for p in listed if not any(p == out.rstrip("/") or p.startswith(out.rstrip("/") + "/") for out in LEFT_OUT) and "/internal" not in p]


def names_of(go, program, packages, requires=()):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder)
        (path / "go.mod").write_text("module example.com/names\n\ngo 1.24.0\n\n" + "".join(f"require {m} {v}\n" for m, v in requires))
        (path / "main.go").write_text("package main\n\nimport (\n" + "".join(f'\t_ "{p}"\n' for p in packages) + ")\n\nfunc main() {}\n")
        if requires:
            run(go, path, go, "list", "-deps", ".")
        return json.loads(run(go, path, program, *packages))


def read_versions():
    """The first and the last tag and commit of each module; tags may be older than commits whose version is lower."""
    found = {}
    for module, _, versions in MODULES:
        for v in versions.split():
            commit = re.search(r"(\d{14})-[0-9a-f]{12}$", v)
            kind, name = ("commit", commit[1]) if commit else ("tag", v)
            found.setdefault(module, {}).setdefault("first_" + kind, name)
            found[module][kind] = name
    return found


def main():
    go = sys.argv[1] if len(sys.argv) > 1 else subprocess.run([HERE.parent / "scripts/find-go"], stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
    version = run(go, HERE, go, "env", "GOVERSION").strip().removeprefix("go")
    with tempfile.TemporaryDirectory() as folder:
        program = pathlib.Path(folder, "go_names")
        subprocess.run([go, "build", "-o", program, HERE / "go_names.go"], check=True)
        packages = names_of(go, program, standard(go))
        for module, below, versions in MODULES:
            for v in versions.split():
                paths = [module if b == "." else f"{module}/{b}" for b in below.split()]
                for path, found in names_of(go, program, paths, dict([*OTHERS, (module, v)]).items()).items():
                    known = packages.setdefault(path, {"names": [], "structs": found["structs"], "types": {}})
                    known["structs"] = [name for name in found["structs"] if name in known["structs"] or name not in known["names"]]
                    known["names"] += found["names"]
                    for name, list_of in found["types"].items():
                        known["types"].setdefault(name, []).extend(list_of)
    joined = lambda names: " ".join(sorted(set(names)))
    data = {
        "about": "The names that packages of Go have: those of the standard library, and of libraries and SDKs that plugins use; names has what is "
                 "selected from the package, types what is selected from a value of each of its types: fields and methods, promoted ones too; "
                 "structs has those of its types that are structs. "
                 "Made by cmake/go_names.py. 'go' and 'modules' are the newest versions read, tags and commits by their time: what later "
                 "ones have besides is not known; first_tag and first_commit are the oldest ones read.",
        "go": ".".join(version.split(".")[:2]),
        "modules": read_versions(),
        "packages": {p: {"names": joined(f["names"]), "structs": joined(f["structs"]), "types": {t: joined(n) for t, n in sorted(f["types"].items())}}
                     for p, f in sorted(packages.items())}}
    (HERE.parent / "schema/go-names.json").write_text(json.dumps(data, indent=1) + "\n")


if __name__ == "__main__":
    main()
