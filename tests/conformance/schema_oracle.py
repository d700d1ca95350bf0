#!/usr/bin/env python3
"""Validates configurations whose verdict by the real plugin is known against the schema that `wpls schema` prints for that plugin.

    schema_oracle.py --wpls WPLS --corpus DIR --oracle FILE.jsonl.gz [--show]

A schema is stricter than a plugin about keys that nothing reads and about types, which plugins coerce; whatever else it says of a
configuration that the plugin accepts is wrong. Exit 77 (skipped) without the oracle or the plugins.
"""
import argparse
import collections
import gzip
import json
import pathlib
import subprocess
import sys
import tempfile

SKIPPED = 77
STRICT = {"schema/unknown-key", "schema/type"}
WRONG_MOST = 0.002  # of the accepted ones: "" where only other keys tell that nothing is switched on


def findings(wpls, schema, folder):
    done = subprocess.run([wpls, "lint", "--format", "jsonl", "--fail-on", "never", "--schema", schema, folder], capture_output=True, text=True, timeout=300)
    if done.returncode != 0:
        sys.exit(f"wpls lint --schema {schema}: exit {done.returncode}\n{done.stderr}")
    found = collections.defaultdict(list)
    for line in done.stdout.splitlines():
        one = json.loads(line)
        if one["code"].startswith("schema/"):
            found[pathlib.Path(one["file"]).name].append(one)
    return found


def global_part_is_ignored(row):
    return "_rules_" in row["config"] and not (row.get("path") or "_rules_").startswith("_rules_")


def check_plugin(wpls, folder, rows, show, total):
    schema = subprocess.run([wpls, "schema", folder], capture_output=True, text=True, timeout=60, check=True).stdout
    with tempfile.TemporaryDirectory() as work:
        pathlib.Path(work, "schema.json").write_text(schema)
        configs = pathlib.Path(work, "configs")
        configs.mkdir()
        for number, row in enumerate(rows):
            (configs / f"{number}.json").write_text(json.dumps(row["config"], ensure_ascii=False))
        found = findings(wpls, f"{work}/schema.json", str(configs))
    for number, row in enumerate(rows):
        said = found[f"{number}.json"]
        if not row["accept"]:
            total["rejected"] += 1
            total["caught"] += bool(said)
            continue
        total["accepted"] += 1
        wrong = [one for one in said if one["code"] not in STRICT]
        total["strict"] += bool(said) and not wrong
        total["wrong"] += bool(wrong)
        if wrong and show:
            print(f"  {row['plugin']} {row.get('kind', 'seed')} {row.get('path', '')}: {wrong[0]['code']} {wrong[0]['message']}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wpls", required=True)
    parser.add_argument("--corpus", required=True, type=pathlib.Path)
    parser.add_argument("--oracle", required=True, type=pathlib.Path)
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    if args.corpus == pathlib.Path():
        print("SKIPPED: it needs Higress's Go plugins, which are no part of these sources (cmake -DWPLS_CORPUS=DIR)")
        return SKIPPED
    missing = [str(path) for path in (args.corpus, args.oracle) if not path.exists()]
    if missing:
        print(f"SKIPPED: '{missing[0]}' is not there")
        return SKIPPED
    by_plugin = collections.defaultdict(list)
    with gzip.open(args.oracle, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if not global_part_is_ignored(row):
                by_plugin[row["plugin"]].append(row)
    total = collections.Counter()
    for plugin, rows in sorted(by_plugin.items()):
        check_plugin(args.wpls, str(args.corpus / plugin), rows, args.show, total)
    print(f"accepted: {total['accepted']}, of them contradicted: {total['wrong']}, called unknown or of another type: {total['strict']}")
    print(f"rejected: {total['rejected']}, of them caught: {total['caught']}")
    good = total["wrong"] <= WRONG_MOST * total["accepted"]
    print(f"{int(good)} passed, {int(not good)} failed")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
