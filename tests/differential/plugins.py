#!/usr/bin/env python3
"""Holds wpls against compiled plugins: the same configurations through both, verdicts and messages must agree.

usage: plugins.py --check PLUGINS_CHECK --work FOLDER [--seed N] [--count N] [--show N] [PLUGIN...]

The plugins stand in plugins/, each with seeds.json: configurations to start from. They are linked into one program (plugins/native):
their main packages become ordinary ones through go build's -overlay, no source is copied. From the seeds, mutate.py makes `count`
configurations, the same ones for the same `seed`. A table is printed; exit status 1 when one verdict or message differs, or too much
is undecided, 77 when Go or its modules are missing.
"""
import argparse
import collections
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys

import answers
import mutate

HERE = pathlib.Path(__file__).resolve().parent
PLUGINS = HERE / "plugins"
SDK = "github.com/higress-group/proxy-wasm-go-sdk"
UNDECIDED_BOUND = 0.08  # of all configurations, those without a verdict or a message; it only shrinks
RANDOM_RUNS = 64        # of a plugin whose outcome hangs on the order of a map ("random" in its seeds.json)


def skip(reason):
    print(f"SKIPPED: the differential test of whole plugins {reason}", file=sys.stderr)
    sys.exit(77)


def names():
    return sorted(seeds.parent.name for seeds in PLUGINS.glob("*/seeds.json"))


def as_package(name, source):
    """A file of a plugin's main package as one that can be imported and registers with the native runner."""
    source = re.sub(r"^package main$", f"package {name}", source, count=1, flags=re.M)
    if "wrapper.SetCtx(" not in source and "proxywasm.SetVMContext(" not in source:
        return source
    source = source.replace("import (", 'import (\n\t"wpls/plugins/native"\n', 1).replace("wrapper.SetCtx(", "native.Register(")
    return source.replace("proxywasm.SetVMContext(", f'native.RegisterContext("{name}", ')


def sdk_without_wasm(go, work, environment):
    """A go.mod that takes the SDK from a copy without the emulator's part for wasm modules, which would link a whole wasm runtime."""
    found = subprocess.run([go, "mod", "download", "-json", SDK], cwd=PLUGINS, env=environment, capture_output=True, text=True)
    if found.returncode:
        skip(f"can't have the SDK's module (no module proxy?): {found.stdout.strip()}")
    copy = work / "sdk"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(json.loads(found.stdout)["Dir"], copy, copy_function=shutil.copyfile)
    for folder in (copy, *(f for f in copy.rglob("*") if f.is_dir())):
        folder.chmod(0o755)
    (copy / "proxywasm" / "proxytest" / "wasmwrapper.go").unlink()
    shutil.copyfile(PLUGINS / "go.sum", work / "go.sum")
    modfile = work / "go.mod"
    modfile.write_text(f"{(PLUGINS / 'go.mod').read_text()}\nreplace {SDK} => {copy}\n")
    return modfile


def build(go, work):
    """The one program with all plugins in it; its path."""
    environment = dict(os.environ, GOTOOLCHAIN="local", GOFLAGS="-mod=readonly -buildvcs=false", GOWORK="off")
    modfile = sdk_without_wasm(go, work, environment)
    replace = {}
    for name in names():
        (work / "sources" / name).mkdir(parents=True, exist_ok=True)
        for source in (PLUGINS / name).glob("*.go"):
            target = work / "sources" / name / source.name
            target.write_text(as_package(name, source.read_text(encoding="utf-8")), encoding="utf-8")
            replace[str(source)] = str(target)
    main = work / "sources" / "main.go"
    imports = "".join(f'\t_ "wpls/plugins/{name}"\n' for name in names())
    main.write_text(f'package main\n\nimport (\n\t"wpls/plugins/native"\n\n{imports})\n\nfunc main() {{ native.Main() }}\n')
    replace[str(PLUGINS / "all" / "main.go")] = str(main)
    overlay = work / "overlay.json"
    overlay.write_text(json.dumps({"Replace": replace}))
    program = work / "native"
    result = subprocess.run([go, "build", f"-modfile={modfile}", f"-overlay={overlay}", "-ldflags=-s -w", "-o", program, "./all"],
                            cwd=PLUGINS, env=environment, capture_output=True, text=True)
    if result.returncode and "dial tcp" in result.stderr:
        skip(f"can't have its modules: {result.stderr.strip()}")
    if result.returncode:
        sys.exit(f"the plugins do not build:\n{result.stderr}")
    return program


