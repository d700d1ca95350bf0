"""The portable program, and what it asks of a system; shared by the makers of packages."""
import pathlib
import platform
import re
import subprocess


class Portable:
    """The folder with bin/wpls and lib/wpls/*.so that the target wpls_portable makes."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.program = self.folder / "bin/wpls"
        self.libraries = sorted((self.folder / "lib/wpls").iterdir())
        self.machine = platform.machine()  # "x86_64"; packages are made on the system that they are for

    def version(self):
        return subprocess.run([self.program, "--version"], check=True, stdout=subprocess.PIPE, text=True).stdout.split()[1]

    def glibc(self):
        """The oldest C library that has all symbols the program and its libraries use: (2, 34)."""
        newest = (2, 17)
        for file in (self.program, *self.libraries):
            text = subprocess.run(["objdump", "-T", file], check=True, stdout=subprocess.PIPE, text=True).stdout
            newest = max([newest, *(tuple(map(int, version.split("."))) for version in re.findall(r"GLIBC_(2\.\d+)", text))])
        return newest
