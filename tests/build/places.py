"""Where a module can't be put: full and read-only disks, links, things that are no files."""
import subprocess

from harness import WPLS, build, c_plugin, case, check, environment, has_clang, Result, Skipped, stand_in, tinygo_plugin


def mounted(work, options):
    """Runs a command in a mount namespace of its own where `work`/disk is a tmpfs."""
    (work / "disk").mkdir()
    before = ["unshare", "--map-root-user", "--mount", "sh", "-c", f'mount -t tmpfs -o {options} none "$0/disk" && {{ AFTER; }} && exec "$@"', str(work)]
    if subprocess.run([*before[:-2], before[-2].replace("AFTER", "true"), str(work), "true"], capture_output=True).returncode:
        raise Skipped("no mount namespaces here")
    return lambda after: [*before[:-2], before[-2].replace("AFTER", after), str(work)]


@case
def full_disk(work):
    has_clang()
    folder, old = c_plugin(work / "plugin"), 'printf "the old module" >"$0/disk/main.wasm"'
    before = mounted(work, "size=12k")(old)
    result = build("-o", work / "disk/main.wasm", folder, before=before)
    result.expect(1, "the build failed: .*; the disk it is written to is full")


@case
def full_disk_with_old(work):
    """The module that was there is whole afterwards."""
    folder = tinygo_plugin(work / "plugin")
    path = stand_in(work / "bin", "head -c 1000000 /dev/zero >$out || { echo 'error: no space left on device' >&2; exit 1; }\n")
    script = f'printf "the old module" >"$0/disk/main.wasm" && env PATH={path}:$PATH {WPLS} build -o "$0/disk/main.wasm" {folder}; cat "$0/disk/main.wasm"; ls -A "$0/disk"; false'
    before = mounted(work, "size=64k")(script)
    result = Result(subprocess.run([*before, "true"], env=environment(), capture_output=True))
    check("the old module" in result.out and "no space left" in result.out and result.out.rstrip().endswith("main.wasm"), result.out, result.err)


@case
def read_only_output(work):
    has_clang()
    folder = c_plugin(work / "plugin")
    before = mounted(work, "size=1m")('mount -o remount,ro none "$0/disk"')
    build("-o", work / "disk/main.wasm", folder, before=before).expect(2, "can't write '.*/disk/main.wasm': Read-only file system; name another output with -o")
    build("-o", work / "nowhere/main.wasm", folder).expect(2, "can't write '.*': no such folder")
    build("-o", work / "disk", folder).expect(2, "can't write '.*': something that is no file is there")


@case
def symbolic_links(work):
    """A module is never written through a link."""
    folder = tinygo_plugin(work / "plugin")
    path = stand_in(work / "bin", "cp ${0%/*}/module.wasm $out")
    (work / "precious").write_bytes(b"precious")
    (folder / "main.wasm").unlink()
    (folder / "main.wasm").symlink_to(work / "precious")
    build(folder, path=path).expect(2, "can't write '.*/main.wasm': it is a symbolic link, and no module is written through one")
    check((work / "precious").read_bytes() == b"precious", "written through the link")
    (work / "outside").mkdir()
    (folder / "out").symlink_to(work / "outside")
    build("-o", "out/x.wasm", cwd=folder, path=path).expect(2, "its folder lies outside of the workspace, maybe by a symbolic link")
    check(not list((work / "outside").iterdir()), "written through the link")
