#!/usr/bin/env python3
"""Plants SDK calls into handlers and checks that wpls tells the failing ones from the working ones.

usage: run.py --wpls BIN --schema DIR [--language go|cxx] [--corpus FOLDER] [--show N]

Each function of the measured table (schema/phases.json) is called in each situation of it: directly, through two helpers of another
file, and where there is one in the callback of an outgoing call. What must be flagged and what must not is the table's word. With
--corpus the calls go into copies of the plugins below FOLDER, at the top of the handlers that their main package registers.
"""
import argparse
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import cxx

FLAGGED = ("phase/", "flow/send-in-response-body", "flow/wrong-resume", "flow/no-effective-context")
LEAST = 0.99
GO_MOD = "module example\n\ngo 1.24.1\n\nrequire github.com/higress-group/wasm-go v1.0.2\n"
HEAD = """package main

import (
	"net/http"

	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm"
	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types"
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

type Config struct {
	client wrapper.HttpClient
}

func init() {
	wrapper.SetCtx("planted", wrapper.ParseConfig(parseConfig)OPTIONS)
}

func parseConfig(json gjson.Result, config *Config) error {
	wrapper.RegisterTickFunc(1000, onTick)
	START
	return nil
}

func onTick() {
	TICK
}

func keep(int, http.Header, []byte, types.Action) { proxywasm.LogInfo("") }
"""
HELPERS = """package main

import "github.com/higress-group/proxy-wasm-go-sdk/proxywasm"

func first() {
	second()
}

func second() {
	PLANT
}
"""
HEADERS = "(ctx wrapper.HttpContext, config Config) types.Action {\n"
BODY = "(ctx wrapper.HttpContext, config Config, body []byte) types.Action {\n"


def headers(way, plant="", action="ActionContinue"):
    return f"Process{way}Headers(on{way}Headers)", f"func on{way}Headers{HEADERS}\t{plant}\n\treturn types.{action}\n}}\n"


def body(way, plant=""):
    return f"Process{way}Body(on{way}Body)", f"func on{way}Body{BODY}\t{plant}\n\treturn types.ActionContinue\n}}\n"


def call(name, option, signature, way, pause):
    """A handler that waits for a callback."""
    return f"{option}({name})", (f"func {name}{signature}\terr := config.client.Get(\"/\", nil, func(status int, headers http.Header, answer []byte) {{\n"
                                 f"\t\tPLANT\n\t\t_ = proxywasm.ResumeHttp{way}()\n\t}})\n\tif err != nil {{\n\t\treturn types.ActionContinue\n\t}}\n"
                                 f"\treturn types.{pause}\n}}\n")


# Column -> the handlers of a plugin in which PLANT finds itself in that situation.
SITUATIONS = {
    "reqH": [headers("Request", plant="PLANT")],
    "reqB": [headers("Request"), body("Request", "PLANT")],
    "reqB*": [headers("Request", action="HeaderStopIteration"), body("Request", "PLANT")],
    "resH": [headers("Response", plant="PLANT")],
    "resB": [headers("Response"), body("Response", "PLANT")],
    "resB*": [headers("Response", action="HeaderStopIteration"), body("Response", "PLANT")],
    "done": [("ProcessStreamDone(onDone)", "func onDone(ctx wrapper.HttpContext, config Config) {\n\tPLANT\n}\n")],
    "cb/H": [call("onRequestHeaders", "ProcessRequestHeaders", HEADERS, "Request", "HeaderStopAllIterationAndWatermark")],
    "cb/B": [call("onRequestBody", "ProcessRequestBody", BODY, "Request", "ActionPause")],
    "cb/B*": [headers("Request", action="HeaderStopIteration"),
              call("onRequestBody", "ProcessRequestBody", BODY, "Request", "ActionPause")],
    "cb/rH": [call("onResponseHeaders", "ProcessResponseHeaders", HEADERS, "Response", "HeaderStopAllIterationAndWatermark")],
    "tick": "TICK",
    "start": "START",
}
VALUES = {"string": '"x"', "[]byte": '[]byte("x")', "[][2]string": "nil", "uint32": "1", "int": "1", "int32": "-1", "uint64": "1",
          "[]string": '[]string{"x"}', "types.StreamType": "0", "types.PeerType": "0"}


