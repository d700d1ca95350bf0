#!/usr/bin/env python3
"""Validates configurations whose verdict by the real plugin is known against the schemas that `wpls schema` prints for that plugin.

    schema_oracle.py --wpls WPLS --corpus DIR --oracle FILE.jsonl.gz [--caught-least N] [--show]

The schema accepts what the plugin accepts. That of `--strict` may also refuse types that the plugin does not read but takes, and
unknown keys: those that `wpls lint` has a finding about. Exit 77 (skipped) without the oracle or the plugins.
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
STRICT = {"schema/unknown-key", "schema/type", "schema/no-branch"}
UNREAD = {"config/unknown-key", "config/no-effect"}


def findings(wpls, options, folder):
    done = subprocess.run([wpls, "lint", "--format", "jsonl", "--fail-on", "never", *options, folder], capture_output=True, text=True, timeout=300)
    if done.returncode != 0:
        sys.exit(f"wpls lint {options}: exit {done.returncode}\n{done.stderr}")
    found = collections.defaultdict(list)
    for line in done.stdout.splitlines():
        one = json.loads(line)
        found[pathlib.Path(one["file"]).name].append(one)
    return found


def global_part_is_ignored(row):
    return "_rules_" in row["config"] and not (row.get("path") or "_rules_").startswith("_rules_")


def by_schema(wpls, options, plugin, work):
    schema = pathlib.Path(work, "schema.json")
    schema.write_text(subprocess.run([wpls, "schema", *options, plugin], capture_output=True, text=True, timeout=60, check=True).stdout)
    found = findings(wpls, ["--schema", str(schema)], f"{work}/configs")
    return {name: [one for one in said if one["code"].startswith("schema/")] for name, said in found.items()}


def places(said, codes):
    return {(one["line"], one["column"]) for one in said if one["code"] in codes}


def check_plugin(wpls, folder, rows, show, total):
    with tempfile.TemporaryDirectory() as work:
        configs = pathlib.Path(work, "configs")
        configs.mkdir()
        for number, row in enumerate(rows):
            (configs / f"{number}.json").write_text(json.dumps(row["config"], ensure_ascii=False))
        plain, strict = by_schema(wpls, [], folder, work), by_schema(wpls, ["--strict"], folder, work)
        lint = findings(wpls, ["--plugin", folder], str(configs))
    for number, row in enumerate(rows):
        file = f"{number}.json"
        refused, more = plain.get(file, []), strict.get(file, [])
        if not row["accept"]:
            total["rejected"] += 1
            total["caught"] += bool(refused)
            total["caught_strict"] += bool(more)
            continue
        kind = "mutants" if "kind" in row else "seeds"
        total[kind] += 1
        total[f"{kind}_refused"] += bool(refused)
        total["strict"] += bool(more)
        wrong = [one for one in more if one["code"] not in STRICT]
        unread = places(lint.get(file, []), UNREAD)
        text = json.dumps(row["config"], ensure_ascii=False)
        around = {text[column:].split('"')[0] for _, column in unread}  # keys, which begin behind a quote
        read = places(more, {"schema/unknown-key"}) - unread if not around & set(row.get("path", "").split(".")) else set()
        total["strict_wrong"] += bool(wrong)
        total["read"] += bool(read)
        for what, bad in (("refused", refused), ("strict", wrong), ("read by the plugin", read)):
            if bad and show:
                print(f"  {what}: {row['plugin']} {row.get('kind', 'seed')} {row.get('path', '')} {row.get('detail', '')}: {list(bad)[0]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wpls", required=True)
    parser.add_argument("--corpus", required=True, type=pathlib.Path)
    parser.add_argument("--oracle", required=True, type=pathlib.Path)
    parser.add_argument("--caught-least", type=int, default=0, help="of the rejected ones, by the schema that is not strict")
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
    print(f"accepted seeds: {total['seeds']}, refused: {total['seeds_refused']}; mutants: {total['mutants']}, refused: {total['mutants_refused']}")
    print(f"--strict refuses {total['strict']}, {total['strict_wrong']} of them not for keys or types, {total['read']} for keys that lint does not call unread")
    print(f"rejected: {total['rejected']}, of them refused: {total['caught']}, by --strict: {total['caught_strict']}")
    good = not (total["seeds_refused"] or total["mutants_refused"] or total["strict_wrong"] or total["read"]) and total["caught"] >= args.caught_least
    print(f"{int(good)} passed, {int(not good)} failed")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
