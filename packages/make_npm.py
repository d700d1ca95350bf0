#!/usr/bin/env python3
"""Makes two npm packages: one a platform with the program, and `wpls`, which starts the one that npm chose.

usage: make_npm.py PORTABLE OUTPUT --summary TEXT --homepage URL --readme FILE --license FILE --copyright FILE --pages FOLDER
"""
import argparse
import gzip
import io
import json
import pathlib
import tarfile

from portable import Portable

CPUS = {"x86_64": "x64", "aarch64": "arm64"}  # as process.arch says it

LAUNCHER = r"""#!/usr/bin/env node
// Starts the program of this platform's package, with this process' arguments, input and output.
'use strict';
const { spawn } = require('child_process');
const os = require('os');

const platform = `@wpls/${process.platform}-${process.arch}`;
let program;
try {
  program = require.resolve(`${platform}/bin/wpls`);
} catch {
  console.error(`wpls: there is no program for this platform: package '${platform}' is not installed; was npm told to leave optional packages out?`);
  process.exit(3);
}
const child = spawn(program, process.argv.slice(2), { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (problem) => {
  console.error(`wpls: '${program}' can't be run: ${problem.message}`);
  process.exit(3);
});
child.on('exit', (code, signal) => process.exit(signal ? 128 + os.constants.signals[signal] : code));
"""


def pack(path, files):
    """Writes name -> (bytes, mode) as npm wants it: a tar with everything below package/."""
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name, (data, mode) in files.items():
            entry = tarfile.TarInfo("package/" + name)
            entry.size, entry.mode, entry.mtime = len(data), mode, 499162500  # npm's own date: the same bytes for the same contents
            tar.addfile(entry, io.BytesIO(data))
    path.write_bytes(gzip.compress(raw.getvalue(), 9, mtime=0))
    print(path)


def manifest(name, version, arguments, **more):
    common = {"name": name, "version": version, "description": arguments.summary, "license": "Apache-2.0",
              "homepage": arguments.homepage, "repository": {"type": "git", "url": f"git+{arguments.homepage}.git"}}
    return (json.dumps({**common, **more}, indent=2) + "\n").encode(), 0o644


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("portable", type=Portable)
    parser.add_argument("output", type=pathlib.Path)
    parser.add_argument("--summary", required=True)
    parser.add_argument("--homepage", required=True)
    for name in ("readme", "license", "copyright", "pages"):
        parser.add_argument("--" + name, type=pathlib.Path, required=True)
    arguments = parser.parse_args()
    portable = arguments.portable
    version, cpu = portable.version(), CPUS[portable.machine]
    arguments.output.mkdir(parents=True, exist_ok=True)
    texts = {name: (getattr(arguments, name.split(".")[0].lower()).read_bytes(), 0o644) for name in ("LICENSE", "copyright")}
    files = {"package.json": manifest(f"@wpls/linux-{cpu}", version, arguments, os=["linux"], cpu=[cpu], libc=["glibc"],
                                      preferUnplugged=True),
             "bin/wpls": (portable.program.read_bytes(), 0o755)}
    files.update({f"lib/wpls/{library.name}": (library.read_bytes(), 0o644) for library in portable.libraries})
    files.update({f"share/doc/wpls/rules/{page.relative_to(arguments.pages)}": (page.read_bytes(), 0o644)
                  for page in sorted(arguments.pages.glob("*/*"))})
    pack(arguments.output / f"wpls-linux-{cpu}-{version}.tgz", {**files, **texts})
    files = {"package.json": manifest("wpls", version, arguments, bin={"wpls": "bin/wpls.js"}, engines={"node": ">=16"},
                                      keywords=["wasm", "proxy-wasm", "envoy", "higress", "lint", "language-server"],
                                      optionalDependencies={f"@wpls/linux-{name}": version for name in CPUS.values()}),
             "bin/wpls.js": (LAUNCHER.encode(), 0o755), "README.md": (arguments.readme.read_bytes(), 0o644)}
    pack(arguments.output / f"wpls-{version}.tgz", {**files, **texts})


if __name__ == "__main__":
    main()