def planted_call(function):
    """The call as Go text, None when an argument can't be made up."""
    match = re.match(r"func (\w+)\(([^()]*)\)\s*(.*)$", function.get("signature", ""))
    if not match or function.get("callback"):
        return None
    kinds, pending = [], 0
    for part in filter(None, (p.strip() for p in match[2].split(","))):
        words = part.split()
        pending += 1
        if len(words) > 1:
            kinds += [words[-1]] * pending
            pending = 0
    if pending or any(k not in VALUES for k in kinds):
        return None
    results = match[3].strip()
    count = 0 if not results else results.count(",") + 1
    left = ", ".join("_" * count) + " = " if count else ""
    return f"{left}proxywasm.{function['name']}({', '.join(VALUES[k] for k in kinds)})"


def write(folder, files):
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


def own_plugin(column, text, helped):
    """The files of a plugin with the call planted."""
    plant = "first()" if helped else text
    situation = SITUATIONS[column]
    source = HEAD
    if isinstance(situation, str):
        source = source.replace(situation, plant)
        situation = [headers("Request")]
    source = source.replace("START", "").replace("TICK", "")
    source = source.replace("OPTIONS", "".join(f", wrapper.{option}" for option, _ in situation))
    source += "".join("\n" + code for _, code in situation).replace("PLANT", plant)
    return {"go.mod": GO_MOD, "main.go": source, "helpers.go": HELPERS.replace("PLANT", text if helped else 'proxywasm.LogInfo("")')}


def line_of(files, text):
    for name, source in files.items():
        for number, line in enumerate(source.split("\n"), 1):
            if line.strip() == text and name != "go.mod":
                return name, number
    raise ValueError(text)


def expected_of(verdict):
    """True: must be flagged; False: must not; None: the table does not say, or it depends on more than the place."""
    return {"ok": False, "bad": True, "no_effect": True, "harm": True, "crash": True}.get(verdict)


def own_plants(root, table, situations, plugin):
    plants = []
    for column in situations:
        for name, text, verdicts in table:
            want = expected_of(verdicts[column])
            if want is None:
                continue
            for helped in (False, True):
                folder = root / f"{len(plants):05}"
                files = plugin(column, text, helped)
                write(folder, files)
                file, line = line_of(files, text)
                plants.append((str(folder / file), line, want, f"{name} in {column}{' through helpers' if helped else ''}"))
    return plants


# --- real plugins ---

OPTION = re.compile(r"wrapper\.Process(Request|Response)(Headers|Body)(?:By)?(?:\[\w+\])?\((\w+)\)")


def handlers_of(folder):
    """Handlers that the main package registers: option, file, and where the body begins."""
    sources = {f: f.read_text(encoding="utf-8") for f in sorted(folder.glob("*.go")) if not f.name.endswith("_test.go")}
    everything = "".join(f.read_text(encoding="utf-8", errors="replace") for f in folder.rglob("*.go"))
    for way, part, name in OPTION.findall("".join(sources.values())):
        for file, source in sources.items():
            match = re.search(r"^func %s\(.*\{\n" % name, source, re.M)
            if match and '/proxywasm"\n' in source:
                stops = re.search(r"HeaderStopIteration|ActionPause|Action\b.*\w+\(", everything)
                yield way, part, file.name, match.end(), bool(stops)


