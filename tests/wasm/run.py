#!/usr/bin/env python3
"""Runs the cases of the rules about finished modules, and shows in a real Envoy, where one is given, that an error is one: it refuses
the module, and takes those without.

usage: run.py --wpls BIN [--envoy BIN] FILE_OR_FOLDER...

A case is a txtar archive: prose, `-- module --` as tests/run/tiny.py describes one, sources beside it, and `-- findings --`: lines
"FILE LEVEL[CODE]: TEXT", where TEXT stands in the message. A line "not in Envoy" says that Envoy only finds out later.
"""
import argparse
import importlib.machinery
import json
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "run"), str(HERE.parent / "envoy")]
import gateway
import tiny

marker = importlib.machinery.SourceFileLoader("marker_cases", str(HERE.parent / "cases" / "run.py")).load_module()


def envoy_takes(envoy, module, folder):
    config = folder / "envoy.json"
    config.write_text(json.dumps(gateway.bootstrap(module, "{}", gateway.free_port(), 9, True)))
    done = subprocess.run([envoy, "-c", str(config), "--mode", "validate", "--log-level", "error"], capture_output=True, timeout=gateway.READY_LIMIT)
    return done.returncode == 0


def run_case(tools, path):
    parts = dict(marker.read_case(path))
    wrong = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary).resolve()
        (folder / ".git").mkdir()  # else a Go file of somebody's in the temporary folder makes that the plugin's
        module = folder / "main.wasm"
        module.write_bytes(tiny.module(parts.pop("module")))
        want = [line for line in parts.pop("findings", "").splitlines() if line]
        late = "not in Envoy" in want
        want = [w for w in want if w != "not in Envoy"]
        for name, text in parts.items():
            (folder / name).write_text(text)
        done = subprocess.run([tools.wpls, "lint", "--format", "jsonl", "--fail-on", "never", "main.wasm"], cwd=folder, capture_output=True, timeout=300)
        got = [json.loads(line) for line in done.stdout.decode().splitlines()]
        left = [(f"{pathlib.Path(d['file']).relative_to(folder)} {d['severity']}[{d['code']}]", d["message"]) for d in got]
        for line in want:
            head, _, text = re.fullmatch(r"(\S+ \w+\[\S+\])(: )(.*)", line).groups()
            match = next((g for g in left if g[0] == head and text in g[1]), None)
            wrong += [] if match else [f"not reported: {line}"]
            if match:
                left.remove(match)
        wrong += [f"reported: {head}: {text}" for head, text in left]
        if tools.envoy:
            refused = any(" error[" in w for w in want) or any("higress-only" in w for w in want) or "0_2_100" in path.read_text()
            if envoy_takes(tools.envoy, module, folder) == (refused and not late):
                wrong.append(f"Envoy {'takes' if refused else 'refuses'} the module")
    return wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--wpls", required=True)
    parser.add_argument("--envoy")
    parser.add_argument("paths", nargs="+", type=pathlib.Path)
    tools = parser.parse_args()
    tools.wpls = str(pathlib.Path(tools.wpls).resolve())
    files = [f for p in tools.paths for f in (sorted(p.rglob("*.txt")) if p.is_dir() else [p])]
    failed = 0
    for path in files:
        wrong = run_case(tools, path)
        failed += bool(wrong)
        if wrong:
            print(f"FAILED {path}", *(f"  {w}" for w in wrong), sep="\n", flush=True)
    print(f"{len(files) - failed} passed, {failed} failed")
    return 1 if failed or not files else 0


if __name__ == "__main__":
    sys.exit(main())
