#!/usr/bin/env python3
"""Runs JSON-Schema-Test-Suite, one or more releases of it, against `wpls dump validate`.

Every verdict must be right, those of the optional tests and of the formats, too. Schemas and documents of one test file go through one
process.
"""

import argparse
import json
import os
import subprocess
import sys
import tarfile
import tempfile

DRAFTS = {"draft7": "7", "draft2020-12": "2020-12"}
SKIPPED = 77


def run_file(options, folder, remotes, draft, path, formats):
    """Yields (description, passed, verdict) of each test of a file."""
    command = [options.wpls, "dump", "validate", f"--draft={DRAFTS[draft]}", f"--schema-root=http://localhost:1234/={remotes}"]
    if formats:
        command.append("--formats")
    with open(path, encoding="utf-8") as f:
        groups = json.load(f)
    tests = []
    for i, group in enumerate(groups):
        schema = os.path.join(folder, f"schema-{i}.json")
        with open(schema, "w", encoding="utf-8") as f:
            json.dump(group["schema"], f, ensure_ascii=i % 2 == 0)
        command += [",", schema]
        for k, test in enumerate(group["tests"]):
            document = os.path.join(folder, f"document-{i}-{k}.json")
            with open(document, "w", encoding="utf-8", errors="surrogatepass") as f:
                json.dump(test["data"], f)
            command.append(document)
            tests.append((group["description"] + ": " + test["description"], test["valid"]))
    run = subprocess.run(command, capture_output=True, timeout=120)
    lines = run.stdout.decode().splitlines()
    if run.returncode not in (0, 1) or len(lines) != len(tests):
        lines += [f"exit-status-{run.returncode}"] * (len(tests) - len(lines))
        print(run.stderr.decode(errors="replace")[-1000:])
    for (description, valid), line in zip(tests, lines):
        verdict = line.split(" ")[0]
        yield description, verdict == ("valid" if valid else "invalid"), verdict


def run_draft(options, root, draft):
    """Counts per kind of test: {kind: [passed, all]}."""
    counts = {"required": [0, 0], "optional": [0, 0], "format": [0, 0]}
    base = os.path.join(root, "tests", draft)
    for folder, _, names in sorted(os.walk(base)):
        kind = {"": "required", "optional": "optional", os.path.join("optional", "format"): "format"}[os.path.relpath(folder, base).strip(".")]
        for name in sorted(names):
            if options.only and options.only not in f"{draft}/{kind}/{name}":
                continue
            formats = kind == "format" or name in ("content.json",) and kind == "optional"
            with tempfile.TemporaryDirectory() as temporary:
                for description, passed, verdict in run_file(options, temporary, os.path.join(root, "remotes"), draft,
                                                             os.path.join(folder, name), formats):
                    counts[kind][0] += passed
                    counts[kind][1] += 1
                    if not passed:
                        print(f"FAIL {draft}/{kind}/{name}: {description}: {verdict}")
    return counts


def run_suite(options, root):
    """How many kinds of tests passed, and how many did not."""
    passed = failed = 0
    for draft in DRAFTS:
        for kind, (good, total) in run_draft(options, root, draft).items():
            if not total and options.only:
                continue
            print(f"{draft} {kind}: {good} of {total} right")
            passed += good == total > 0
            failed += not good == total > 0
    return passed, failed


def run_tarball(options, tarball):
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(tarball) as tar:
            # bookworm's own Python (3.11.2) knows no filters; later ones warn without one
            tar.extractall(folder, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))
        return run_suite(options, os.path.join(folder, os.listdir(folder)[0]))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wpls", required=True, help="the program")
    parser.add_argument("suite", help="folder with tests/ and remotes/")
    parser.add_argument("more", nargs="*", help="other releases, packed as tarballs: those that are there count, too")
    parser.add_argument("--only", help="part of draft/kind/file: run those alone")
    options = parser.parse_args()
    options.wpls = os.path.abspath(options.wpls)
    if not os.path.exists(os.path.join(options.suite, "tests")):
        print(f"SKIPPED: the JSON Schema test suite is not at '{options.suite}', scripts/setup test installs it; NOTHING was tested")
        return SKIPPED
    passed, failed = run_suite(options, options.suite)
    for tarball in filter(os.path.exists, options.more):
        print(f"the release in {tarball}:")
        passed, failed = map(sum, zip((passed, failed), run_tarball(options, tarball)))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
