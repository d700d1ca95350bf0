#!/usr/bin/env python3
"""Makes an npm package that carries the program of one platform, to be installed by its path: `npm install -g ./wpls-*.tgz`.

It depends on no other package: npm would look for it in a registry, where anyone may have registered its name.

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


def manifest(version, cpu, arguments):
    fields = {"name": "wpls", "version": version, "description": arguments.summary, "license": "Apache-2.0", "bin": {"wpls": "bin/wpls"},
              "os": ["linux"], "cpu": [cpu], "libc": ["glibc"], "preferUnplugged": True,
              "keywords": ["wasm", "proxy-wasm", "envoy", "higress", "lint", "language-server"]}
    if arguments.homepage:
        fields.update(homepage=arguments.homepage, repository={"type": "git", "url": f"git+{arguments.homepage}.git"})
    return (json.dumps(fields, indent=2) + "\n").encode(), 0o644


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("portable", type=Portable)
    parser.add_argument("output", type=pathlib.Path)
    parser.add_argument("--summary", required=True)
    parser.add_argument("--homepage", default="", help="left out where it is empty")
    for name in ("readme", "license", "copyright", "pages"):
        parser.add_argument("--" + name, type=pathlib.Path, required=True)
    arguments = parser.parse_args()
    portable = arguments.portable
    version, cpu = portable.version(), CPUS[portable.machine]
    arguments.output.mkdir(parents=True, exist_ok=True)
    files = {"package.json": manifest(version, cpu, arguments), "bin/wpls": (portable.program.read_bytes(), 0o755)}
    files.update({name: (getattr(arguments, name.split(".")[0].lower()).read_bytes(), 0o644)
                  for name in ("README.md", "LICENSE", "copyright")})
    files.update({f"lib/wpls/{library.name}": (library.read_bytes(), 0o644) for library in portable.libraries})
    files.update({f"share/doc/wpls/rules/{page.relative_to(arguments.pages)}": (page.read_bytes(), 0o644)
                  for page in sorted(arguments.pages.rglob("*.md"))})
    pack(arguments.output / f"wpls-linux-{cpu}-{version}.tgz", files)


if __name__ == "__main__":
    main()
