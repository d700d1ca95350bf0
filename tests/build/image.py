"""OCI images."""
import gzip
import hashlib
import json
import shutil
import subprocess
import tarfile

from harness import C_PLUGIN, build, c_plugin, case, check, has_clang, Result, Skipped


def blob(layout, digest):
    data = (layout / "blobs/sha256" / digest.removeprefix("sha256:")).read_bytes()
    check(hashlib.sha256(data).hexdigest() == digest.removeprefix("sha256:"), f"{digest} is not what it says")
    return data


@case
def image(work):
    """An OCI layout: every form holds the module, the documents are layers, and twice the same is the same."""
    has_clang()
    folder = c_plugin(work / "plugin")
    (folder / "VERSION").write_text("1.2.3\n")
    (folder / "spec.yaml").write_text("apiVersion: 1.0.0\ninfo: {name: plugin}\n")
    (folder / "README.md").write_text("# Plugin\n")
    (folder / "README_EN.md").write_text("# Plugin\n\nin English\n")
    layout = work / "lay out.oci"
    build("--image", layout, folder).expect(0, "image .*lay out.oci:1.2.3 .*also as :1.2.3-docker and :1.2.3-artifact")
    module = (folder / "main.wasm").read_bytes()
    index = json.loads((layout / "index.json").read_text())
    named = {m["annotations"]["org.opencontainers.image.ref.name"]: json.loads(blob(layout, m["digest"])) for m in index["manifests"]}
    check(list(named) == ["1.2.3", "1.2.3-docker", "1.2.3-artifact"], index)
    for name, manifest in named.items():
        config = json.loads(blob(layout, manifest["config"]["digest"]))
        check(len(config["rootfs"]["diff_ids"]) == len(manifest["layers"]), config)
        for layer, unpacked in zip(manifest["layers"], config["rootfs"]["diff_ids"]):
            data = blob(layout, layer["digest"])
            check(len(data) == layer["size"], layer)
            data = gzip.decompress(data) if layer["mediaType"].endswith("gzip") else data
            check("sha256:" + hashlib.sha256(data).hexdigest() == unpacked, layer)
    types = [layer["mediaType"] for layer in named["1.2.3"]["layers"]]
    check(types == ["application/vnd.module.wasm.spec.v1+yaml", "application/vnd.module.wasm.doc.v1+markdown",
                    "application/vnd.module.wasm.doc.v1.en+markdown", "application/vnd.oci.image.layer.v1.tar+gzip"], types)
    check(named["1.2.3"]["annotations"]["module.wasm.image/variant"] == "compat", named["1.2.3"])
    check(len(named["1.2.3-docker"]["layers"]) == 1, named)
    for name in ("1.2.3", "1.2.3-docker"):
        last = named[name]["layers"][-1]
        check(last["mediaType"] == "application/vnd.oci.image.layer.v1.tar+gzip", last)
        with tarfile.open(layout / "blobs/sha256" / last["digest"].removeprefix("sha256:")) as tar:
            check(tar.getnames() == ["plugin.wasm"] and tar.extractfile("plugin.wasm").read() == module, name)
    layers = named["1.2.3-artifact"]["layers"]
    check([layer["mediaType"] for layer in layers] == ["application/vnd.module.wasm.config.v1+json", "application/vnd.module.wasm.content.layer.v1+wasm"], layers)
    check(blob(layout, layers[1]["digest"]) == module, "another module")
    check(json.loads(blob(layout, layers[0]["digest"]))["abiVersions"] == ["proxy_abi_version_0_2_1"], "another ABI")
    build("--image", work / "again.oci", folder).expect(0)
    check((work / "again.oci/index.json").read_bytes() == (layout / "index.json").read_bytes(), "twice the same is not the same")
    build("--image", layout, folder).expect(0)  # into the one that is there
    (work / "other").mkdir()
    (work / "other/mine.txt").write_text("mine")
    build("--image", work / "other", folder).expect(2, "can't write the image: '.*/other': a folder with other things in it")


@case
def image_killed(work):
    """A layout that was begun and not finished is finished by the next build, which leaves nothing else in it."""
    has_clang()
    folder, layout = c_plugin(work / "plugin"), work / "p.oci"
    for begun in (False, True):
        stale = layout / ".wpls-build-killed"
        stale.mkdir(parents=True)
        (stale / "index.json").write_text("{")
        if begun:
            (layout / "index.json").unlink()
        build("--image", layout, folder).expect(0)
        check(sorted(p.name for p in layout.iterdir()) == ["blobs", "index.json", "oci-layout"], *layout.iterdir())
        check(all(len(p.name) == 64 for p in (layout / "blobs/sha256").iterdir()), *(layout / "blobs/sha256").iterdir())


@case
def image_abi(work):
    """The ABI is what the module exports, not a text in it; without one, the list is empty."""
    has_clang()
    text = '__attribute__((export_name("text"))) const char *text(void) { return "proxy_abi_version_0_1_0"; }\n'
    for name, source, expected in (("other", text + C_PLUGIN, ["proxy_abi_version_0_2_1"]), ("none", text + "int f(void) { return 1; }\n", [])):
        build("--image", work / f"{name}.oci", c_plugin(work / name, source)).expect(1 if not expected else 0)
        manifests = json.loads((work / f"{name}.oci/index.json").read_text())["manifests"]
        artifact = json.loads(blob(work / f"{name}.oci", manifests[2]["digest"]))
        said = json.loads(blob(work / f"{name}.oci", artifact["layers"][0]["digest"]))["abiVersions"]
        check(said == expected, name, said)


@case
def image_skopeo(work):
    """skopeo reads and copies every form."""
    has_clang()
    if not shutil.which("skopeo"):
        raise Skipped("no skopeo here: scripts/setup wasi")
    folder = c_plugin(work / "plugin")
    (folder / "README.md").write_text("# Plugin\n")
    build("--image", work / "p.oci", folder).expect(0)
    for name in ("latest", "latest-docker", "latest-artifact"):
        inspect = Result(subprocess.run(["skopeo", "inspect", f"oci:{work}/p.oci:{name}"], capture_output=True)).expect(0)
        check(json.loads(inspect.out)["Architecture"] == "wasm", inspect.out)
        copy = ["skopeo", "--insecure-policy", "copy", "--quiet", f"oci:{work}/p.oci:{name}", f"dir:{work}/{name}"]
        Result(subprocess.run(copy, capture_output=True)).expect(0)
        check((work / name / "manifest.json").exists(), "no copy")
    copy = ["skopeo", "--insecure-policy", "copy", "--quiet", "--format", "v2s2", f"oci:{work}/p.oci:latest-docker", f"dir:{work}/docker"]
    Result(subprocess.run(copy, capture_output=True)).expect(0)
    types = [layer["mediaType"] for layer in json.loads((work / "docker/manifest.json").read_text())["layers"]]
    check(types == ["application/vnd.docker.image.rootfs.diff.tar.gzip"], types)
