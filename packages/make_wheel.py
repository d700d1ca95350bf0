#!/usr/bin/env python3
"""Makes a Python wheel that carries the program, to be installed by its path: `pip install ./wpls-*.whl`.

usage: make_wheel.py PORTABLE OUTPUT --summary TEXT --homepage URL --readme FILE --license FILE --copyright FILE --pages FOLDER

The program lies in the wheel as a script, so that pip puts it into bin/ itself and no Python runs when it is called; `python -m wpls`
works, too. The wheel's tag names the C library that the program's symbols ask for.
"""
import argparse
import base64
import hashlib
import pathlib
import zipfile

from portable import Portable

MODULE = '''"""Finds and runs the program that this package carries."""
import os
import sysconfig


def find_program():
    """The path of wpls: where the package's scripts were put."""
    folders = [sysconfig.get_path("scripts"), sysconfig.get_path("scripts", scheme=sysconfig.get_preferred_scheme("user"))]
    folders.append(os.path.join(os.path.dirname(__file__), "..", "bin"))  # pip install --target
    for folder in folders:
        path = os.path.join(folder, "wpls")
        if os.path.isfile(path):
            return path
    raise FileNotFoundError("wpls: the program is in none of " + ", ".join(folders))
'''
MAIN = '''import os
import sys

from wpls import find_program

if __name__ == "__main__":
    program = find_program()
    os.execv(program, [program, *sys.argv[1:]])
'''


def metadata(version, arguments):
    readme = arguments.readme.read_text(encoding="utf-8")
    homepage = f"Home-page: {arguments.homepage}\n" if arguments.homepage else ""
    return (f"Metadata-Version: 2.1\nName: wpls\nVersion: {version}\nSummary: {arguments.summary}\n{homepage}"
            "License: Apache-2.0\nRequires-Python: >=3.8\nKeywords: wasm,proxy-wasm,envoy,higress,lint,language-server\n"
            "Classifier: Environment :: Console\nClassifier: Intended Audience :: Developers\n"
            "Classifier: Operating System :: POSIX :: Linux\nClassifier: Topic :: Software Development :: Quality Assurance\n"
            f"License-File: LICENSE\nLicense-File: copyright\nDescription-Content-Type: text/markdown\n\n{readme}")


class Wheel:
    def __init__(self, path, info):
        self.zip = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED)
        self.info, self.record = info, []

    def add(self, name, data, mode=0o644):
        entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))  # the same bytes for the same contents
        entry.external_attr = (0o100000 | mode) << 16
        entry.compress_type = zipfile.ZIP_DEFLATED
        self.zip.writestr(entry, data)
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        self.record.append(f"{name},sha256={digest},{len(data)}")

    def close(self):
        name = f"{self.info}/RECORD"
        lines = [*self.record, f"{name},,"]
        self.add(name, ("\n".join(lines) + "\n").encode())
        self.zip.close()


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
    version = portable.version()
    tag = "py3-none-manylinux_{}_{}_{}".format(*portable.glibc(), portable.machine)
    arguments.output.mkdir(parents=True, exist_ok=True)
    path = arguments.output / f"wpls-{version}-{tag}.whl"
    info, data = f"wpls-{version}.dist-info", f"wpls-{version}.data"
    wheel = Wheel(path, info)
    wheel.add("wpls/__init__.py", MODULE.encode())
    wheel.add("wpls/__main__.py", MAIN.encode())
    wheel.add(f"{data}/scripts/wpls", portable.program.read_bytes(), 0o755)
    for library in portable.libraries:
        wheel.add(f"{data}/data/lib/wpls/{library.name}", library.read_bytes())
    for page in sorted(arguments.pages.rglob("*.md")):  # where the program looks for them
        wheel.add(f"{data}/data/share/doc/wpls/rules/{page.relative_to(arguments.pages)}", page.read_bytes())
    wheel.add(f"{info}/licenses/LICENSE", arguments.license.read_bytes())
    wheel.add(f"{info}/licenses/copyright", arguments.copyright.read_bytes())
    wheel.add(f"{info}/METADATA", metadata(version, arguments).encode())
    wheel.add(f"{info}/WHEEL", f"Wheel-Version: 1.0\nGenerator: wpls\nRoot-Is-Purelib: false\nTag: {tag}\n".encode())
    wheel.close()
    print(path)


if __name__ == "__main__":
    main()
