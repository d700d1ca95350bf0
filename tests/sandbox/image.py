#!/usr/bin/env python3
"""`wpls lint --module` with images: OCI layouts in all forms that tools write, and broken ones. The modules are made here
(tests/run/tiny.py). Usage: image.py WPLS WPLS_SANDBOX; or image.py --seeds FOLDER, which writes the seeds of tests/fuzz/image.c"""
import gzip
import hashlib
import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "run"))
import tiny

START = "abi proxy_abi_version_0_2_1\nimport env proxy_get_buffer_bytes iiiii:i\non proxy_on_configure ii:i fetch; "
TAKES, REFUSES = (tiny.module(START + end) for end in ("return 1", 'log 4 "no"; return 0'))
OCI, WASM = "application/vnd.oci.image.", "application/vnd.module.wasm."


def tar(files):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return out.getvalue()


class Layout:
    def __init__(self):
        self.files, self.manifests = {"oci-layout": b'{"imageLayoutVersion":"1.0.0"}'}, []

    def blob(self, content, kind, **notes):
        digest = hashlib.sha256(content).hexdigest()
        self.files[f"blobs/sha256/{digest}"] = content
        return {"mediaType": kind, "digest": f"sha256:{digest}", "size": len(content), **({"annotations": notes} if notes else {})}

    def manifest(self, *layers):
        config = self.blob(b"{}", OCI + "config.v1+json")
        return self.blob(json.dumps({"schemaVersion": 2, "config": config, "layers": layers}).encode(), OCI + "manifest.v1+json")

    def add(self, tag, *layers, nested=False):
        found = self.manifest(*layers)
        if nested:
            found = self.blob(json.dumps({"schemaVersion": 2, "manifests": [found]}).encode(), OCI + "index.v1+json")
        self.manifests.append({**found, "annotations": {"org.opencontainers.image.ref.name": tag}} if tag else found)
        return self

    def whole(self):
        return {**self.files, "index.json": json.dumps({"schemaVersion": 2, "manifests": self.manifests}).encode()}


def packed(module, name="plugin.wasm"):
    return gzip.compress(tar({name: module}), mtime=0)


def higress(module, tag="1.0.0", **more):
    layout = Layout()
    return layout.add(tag, layout.blob(b"info:\n  name: demo\n", WASM + "spec.v1+yaml"), layout.blob(packed(module), OCI + "layer.v1.tar+gzip"), **more)


def artifact(module):
    layout = Layout()
    return layout.add("1-artifact", layout.blob(b"{}", WASM + "config.v1+json"), layout.blob(module, WASM + "content.layer.v1+wasm"))


def build():
    """What `wpls build --image` writes: three images of one module."""
    layout = higress(REFUSES)
    layer = layout.blob(packed(REFUSES), OCI + "layer.v1.tar+gzip")
    return layout.add("1.0.0-docker", layer).add("1.0.0-artifact", layout.blob(REFUSES, WASM + "content.layer.v1+wasm"))


def two():
    layout = higress(TAKES, "demo:2")
    return layout.add("1", layout.blob(REFUSES, WASM + "content.layer.v1+wasm"))


def plain_layer():
    layout = Layout()
    return layout.add("", layout.blob(b"no module", "text/plain"), layout.blob(tar({"./etc/x": b"", "./demo.wasm": REFUSES}), OCI + "layer.v1.tar"))


def changed(files, **changes):
    """The layout with all blobs that hold a gzip changed, or with another index."""
    if "index" in changes:
        return {**files, "index.json": changes["index"]}
    return {name: content[:-1] + b"?" if content.startswith(b"\x1f\x8b") else content for name, content in files.items()}


NO = "rejected by the plugin: no [config/rejected]"
FINE = "no findings in 1 configuration"
OUTSIDE = json.dumps({"manifests": [{"digest": "sha256:../../../etc/passwd"}]}).encode()
CASES = [  # name, files, what stands behind the name, what is printed
    ("as wpls build writes it", build().whole(), "", NO),
    ("Higress's form", higress(TAKES).whole(), "", FINE),
    ("an artifact", artifact(REFUSES).whole(), "", NO),
    ("an index in the index", higress(REFUSES, nested=True).whole(), "", NO),
    ("without gzip and tags", plain_layer().whole(), "", NO),
    ("two modules", two().whole(), "", "it holds several modules: say which one, as LAYOUT:TAG"),
    ("one of two", two().whole(), ":1", NO),
    ("one of two, by the end of a reference", two().whole(), ":2", FINE),
    ("no such tag", two().whole(), ":3", "no image in it has the tag '3'"),
    ("a changed blob", changed(higress(REFUSES).whole()), "", "has another digest"),
    ("a digest that leads out", changed(higress(REFUSES).whole(), index=OUTSIDE), "", "is no SHA-256 digest"),
    ("an index that is none", changed(higress(REFUSES).whole(), index=b"[}"), "", "its index.json names no images"),
    ("no module", Layout().add("1").whole(), "", "no image in it holds a WebAssembly module"),
    ("no layout", {"file": b""}, "", "no OCI layout: there is no index.json in it"),
    ("a blob is missing", {"index.json": higress(TAKES).whole()["index.json"]}, "", "is not in it"),
]


def main():
    if sys.argv[1] == "--seeds":
        for number, case in enumerate(CASES[:7] + CASES[10:13]):
            Path(sys.argv[2], f"layout-{number}").write_bytes(tar(case[1]))
        return 0
    wpls, sandbox = (Path(p).resolve() for p in sys.argv[1:3])
    if not sandbox.exists():
        print("SKIPPED: wpls-sandbox was not built ('make sandbox' does)")
        return 77
    passed = failed = 0
    for what, files, tag, expected in CASES:
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "config.yaml").write_text("a: 1\n")
            for name, content in files.items():
                path = Path(folder, "layout", name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            Path(folder, "archive.tar").write_bytes(tar(files))
            for image in ("layout", "archive.tar"):
                done = subprocess.run([wpls, "lint", "--color", "never", "--module", image + tag, "config.yaml"], cwd=folder, stdout=subprocess.PIPE,
                                      stderr=subprocess.STDOUT, text=True, env={**os.environ, "WPLS_SANDBOX": str(sandbox)}, timeout=300)
                fine = expected in done.stdout and done.returncode == (1 if expected == NO else 0 if expected == FINE else 2)
                passed, failed = passed + fine, failed + (not fine)
                if not fine:
                    print(f"FAILED: {what}, {image}: exit status {done.returncode}, expected {expected}\n{done.stdout}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
