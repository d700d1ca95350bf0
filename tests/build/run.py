#!/usr/bin/env python3
"""Builds plugins with `wpls build`: with the real Go and clang, and broken on purpose in every way that a user meets.

usage: run.py WPLS SOURCE_FOLDER [NAME...]; ends with the line 'N passed, N failed'

What a compiler must be made to do - hang, flood, print a certain error - is done by stand-ins called tinygo, which these tests write: TinyGo
itself can't be installed from the package registries. Cases of what compilers print are files in output/; TinyGo's were written by hand, in
the form that it documents, and were never compared with the real one.
"""
import sys

sys.dont_write_bytecode = True
from harness import run_cases  # noqa: E402
import broken, compilers, editor, ended, image, moved, places, working  # noqa: E401, E402, F401: their cases

sys.exit(run_cases(sys.argv[3:]))
