#!/usr/bin/env python3
"""The catalogue of built-in plugins against what the plugins' own code did with real configurations.

    catalogue.py --wpls WPLS --catalogue FILE --oracle FILE.jsonl.gz --corpus DIR [--caught PERCENT] [--tag TAG] [--cxx]

Each row of the oracle stands in a WasmPlugin with the image of its plugin, alone in a folder: nothing but the catalogue knows the
plugin. Accepted rows must have no finding that says the plugin refuses them (a missing key, a range, a value). A key that is told
to be unknown is a false alarm when the plugin's code, evaluated on the same configuration, has nothing to say of it; that needs
the plugins' sources (--corpus), and is left out without them. Of the refused rows PERCENT are to be warned of, and of the
misspelt keys that the plugin ignores 98. The data takes at most 25 KB, compressed."""
import argparse
import collections
import gzip
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

LARGEST = 25 * 1024
REGISTRY = "oci://higress-registry.cn-hangzhou.cr.aliyuncs.com/plugins/"
REFUSED = ("config/builtin-missing", "config/builtin-range", "config/builtin-value")


def read_rows(path):
    """Those that say something: errors beside rules are swallowed, and one plugin drops what it does not take."""
    rows = collections.defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            beside = "kind" in row and "_rules_" in row["config"] and not row["path"].startswith("_rules_")
            if isinstance(row["config"], dict) and not (row["accept"] and (row["plugin"] == "transformer" or beside)):
                rows[row["plugin"]].append(row)
    return rows


def images_of(catalogue, cxx):
    """Name of a folder of sources -> the image's name, the newest tag."""
    found = {}
    for plugin in catalogue["plugins"]:
        if (plugin["language"] == "C++") == cxx and "global" in plugin:
            found[plugin["sources"].rsplit("/", 1)[1]] = plugin["names"][0], plugin["version"]
    return found


def lint(wpls, texts, *options):
    with tempfile.TemporaryDirectory() as folder:
        for number, text in enumerate(texts):
            Path(folder, f"{number}.yaml").write_text(text, encoding="utf-8")
        command = [wpls, "lint", "--format", "jsonl", "--fail-on", "never", *options, folder]
        done = subprocess.run(command, capture_output=True, timeout=300)
        if done.returncode:
            sys.exit(f"wpls ended with {done.returncode}: {done.stderr.decode()[-400:]}")
        found = [[] for _ in texts]
        for line in done.stdout.decode("utf-8").splitlines():
            finding = json.loads(line)
            if finding["file"].endswith(".yaml"):
                found[int(Path(finding["file"]).stem)].append(finding)
    return found


def wrapped(row, image):
    document = {"apiVersion": "extensions.higress.io/v1alpha1", "kind": "WasmPlugin", "metadata": {"name": "x"},
                "spec": {"url": REGISTRY + image, "pluginConfig": row["config"]}}
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=10**6)


def names_on_the_way(value, key, way=()):
    """The key, and all keys above it, wherever it stands."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, below in inside:
        if name == key:
            yield from (*way, key)
        yield from names_on_the_way(below, key, (*way, name) if isinstance(name, str) else way)


def is_told(row, key, own):
    """Whether the plugin's code has something to say of the key, or of what it stands in."""
    names = set(names_on_the_way(row["config"], key)) | {key}
    return any(f"'{name}'" in f["message"] for name in names for f in own)


class Figures:
    def __init__(self, shown):
        self.count, self.shown, self.wrong = collections.Counter(), shown, collections.Counter()

    def add_wrong(self, what, row, finding):
        self.wrong[what] += 1
        if self.wrong[what] <= self.shown:
            print(f"  {what}: {row['plugin']} {row.get('path', row.get('name', ''))}: {finding['message']}")

    def add(self, row, findings, own):
        """own: what the plugin's code says, or None."""
        findings = [f for f in findings if f["code"].startswith("config/builtin-")]
        verdict = "accepted" if row["accept"] else "refused"
        self.count[verdict] += 1
        self.count[verdict + " warned of"] += bool(findings)
        if row["accept"]:
            for finding in findings:
                self.count[finding["code"]] += 1
                key = finding["message"].split("'")[3]
                if finding["code"] in REFUSED:
                    self.add_wrong("refused, says the catalogue", row, finding)
                elif finding["code"] == "config/builtin-unknown-key" and own is not None and not is_told(row, key, own):
                    self.add_wrong("unknown, says the catalogue", row, finding)
        if row.get("kind") == "misspell" and row["accept"] and row["effect"] == "different" and row.get("asked"):
            name = row["detail"].split(":", 1)[1]
            self.count["misspelt"] += 1
            unknown = [f["message"] for f in findings if f["code"] == "config/builtin-unknown-key"]
            self.count["misspelt, told"] += any(f"'{name}'" in message for message in unknown)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("wpls", "catalogue", "oracle"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--corpus", default="")
    parser.add_argument("--caught", type=float, default=0)
    parser.add_argument("--tag")
    parser.add_argument("--cxx", action="store_true")
    parser.add_argument("--show", type=int, default=5)
    given = parser.parse_args()
    text = Path(given.catalogue).read_bytes()
    size = len(gzip.compress(text, 9))
    print(f"{len(text)} bytes of data, {size} compressed")
    if size > LARGEST:
        sys.exit(f"more than {LARGEST}")
    if not Path(given.oracle).is_file():
        print(f"SKIPPED: no configurations with the verdicts of real plugins ({given.oracle})")
        sys.exit(77)
    images = images_of(json.loads(text), given.cxx)
    figures, left_out = Figures(given.show), collections.Counter()
    for plugin, rows in sorted(read_rows(given.oracle).items()):
        if plugin not in images:
            left_out[plugin] += len(rows)
            continue
        name, newest = images[plugin]
        found = lint(given.wpls, [wrapped(row, f"{name}:{given.tag or newest}") for row in rows])
        sources = Path(given.corpus, plugin)
        own = [None] * len(rows)
        if given.corpus and sources.is_dir():
            plain = [yaml.safe_dump(row["config"], sort_keys=False, allow_unicode=True) for row in rows]
            own = lint(given.wpls, plain, "--plugin", str(sources))
        for row, findings, said in zip(rows, found, own):
            figures.add(row, findings, said)
    count = figures.count
    if not given.corpus:
        print("SKIPPED: unknown keys, which the plugins' sources judge (WPLS_CORPUS names them)")
    for name in sorted(count):
        print(f"{count[name]:6} {name}")
    print("no images:", ", ".join(f"{plugin} ({n})" for plugin, n in left_out.items()) or "none")
    caught = 100 * count["refused warned of"] / count["refused"]
    print(f"{caught:.1f} % of the refused are warned of; false alarms: {dict(figures.wrong) or 0}")
    told = count["misspelt, told"] * 100 >= count["misspelt"] * 98
    sys.exit(0 if not figures.wrong and caught >= given.caught and told else 1)


if __name__ == "__main__":
    main()
