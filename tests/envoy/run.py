#!/usr/bin/env python3
"""Shows in a real Envoy that what wpls reports is true: the plugin that it complains about breaks, and the repaired one works.

usage: run.py --wpls BIN --envoy BIN --go BIN [-v] FILE_OR_FOLDER...

A case is a marker case (see tests/cases/run.py) with the plugin twice, `-- main.go --` with findings drawn into it and
`-- fixed main.go --` without any, and a section `-- envoy --`; a plugin in C++ is `plugin.cc`, built by clang with the SDK of
`wpls new`, and runs in Envoy as it is:

A mistake of the document is a case with a section `-- envoy.yaml --`, with findings, and one `-- fixed envoy.yaml --`: what the plugin's
`config` has in the bootstrap DOCUMENT. The module of its main.go, which has no findings, is built as plugin.wasm beside it.

    config {"key": "value"}              the plugin's configuration (default {})
    stock                                without the stop semantics of Higress
    plain                                likewise, and the SDK of plain/go.mod
    request POST /path -H a:b -d body    one or more
    broken status=504                    what then holds with main.go ...
    fixed status=200 upstream.x-a=b      ... and with the fixed one

Facts: `refused` (Envoy does not start with the plugin), `crash` (Envoy ends), `status=N`, `cut` (the answer ends early or never comes),
`whole`, `body=TEXT`, `header.NAME=TEXT`, `slow` and `fast` (half a second), `upstream=no`, `upstream.body=TEXT`, `upstream.NAME=TEXT` (a
request header; `-` stands for none), `log=TEXT` (somewhere in Envoy's log).
"""
import argparse
import concurrent.futures
import importlib.machinery
import os
import pathlib
import shlex
import shutil
import subprocess
import sys
import tempfile
import threading

import gateway
import module

HERE = pathlib.Path(__file__).resolve().parent

TEMPLATES = HERE.parents[1] / "templates"
MODULE = HERE.parents[1] / "examples" / "http-call"  # whose go.mod and go.sum pin the SDK
PLAIN = HERE / "plain"  # the same for the plain SDK
marker = importlib.machinery.SourceFileLoader("marker_cases", str(HERE.parent / "cases" / "run.py")).load_module()


def build_cxx(folder):
    """Path of the module; RuntimeError with the compiler's words."""
    for source in (TEMPLATES / "cpp" / "Makefile", TEMPLATES / "native" / "proxy_wasm_abi.h"):
        shutil.copy(source, folder)
    shutil.copytree(TEMPLATES / "cpp" / "sdk", folder / "sdk", dirs_exist_ok=True)
    done = subprocess.run(["make", "plugin.wasm"], cwd=folder, capture_output=True, timeout=600)
    if done.returncode != 0:
        raise RuntimeError("does not compile:\n" + done.stderr.decode("utf-8", "replace"))
    return folder / "plugin.wasm"


def build(go, folder):
    """Path of the module that stock Envoy loads; RuntimeError with the compiler's words."""
    out = folder / "plugin.wasm"
    env = os.environ | {"GOOS": "wasip1", "GOARCH": "wasm", "GOTOOLCHAIN": "local", "GOFLAGS": "-mod=mod", "GOWORK": "off"}
    done = subprocess.run([go, "build", "-buildmode=c-shared", "-o", str(out), "."], cwd=folder, env=env, capture_output=True, timeout=600)
    if done.returncode != 0:
        raise RuntimeError("does not compile:\n" + done.stderr.decode("utf-8", "replace"))
    out.write_bytes(module.for_stock_envoy(out.read_bytes()))
    return out


