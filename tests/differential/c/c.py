#!/usr/bin/env python3
"""Holds wpls against compiled plugins in C: the same configurations through both, verdicts and messages must agree.

usage: c.py --check PLUGINS_CHECK --work FOLDER [--seed N] [--count N] [--show N] [PLUGIN...]

The fixtures stand in plugins/, each with seeds.json; they are compiled for 32 bits, the widths of wasm32, with native.c as their host.
Exit status 1 when one verdict or message differs, or too much is undecided, 77 when a compiler is missing.
"""
import argparse
import collections
import json
import os
import pathlib
import random
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "cxx")]
import answers  # noqa: E402
import cxx  # noqa: E402
import mutate  # noqa: E402

PLUGINS = HERE / "plugins"
UNDECIDED_BOUND = 0.01  # of all configurations; it only shrinks


def build(name, work):
    program = work / name
    command = [os.environ.get("CC", "gcc"), "-std=gnu17", "-O0", "-g", "-w", "-m32", "-fsanitize=undefined", "-fsanitize-undefined-trap-on-error",
               PLUGINS / name / "plugin.c", HERE / "native.c", "-o", program]
    try:
        result = subprocess.run(command, capture_output=True, text=True)
    except OSError:
        result = None
    if not result or result.returncode:
        probe = subprocess.run(["gcc", "-m32", "-xc", "-", "-o", "/dev/null"], input="int main(void) { return 0; }", capture_output=True, text=True) if result else None
        if not probe or probe.returncode:
            print("SKIPPED: the differential test of plugins in C needs gcc-multilib; scripts/setup test installs it", file=sys.stderr)
            sys.exit(77)
        sys.exit(f"the fixture '{name}' does not build:\n{result.stderr}")
    return program


def run_native(program, configurations):
    text = "".join(config + "\n" for config in configurations)
    result = subprocess.run([program], input=text.encode(), stdout=subprocess.PIPE)
    lines = result.stdout.decode("utf-8", "replace").split("\n")[:-1]
    if result.returncode or len(lines) != len(configurations):
        sys.exit(f"{program} ended with {result.returncode} after {len(lines)} of {len(configurations)} configurations")
    return [{"verdict": verdict, "log": log, "what": ""} for verdict, *log in (line.split("\t") for line in lines)]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", required=True)
    parser.add_argument("--work", required=True, type=pathlib.Path)
    parser.add_argument("--seed", default=os.environ.get("SEED", "1"))
    parser.add_argument("--count", type=int, default=3000, help="configurations in all")
    parser.add_argument("--show", type=int, default=3, help="how many differences of a plugin are shown")
    parser.add_argument("plugins", nargs="*")
    options = parser.parse_args()
    plugins = {seeds.parent.name: json.loads(seeds.read_text(encoding="utf-8")) for seeds in sorted(PLUGINS.glob("*/seeds.json"))}
    wanted, work = options.plugins or list(plugins), options.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    tally = collections.defaultdict(collections.Counter)
    for name in wanted:
        rnd, spec = random.Random(f"{options.seed}/{name}"), plugins[name]
        made = mutate.configurations(rnd, spec["seeds"], spec.get("values", []), options.count // len(wanted) + 1, cxx.text_of)
        configurations = [config for config in made if "e-0" not in config]  # gateways write such numbers in several ways
        real = run_native(build(name, work), configurations)
        mine = answers.run([options.check, PLUGINS], [{"Plugin": name, "Config": config} for config in configurations])
        for config, r, m in zip(configurations, real, mine):
            what, counts = cxx.judge(r, m), tally[name]
            counts[what] += 1
            counts[r["verdict"]] += 1
            if what != "equal" and counts[what] <= options.show:
                print(f"{what}: {name}\n  config  {config}\n  plugin  {r}\n  wpls    {m}")
    cxx.table(tally, wanted)
    total = sum((tally[name] for name in wanted), collections.Counter())
    one_sided = [name for name in wanted if not tally[name]["accept"] or not tally[name]["reject"]]
    open_ends = total["undecided"] + total["no message"]
    sys.exit(total["wrong"] > 0 or open_ends > UNDECIDED_BOUND * sum(total[k] for k in ("accept", "reject", "undefined")) or bool(one_sided))


if __name__ == "__main__":
    main()
