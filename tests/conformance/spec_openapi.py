#!/usr/bin/env python3
"""Whether what `wpls schema` prints is what it says: JSON Schema by a checker of others, and `--format spec` a schema object of OpenAPI 3.0.

    spec_openapi.py --wpls WPLS [--corpus DIR]... PLUGIN...

PLUGIN is a folder, or a case of tests/inference. Corpora that are not there are left out.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

import jsonschema
import openapi_spec_validator
import yaml

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "inference"))
import run as inference

SPEC = ["--format", "spec"]


def schema(wpls, folder, options):
    done = subprocess.run([wpls, "schema", *options, str(folder)], capture_output=True, text=True, timeout=60)
    if done.returncode != 0:
        raise ValueError(f"exit {done.returncode}: {done.stderr}")
    return yaml.safe_load(done.stdout) if SPEC[0] in options else json.loads(done.stdout, object_pairs_hook=members)


def members(pairs):
    """Of an object, in which no key stands twice."""
    if len(dict(pairs)) != len(pairs):
        raise ValueError(f"keys twice: {[key for key, _ in pairs]}")
    return dict(pairs)


def check_openapi(one):
    schemas = {name: part["openAPIV3Schema"] for name, part in one["spec"].items() if "openAPIV3Schema" in part}
    document = {"openapi": "3.0.3", "info": {"title": "plugin", "version": "1"}, "paths": {}, "components": {"schemas": schemas}}
    errors = [error.message for error in openapi_spec_validator.OpenAPIV30SpecValidator(document).iter_errors()]
    for part in schemas.values():  # every array says what it is of, which the document's own schema does not ask for
        errors += [f"a list without items: {where}" for where in lists_of_nothing(part)]
    if not schemas or errors:
        raise ValueError(errors or "no openAPIV3Schema")


def lists_of_nothing(part):
    if isinstance(part, dict):
        if part.get("type") == "array" and "items" not in part:
            yield json.dumps(part)
        for inside in part.values():
            yield from lists_of_nothing(inside)


def check_plugin(wpls, folder):
    for options in ([], ["--strict"], ["--strict", "--places"]):
        jsonschema.Draft7Validator.check_schema(schema(wpls, folder, options))
    for options in (SPEC, [*SPEC, "--places"]):
        check_openapi(schema(wpls, folder, options))
    if "x-wpls" in json.dumps(schema(wpls, folder, SPEC)):
        raise ValueError("x-wpls-* without --places")


def write_case(path, folder):
    for name, text in inference.split(path.read_text())[1].items():
        if name not in inference.WANTED:
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wpls", required=True)
    parser.add_argument("--corpus", action="append", default=[], type=pathlib.Path)
    parser.add_argument("plugins", nargs="+", type=pathlib.Path)
    args = parser.parse_args()
    passed = failed = 0
    corpora = [folder for folder in args.corpus if folder != pathlib.Path() and folder.is_dir()]
    plugins = args.plugins + [one for folder in corpora for one in sorted(folder.iterdir()) if one.is_dir()]
    for plugin in plugins:
        with tempfile.TemporaryDirectory() as work:
            folder = plugin
            if plugin.is_file():
                folder = pathlib.Path(work, "example")
                write_case(plugin, folder)
            try:
                check_plugin(args.wpls, folder)
                passed += 1
            except (ValueError, jsonschema.SchemaError) as error:
                failed += 1
                print(f"FAIL {plugin}: {error}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