def tasks_for(wanted, seed, count):
    tasks = []
    for name in wanted:
        spec = json.loads((PLUGINS / name / "seeds.json").read_text(encoding="utf-8"))
        rnd = random.Random(f"{seed}/{name}")
        runs = RANDOM_RUNS if spec.get("random") else 1
        for config in mutate.configurations(rnd, spec["seeds"], spec.get("values", []), count // len(wanted) + 1):
            tasks.append({"Plugin": name, "Config": config, "Runs": runs})
    return tasks


def name_of_types(plugin, outcome):
    """The outcome with the plugin's types as a main package has them: the natively built one has another name."""
    message = outcome.get("message")
    if message:
        outcome["message"] = re.sub(rf"(?<![\w./]){plugin}\.(?=[A-Za-z_])", "main.", message)
    return outcome


def judge(real, mine):
    """equal, undecided, no message, or wrong."""
    verdicts = {outcome["verdict"] for outcome in real}
    if mine["verdict"] == "open":
        return "equal" if "accept" in verdicts else "undecided"
    if mine["verdict"] == "undecided":
        return "undecided"
    refused = mine["verdict"] != "accept"
    if mine["verdict"] not in verdicts and not (refused and mine["ways"] > 1 and "accept" not in verdicts):
        return "wrong"
    if refused and "accept" in verdicts:
        return "wrong"
    if mine["verdict"] == "accept":
        return "equal"
    if mine["message"] is None:
        return "no message"
    if mine in [dict(mine, **outcome) for outcome in real]:
        return "equal"
    return "wrong" if mine["ways"] == 1 else "no message"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", required=True)
    parser.add_argument("--work", required=True, type=pathlib.Path)
    parser.add_argument("--seed", default=os.environ.get("SEED", "1"))
    parser.add_argument("--count", type=int, default=20000)
    parser.add_argument("--show", type=int, default=3, help="how many differences of a plugin are shown")
    parser.add_argument("--undecided", action="store_true", help="show what is undecided, too")
    parser.add_argument("plugins", nargs="*")
    options = parser.parse_args()
    found = subprocess.run([HERE.parent.parent / "scripts" / "find-go"], capture_output=True, text=True)
    if found.returncode:
        skip("needs Go >= 1.24; scripts/setup test installs one")
    options.work = options.work.resolve()
    options.work.mkdir(parents=True, exist_ok=True)
    program = build(found.stdout.strip(), options.work)
    wanted = options.plugins or names()
    tasks = tasks_for(wanted, options.seed, options.count)
    real = [[name_of_types(task["Plugin"], outcome) for outcome in seen] for task, seen in zip(tasks, answers.run([program], tasks))]
    mine = [name_of_types(task["Plugin"], outcome) for task, outcome in zip(tasks, answers.run([options.check, PLUGINS], tasks))]
    tally = collections.defaultdict(collections.Counter)
    for task, r, m in zip(tasks, real, mine):
        what, counts = judge(r, m), tally[task["Plugin"]]
        counts[what] += 1
        counts["accepted" if r[0]["verdict"] == "accept" else "rejected"] += 1
        hidden = ("equal",) if options.undecided else ("equal", "undecided", "no message")
        if what not in hidden and counts[what] <= options.show:
            print(f"{what}: {task['Plugin']}\n  config  {task['Config']}\n  plugin  {json.dumps(r)}\n  wpls    {json.dumps(m)}")
    columns = ["accepted", "rejected", "equal", "no message", "undecided", "wrong"]
    total = collections.Counter()
    print(f"\n{'plugin':24}" + "".join(f"{c:>12}" for c in columns))
    for name in wanted:
        total += tally[name]
        print(f"{name:24}" + "".join(f"{tally[name][c]:12}" for c in columns))
    print(f"{len(wanted)} plugins, {len(tasks)} configurations, seed {options.seed}: {total['equal']} equal, "
          f"{total['no message']} without message, {total['undecided']} undecided, {total['wrong']} wrong")
    open_ends = total["undecided"] + total["no message"]
    if open_ends > UNDECIDED_BOUND * len(tasks):
        print(f"failed: more than {UNDECIDED_BOUND:.0%} undecided")
    one_sided = [name for name in wanted if not options.plugins and not (tally[name]["accepted"] and tally[name]["rejected"])]
    if one_sided:
        print(f"failed: nothing accepted, or nothing rejected: {', '.join(one_sided)}")
    sys.exit(total["wrong"] > 0 or open_ends > UNDECIDED_BOUND * len(tasks) or bool(one_sided))


if __name__ == "__main__":
    main()