def corpus_plants(root, corpus, table):
    plants = []
    for module in sorted(corpus.rglob("go.mod")):
        seen = set()
        for way, part, file, at, stops in handlers_of(module.parent):
            if (way, part) in seen:
                continue
            seen.add((way, part))
            column = {"RequestHeaders": "reqH", "RequestBody": "reqB", "ResponseHeaders": "resH", "ResponseBody": "resB"}[way + part]
            for k, (name, text, verdicts) in enumerate(table):
                want = expected_of(verdicts[column])
                if want is None or (part == "Body" and stops and verdicts[column] != verdicts[column + "*"]) or k % 4 != len(seen) % 4:
                    continue
                folder = root / f"{len(plants):05}"
                shutil.copytree(module.parent, folder, ignore=shutil.ignore_patterns("*.wasm", "*.md", "*_test.go", "*.yaml"))
                source = (folder / file).read_text(encoding="utf-8")
                helped = k % 8 >= 4
                (folder / file).write_text(source[:at] + ("plantedFirst()" if helped else text) + "\n" + source[at:], encoding="utf-8")
                line = source[:at].count("\n") + 1
                if helped:
                    files = {"planted.go": HELPERS.replace("PLANT", text).replace("first", "plantedFirst").replace("second", "plantedSecond")}
                    (folder / "planted.go").write_text(files["planted.go"], encoding="utf-8")
                    file_, line = line_of(files, text)
                else:
                    file_ = file
                plants.append((str(folder / file_), line, want, f"{module.parent.name}: {name} in {column}{' through helpers' if helped else ''}"))
    return plants


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wpls", required=True)
    parser.add_argument("--schema", type=pathlib.Path, required=True)
    parser.add_argument("--language", choices=("go", "cxx"), default="go")
    parser.add_argument("--corpus", type=pathlib.Path, help="plugins in Go")
    parser.add_argument("--show", type=int, default=10, help="wrong ones to name")
    args = parser.parse_args()
    phases = json.loads((args.schema / "phases.json").read_text(encoding="utf-8"))
    functions = json.loads((args.schema / "functions" / f"{args.language}.json").read_text(encoding="utf-8"))["functions"]
    is_go = args.language == "go"
    columns = [c["short"] for c in phases["columns"]]
    verdict = {s["code"]: s["verdict"] for s in phases["statuses"]}
    table = []
    for f in functions:
        row = phases["functions"].get(f["name"] if is_go else f.get("like"))
        text = planted_call(f) if is_go else cxx.planted_call(f)
        if f["package"] in ("proxywasm", "cxx") and row and text:
            table.append((f["name"] if is_go else cxx.name_of(f), text, dict(zip(columns, (verdict[code] for code in row.split())))))
    with tempfile.TemporaryDirectory() as temporary:
        root = pathlib.Path(temporary).resolve()
        own = (SITUATIONS, own_plugin) if is_go else (cxx.SITUATIONS, cxx.plugin)
        plants = corpus_plants(root, args.corpus, table) if args.corpus else own_plants(root, table, *own)
        done = subprocess.run([args.wpls, "lint", "--format", "jsonl", "--fail-on", "never", str(root)], capture_output=True, timeout=600)
        if done.returncode:
            sys.exit(f"wpls ended with {done.returncode}: {done.stderr.decode('utf-8', 'replace')[-2000:]}")
        found = set()
        for line in done.stdout.decode("utf-8").splitlines():
            d = json.loads(line)
            if d["code"].startswith(FLAGGED):
                found.add((d["file"], d["line"]))
    counts = {True: [0, 0], False: [0, 0]}
    wrong = []
    for file, line, want, what in plants:
        right = ((file, line) in found) == want
        counts[want][0] += right
        counts[want][1] += 1
        if not right:
            wrong.append(f"{'not flagged' if want else 'flagged'}: {what}")
    for what in wrong[:args.show]:
        print(what)
    print(f"failing calls flagged: {counts[True][0]} of {counts[True][1]}; working calls clean: {counts[False][0]} of {counts[False][1]}")
    good = all(total and right >= LEAST * total for right, total in counts.values())
    sys.exit(0 if good else 1)


main()
