#!/usr/bin/env python3
"""Holds wpls against compiled plugins in C++: the same configurations through both, verdicts and messages must agree.

usage: cxx.py --check PLUGINS_CHECK --work FOLDER [--seed N] [--count N] [--show N] [PLUGIN...]

The fixtures stand in plugins/, each with seeds.json: configurations to start from. They are included into one program (native.cc)
and compiled for 32 bits, which are the widths of wasm32; those with "wide" in their seeds.json use libraries that there are only for
this machine's own width. `loose` outcomes, numbers that their type can't hold, may be anything but a refusal. A table is printed;
exit status 1 when one verdict or message differs, or too much is undecided, 77 when a compiler or a library is missing.
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

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import answers  # noqa: E402
import mutate  # noqa: E402

PLUGINS = HERE / "plugins"
UNDECIDED_BOUND = 0.01  # of all configurations, those without a verdict or a message; it only shrinks
CHECKED = ["-D_GLIBCXX_DEBUG", "-fsanitize=undefined,float-cast-overflow", "-fsanitize-undefined-trap-on-error"]
MODES = {False: ["-m32", "-msse2", "-mfpmath=sse"], True: []}
LIBRARIES = {False: [], True: ["-lre2", "-labsl_status", "-labsl_statusor", "-labsl_cord", "-labsl_strings", "-labsl_str_format_internal", "-labsl_strings_internal", "-labsl_int128",
                               "-labsl_throw_delegate", "-labsl_raw_logging_internal", "-lprotobuf"]}
STANDARD = ("algorithm array cctype charconv cmath cstdint cstdlib cstring deque functional initializer_list list map memory numeric "
            "optional set sstream string string_view tuple unordered_map unordered_set utility variant vector").split()


def skip(reason):
    print(f"SKIPPED: the differential test of plugins in C++ {reason}", file=sys.stderr)
    sys.exit(77)


def specs():
    return {seeds.parent.name: json.loads(seeds.read_text(encoding="utf-8")) for seeds in sorted(PLUGINS.glob("*/seeds.json"))}


def included(name):
    """The headers that a fixture takes from outside of its folder: they stand before all fixtures, outside of their namespaces."""
    lines = [line for source in sorted((PLUGINS / name).iterdir()) if source.suffix in (".cc", ".h")
             for line in source.read_text(encoding="utf-8").splitlines() if line.startswith("#include")]
    return sorted({line for line in lines if "<" in line or "/" in line.split('"')[1] or '"json_util.h"' in line})


def program_text(names):
    """One source with all fixtures, each in a namespace of its own."""
    text = "".join(f"#include <{name}>\n" for name in STANDARD) + '#include "native.h"\n#include "fixture.h"\n'
    text += "".join(f"{line}\n" for line in sorted({line for name in names for line in included(name)}) if "../fixture.h" not in line)
    for name in names:
        text += f'namespace in_{name} {{\nstatic stub::folder here("{name}");\n'
        text += "".join(f'#include "{source}"\n' for source in sorted((PLUGINS / name).glob("*.cc")))
        text += "}\n"
    return text


def build(wide, names, work):
    """The program with these fixtures; its path."""
    source, program = work / f"all{wide:d}.cc", work / f"native{wide:d}"
    source.write_text(program_text(names))
    protos = [proto for name in names for proto in sorted((PLUGINS / name).glob("*.proto"))]
    messages = [work / proto.relative_to(PLUGINS).with_suffix(".pb.cc") for proto in protos]
    if protos:
        subprocess.run(["protoc", f"--cpp_out={work}", f"-I{PLUGINS}", *protos], check=True)
    command = [os.environ.get("CXX", "g++"), "-std=gnu++20", "-O0", "-w", *MODES[wide], *CHECKED, "-I", HERE / "stub", "-I", HERE, "-I",
               PLUGINS, "-I", work, source, *messages, HERE / "native.cc", "-o", program, *LIBRARIES[wide]]
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode:
        sys.exit(f"the fixtures do not build:\n{result.stderr}")
    return program


def find_compiler(work, wide):
    """Skips the test where something to compile the fixtures with is missing."""
    probe = work / "probe.cc"
    probe.write_text("#include <nlohmann/json.hpp>\n" + ('#include "absl/strings/str_split.h"\n#include "re2/re2.h"\n#include <google/protobuf/message.h>\n' if wide else "") +
                     "int main() { return nlohmann::json().size(); }\n")
    try:
        result = subprocess.run(["g++", "-std=gnu++20", *MODES[wide], probe, "-o", work / "probe"], capture_output=True, text=True)
    except OSError:
        skip("needs g++")
    if result.returncode or (wide and not shutil.which("protoc")):
        skip("needs g++-multilib, nlohmann-json3-dev, libre2-dev, libabsl-dev, libprotobuf-dev and protobuf-compiler; scripts/setup "
             "test installs them")


def text_of(value):
    """As a control plane writes it: numbers without a fraction as integers."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    if isinstance(value, dict):
        return "{" + ", ".join(f"{text_of(k)}: {text_of(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(text_of, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def tasks_for(plugins, wanted, seed, count):
    tasks = []
    for name in wanted:
        rnd = random.Random(f"{seed}/{name}")
        spec = plugins[name]
        for config in mutate.configurations(rnd, spec["seeds"], spec.get("values", []), count // len(wanted) + 1, text_of):
            tasks.append({"Plugin": name, "Config": config})
    return tasks


def without_halves(text):
    """Of characters that were cut in two both programs leave something else."""
    return re.sub("\ufffd+", "\ufffd", text)


def judge(real, mine):
    """equal, undecided, no message, or wrong."""
    verdict, message = mine["verdict"], mine.get("message")
    if verdict == "undecided":
        return "undecided"
    if real["verdict"] == "loose":
        return "wrong" if verdict == "reject" and mine["ways"] == 1 and message is not None else "equal"
    if verdict == "open":
        return "equal" if real["verdict"] == "accept" else "undecided"
    if verdict != real["verdict"] and mine.get("ways", 1) > 1 and "accept" not in (verdict, real["verdict"]):
        return "no message"  # on every way it is refused, but which is taken was not told
    if verdict != real["verdict"]:
        return "wrong"
    if verdict in ("accept", "undefined"):
        return "equal"
    if message is None:
        return "no message"
    if verdict == "panic" and not real["what"].startswith("[json"):
        return "equal"  # what the library says is its own
    said = [real["what"]] if verdict == "panic" else real["log"]
    return "equal" if without_halves(message) in map(without_halves, said) else "no message" if mine["ways"] > 1 else "wrong"


def table(tally, wanted):
    columns = ["accept", "reject", "panic", "undefined", "loose", "equal", "no message", "undecided", "wrong"]
    print(f"\n{'plugin':16}" + "".join(f"{c:>11}" for c in columns))
    for name in wanted:
        print(f"{name:16}" + "".join(f"{tally[name][c]:11}" for c in columns))


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
    plugins = specs()
    wanted = options.plugins or list(plugins)
    work = options.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    tasks = tasks_for(plugins, wanted, options.seed, options.count)
    mine = answers.run([options.check, PLUGINS], tasks)
    real = [None] * len(tasks)
    for wide in MODES:
        names = [name for name in wanted if bool(plugins[name].get("wide")) == wide]
        places = [i for i, task in enumerate(tasks) if task["Plugin"] in names]
        if not places:
            continue
        find_compiler(work, wide)
        for i, outcome in zip(places, answers.run([build(wide, names, work)], [tasks[i] for i in places])):
            real[i] = outcome
    tally = collections.defaultdict(collections.Counter)
    for task, r, m in zip(tasks, real, mine):
        what, counts = judge(r, m), tally[task["Plugin"]]
        counts[what] += 1
        counts[r["verdict"]] += 1
        shown = counts[what] <= options.show and (what in ("wrong", "no message") or (options.undecided and what == "undecided"))
        if shown:
            print(f"{what}: {task['Plugin']}\n  config  {task['Config']}\n  plugin  {text_of(r)}\n  wpls    {text_of(m)}")
    table(tally, wanted)
    total = sum((tally[name] for name in wanted), collections.Counter())
    open_ends = total["undecided"] + total["no message"]
    print(f"{len(wanted)} plugins, {len(tasks)} configurations, seed {options.seed}: {total['equal']} equal, "
          f"{total['no message']} without message, {total['undecided']} undecided, {total['wrong']} wrong")
    if open_ends > UNDECIDED_BOUND * len(tasks):
        print(f"failed: more than {UNDECIDED_BOUND:.0%} undecided")
    one_sided = [name for name in wanted if not (tally[name]["accept"] and len(tally[name]) > 2 and tally[name]["accept"] < len(tasks))]
    sys.exit(total["wrong"] > 0 or open_ends > UNDECIDED_BOUND * len(tasks) or bool(one_sided))


if __name__ == "__main__":
    main()