DOCUMENT = """static_resources:
  listeners:
  - name: in
    address: {{socket_address: {{address: 127.0.0.1, port_value: PORT}}}}
    filter_chains:
    - filters:
      - name: http
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
          stat_prefix: in
          route_config: {{virtual_hosts: [{{name: all, domains: ["*"], routes: [{{match: {{prefix: /}}, route: {{cluster: upstream}}}}]}}]}}
          http_filters:
          - name: plugin
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.filters.http.wasm.v3.Wasm
              config:
{config}
          - name: router
            typed_config: {{"@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router}}
  clusters:
  - name: upstream
    type: STATIC
    load_assignment:
      cluster_name: upstream
      endpoints: [{{lb_endpoints: [{{endpoint: {{address: {{socket_address: {{address: 127.0.0.1, port_value: UPSTREAM}}}}}}}}]}}]
  - name: outbound|80||echo.test
    type: STATIC
    load_assignment:
      cluster_name: upstream
      endpoints: [{{lb_endpoints: [{{endpoint: {{address: {{socket_address: {{address: 127.0.0.1, port_value: UPSTREAM}}}}}}}}]}}]
"""


def document_of(config):
    return DOCUMENT.format(config="\n".join(" " * 16 + line for line in config.rstrip("\n").split("\n")))


def parse_request(words):
    method, path, headers, body = words[0], words[1], {}, None
    for option, value in zip(words[2::2], words[3::2]):
        if option == "-H":
            name, _, text = value.partition(":")
            headers[name] = text
        elif option == "-d":
            body = value.encode()
        else:
            raise ValueError(f"unknown option {option}")
    return method, path, headers, body


def parse_script(text):
    script = {"config": "{}", "stop_iteration": True, "module": MODULE, "steps": []}
    for line in text.splitlines():
        verb, _, rest = line.strip().partition(" ")
        if not verb or verb.startswith("#"):
            continue
        if verb == "config":
            script["config"] = rest
        elif verb == "stock":
            script["stop_iteration"] = False
        elif verb == "plain":
            script["stop_iteration"], script["module"] = False, PLAIN
        elif verb == "request":
            script["steps"].append({"request": parse_request(shlex.split(rest)), "line": line, "broken": [], "fixed": []})
        elif verb in ("broken", "fixed"):
            if not script["steps"]:
                script["steps"].append({"request": None, "line": "start", "broken": [], "fixed": []})
            script["steps"][-1][verb] += shlex.split(rest)
        else:
            raise ValueError(f"unknown line: {line}")
    return script


def holds(fact, seen, envoy):
    """Whether the fact holds, and what is there instead."""
    key, _, want = fact.partition("=")
    upstream = seen.get("upstream")
    if key == "refused":
        return not envoy.ready, "Envoy started"
    if key == "crash":
        return envoy.crashed, "Envoy lives"
    if key == "log":
        return envoy.has_logged(want), "log: " + envoy.log[-1500:]
    if key in ("cut", "whole"):
        return seen["whole"] == (key == "whole"), f"status {seen['status']}, body {seen['body']!r}, whole: {seen['whole']}"
    if key in ("slow", "fast"):
        return (seen["seconds"] >= 0.5) == (key == "slow"), f"{seen['seconds']:.2f} s"
    if key == "upstream":
        return (upstream is None) == (want == "no"), f"upstream saw {upstream}"
    if key == "upstream.body":
        got = None if not upstream or upstream["body"] is None else upstream["body"].decode()
    elif key.startswith("upstream."):
        got = upstream["headers"].get(key[len("upstream."):], "-") if upstream else None
    elif key.startswith("header."):
        got = seen["headers"].get(key[len("header."):], "-")
    elif key == "status":
        got = str(seen["status"])
    elif key == "body":
        got = seen["body"].decode("utf-8", "replace")
    else:
        raise ValueError(f"unknown fact: {fact}")
    return got == want, f"it is {got!r}"


def play(envoy_bin, wasm, folder, script, which, document=None):
    wrong = []
    with gateway.Gateway(envoy_bin, wasm, folder, script["config"], script["stop_iteration"], document) as envoy:
        for step in script["steps"]:
            if not envoy.ready and "refused" not in step[which]:
                return [f"{which}: Envoy does not take the plugin: {envoy.log[-1500:]}"]
            seen = envoy.request(*step["request"]) if step["request"] and envoy.ready else {}
            for fact in step[which]:
                ok, instead = holds(fact, seen, envoy)
                if not ok:
                    wrong.append(f"{which}: {step['line']}: not {fact}: {instead}")
    return wrong


