#!/usr/bin/env python3
"""Compares the schemas that `wpls schema` infers with schemas read from the same plugins' code by hand.

    schema_truth.py --wpls WPLS --corpus DIR --truth DIR [--show]

For each plugin: keys found, keys that are not there in truth, and of the found ones how many types, `required`, enums and defaults are
right. Exit 77 (skipped) without the truth or the plugins. `--show` lists each difference.
"""
import argparse
import json
import pathlib
import subprocess
import sys

SKIPPED = 77
TYPES = {"int": "integer", "float": "number", "bool": "boolean"}
# what a rule matcher that is a part of the plugin reads beside the plugin's own keys
MATCHER = {"_rules_", "_disable_", "allow", "global_auth"}
KEYS_LEAST = 0.98
INVENTED_MOST = 1  # redis.type of ai-cache: the code reads it, and overwrites it
# what is reached today of each; raised with each gain, never lowered
# (redis.serviceName of ai-cache: truth has it as optional; the plugin refuses a `redis` without it)
LEAST = {"types": 0.98, "required": 0.99, "enums": 1.0, "defaults": 0.96}
LEAST_CXX = {"types": 1.0, "required": 0.97, "enums": 1.0, "defaults": 0.6}


def keys_of(schema, path="", out=None, required=False):
    """path -> (the value's schema, whether its object requires it)"""
    out = {} if out is None else out
    if path:
        out[path] = (schema, required)
    for name, member in schema.get("properties", {}).items():
        keys_of(member, f"{path}.{name}" if path else name, out, name in schema.get("required", []))
    if isinstance(schema.get("additionalProperties"), dict):
        keys_of(schema["additionalProperties"], f"{path}.*" if path else "*", out)
    if "items" in schema:
        keys_of(schema["items"], path + "[]", out)
    return out


def inferred_keys(wpls, folder):
    done = subprocess.run([wpls, "schema", "--strict", str(folder)], capture_output=True, text=True, timeout=60)
    if done.returncode != 0:
        sys.exit(f"wpls schema {folder}: exit {done.returncode}\n{done.stderr}")
    schema = json.loads(done.stdout)
    rules = schema.get("properties", {}).pop("_rules_", {}).get("items", {})
    schema.update(schema.get("else", {}))  # what holds unless there are rules
    keys = keys_of(schema)
    in_rules = {k: v for k, v in keys_of(rules).items() if not k.startswith("_match_")}
    return {**in_rules, **keys}


def without_matcher(keys, truth):
    own = {k["path"] for k in truth["keys"]}
    first = {k: k.split(".")[0].split("[")[0] for k in keys}
    return {k: v for k, v in keys.items() if first[k] not in MATCHER or first[k] in own}


def type_right(want, schema):
    types = schema.get("type", [])
    types = types if isinstance(types, list) else [types]
    return TYPES.get(want, want) in types


def required_right(want, required):
    """What depends on other keys must not be required for good."""
    return required == (want is True)


def enum_right(want, enforced, schema):
    got = schema.get("enum") if enforced else schema.get("enum", schema.get("examples"))
    return got is not None and sorted(map(str, want)) == sorted(str(v) for v in got if v != "")


def is_literal(default):
    """Some defaults are described in words only."""
    return default is not None and not (isinstance(default, str) and (default.startswith("<") or default.startswith("per ")))


def compare(truth, keys, show):
    row = {"keys": [0, 0], "types": [0, 0], "required": [0, 0], "enums": [0, 0], "defaults": [0, 0]}

    def count(what, right, path, want, got):
        row[what][1] += 1
        row[what][0] += right
        if not right and show:
            print(f"  {what:9} {path}: want {want!r}, got {got!r}")

    for key in truth["keys"]:
        path = key["path"]
        found = keys.get(path)
        plain_element = path.endswith("[]") and path[:-2] in keys
        count("keys", found is not None or plain_element, path, "found", None)
        if found is None:
            continue
        schema, required = found
        count("types", type_right(key["type"], schema), path, key["type"], schema.get("type"))
        count("required", required_right(key["required"], required), path, key["required"], required)
        if key["enum"]:
            enforced = str(key.get("enum_enforced", "")) == "reject"
            count("enums", enum_right(key["enum"], enforced, schema), path, key["enum"], schema.get("enum", schema.get("examples")))
        if is_literal(key["default"]):
            count("defaults", schema.get("default") == key["default"], path, key["default"], schema.get("default"))
        elif key["default"] is None and schema.get("default"):
            count("defaults", False, path, None, schema["default"])
    known = {k["path"] for k in truth["keys"]}
    open_above = {p[:-2] for p in known if p.endswith(".*")}
    invented = [p for p in keys if p not in known and not any(p.startswith(o) for o in open_above)
                and not (p.endswith("[]") and p[:-2] in known)]
    for p in invented:
        print(f"  invented  {p}")
    return row, invented


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wpls", required=True)
    parser.add_argument("--corpus", type=pathlib.Path, required=True)
    parser.add_argument("--truth", type=pathlib.Path, required=True)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--cxx", action="store_true", help="plugins in C++, whose limits are others; nothing may be invented")
    args = parser.parse_args()
    if args.corpus == pathlib.Path():
        of = "C++" if args.cxx else "Go"
        corpus = "WPLS_CORPUS_CXX" if args.cxx else "WPLS_CORPUS"
        print(f"SKIPPED: it needs Higress's {of} plugins, which are no part of these sources (cmake -D{corpus}=DIR -DWPLS_TRUTH=DIR)")
        return SKIPPED
    files = [f for f in sorted(args.truth.glob("*.json")) if (args.corpus / f.stem).is_dir()]
    if not files:
        print(f"SKIPPED: no plugins in '{args.corpus}' with a schema in '{args.truth}'")
        return SKIPPED
    columns = ["keys", "types", "required", "enums", "defaults"]
    total = {c: [0, 0] for c in columns}
    bad = 0
    print(f"{'plugin':24}" + "".join(f"{c:>12}" for c in columns) + f"{'invented':>10}")
    for file in files:
        truth = json.loads(file.read_text())
        row, invented = compare(truth, without_matcher(inferred_keys(args.wpls, args.corpus / file.stem), truth), args.show)
        bad += len(invented)
        for c in columns:
            total[c] = [total[c][0] + row[c][0], total[c][1] + row[c][1]]
        print(f"{file.stem:24}" + "".join(f"{row[c][0]:>7}/{row[c][1]:<4}" for c in columns) + f"{len(invented):>10}")
    print(f"{'total':24}" + "".join(f"{total[c][0]:>7}/{total[c][1]:<4}" for c in columns) + f"{bad:>10}")
    least = LEAST_CXX if args.cxx else LEAST
    failed = bad > (0 if args.cxx else INVENTED_MOST) or total["keys"][0] < KEYS_LEAST * total["keys"][1]
    failed = failed or any(total[c][0] < least[c] * total[c][1] for c in least)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