def check_findings(wpls, folder, expected):
    found, failure = marker.lint(wpls, folder, [])
    if failure:
        return [failure]
    left = list(found)
    wrong = []
    for want in expected:
        match = next((f for f in left if marker.matches(want, f)), None)
        if match:
            left.remove(match)
        else:
            wrong.append("not reported: " + marker.show(want))
    return wrong + ["reported: " + marker.show(f) for f in left]


def run_case(tools, path):
    parts = dict(marker.read_case(path))
    script = parse_script(parts["envoy"])
    if "envoy.yaml" in parts:
        try:
            return run_document(tools, parts, script)
        except (RuntimeError, ValueError) as failure:
            return [str(failure)]
    name = "main.go" if "main.go" in parts else "plugin.cc"
    script["stop_iteration"] = script["stop_iteration"] and name == "main.go"
    source, expected = marker.take_markers(name, parts[name])
    wrong = [] if expected else ["expects no finding"]
    for which, text, findings in (("broken", source, expected), ("fixed", parts[f"fixed {name}"], [])):
        with tempfile.TemporaryDirectory() as temporary:
            folder = pathlib.Path(temporary).resolve()
            (folder / name).write_text(text)
            for pinned in ("go.mod", "go.sum") if name == "main.go" else ():
                (folder / pinned).write_bytes((script["module"] / pinned).read_bytes())
            wrong += [f"{which}: {w}" for w in check_findings(tools.wpls, folder, findings)]
            try:
                wasm = build(tools.go, folder) if name == "main.go" else build_cxx(folder)
                wrong += play(tools.envoy, wasm, folder, script, which)
            except (RuntimeError, ValueError) as failure:
                wrong.append(f"{which}: {failure}")
    return wrong


BUILT, BUILDING = {}, threading.Lock()  # modules by their source: most documents have the same plugin


def build_once(go, folder, source):
    with BUILDING:
        if source not in BUILT:
            BUILT[source] = build(go, folder).read_bytes()
    (folder / "plugin.wasm").write_bytes(BUILT[source])
    return folder / "plugin.wasm"


def run_document(tools, parts, script):
    """The finding is about envoy.yaml; the plugin is the same in both."""
    wrong = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary).resolve()
        (folder / "main.go").write_text(parts["main.go"])
        for pinned in ("go.mod", "go.sum"):
            (folder / pinned).write_bytes((script["module"] / pinned).read_bytes())
        wasm = build_once(tools.go, folder, parts["main.go"])
        for which, name in (("broken", "envoy.yaml"), ("fixed", "fixed envoy.yaml")):
            text, expected = marker.take_markers("envoy.yaml", document_of(parts[name]))
            if bool(expected) != (which == "broken"):
                wrong.append(f"{which}: expects {len(expected)} findings")
            (folder / "envoy.yaml").write_text(text)
            wrong += [f"{which}: {w}" for w in check_findings(tools.wpls, folder, expected)]
            wrong += play(tools.envoy, wasm, folder, script, which, text)
            (folder / "running.yaml").unlink()
    return wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--wpls", required=True)
    parser.add_argument("--envoy", required=True)
    parser.add_argument("--go", required=True)
    parser.add_argument("-v", "--verbose", action="store_true")
    parser.add_argument("paths", nargs="+", type=pathlib.Path)
    tools = parser.parse_args()
    tools.wpls = str(pathlib.Path(tools.wpls).resolve())
    files = [f for p in tools.paths for f in (sorted(p.rglob("*.txt")) if p.is_dir() else [p])]
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, wrong in zip(files, pool.map(lambda f: run_case(tools, f), files)):
            failed += bool(wrong)
            if wrong or tools.verbose:
                print(f"{'FAILED' if wrong else 'ok'} {path}", *(f"  {w}" for w in wrong), sep="\n", flush=True)
    print(f"{len(files) - failed} of {len(files)} claims hold in Envoy")
    return 1 if failed or not files else 0


if __name__ == "__main__":
    sys.exit(main())
