#!/usr/bin/env python3
"""Configurations wrapped in every form of document, and in every style of scalar: what wpls says must be what it says of the plain
file - code, message and the text that is marked.

    wrapped.py --wpls WPLS --corpus DIR --oracle FILE.jsonl.gz [--count N]

The fixtures in wrapped/ always; without the oracle or the plugins that it is of, nothing else, which is said."""
import argparse
import base64
import collections
import gzip
import itertools
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

URL = "type.googleapis.com/"
FIXTURES = Path(__file__).parent / "wrapped"


# --- texts -------------------------------------------------------------------------------------------------------------------

def as_json(value):
    return json.dumps(value, ensure_ascii=False)


def as_pretty(value):
    return json.dumps(value, indent=2, ensure_ascii=False)


def as_yaml(value):
    return yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=10**6)


def indented(text, columns):
    return "".join(" " * columns + line if line.strip() else line for line in text.splitlines(keepends=True))


# --- styles: how a text is written as a scalar behind "value:", `columns` being the indentation of its lines ------------------------

def literal(text, columns):
    return "|-\n" + indented(text.rstrip("\n"), columns)


def literal_kept(text, columns):
    return "|\n" + indented(text.rstrip("\n") + "\n", columns).rstrip("\n")


def literal_deep(text, columns):
    return f"|2\n{indented(text, columns)}".rstrip("\n")


def folded(text, columns):
    return ">-\n" + indented(text.rstrip("\n"), columns)


def single(text, columns):
    return "'" + indented(text.rstrip("\n").replace("'", "''"), columns).lstrip(" ") + "'"


def double(text, columns):
    return json.dumps(text.rstrip("\n"), ensure_ascii=False)


def double_ascii(text, columns):
    return json.dumps(text.rstrip("\n"))


def double_lines(text, columns):
    """Breaks that are escaped, so that the scalar takes several lines of the file."""
    quoted = json.dumps(text.rstrip("\n"), ensure_ascii=False)
    return quoted.replace(", \\\"", ", \\\n" + " " * columns + "\\\"")


# --- forms: the document around the value --------------------------------------------------------------------------------------

def plugin_config(configuration, columns, camel=False):
    root, vm, name = ("rootId", "vmConfig", "httpUri") if camel else ("root_id", "vm_config", "http_uri")
    pad = " " * columns
    return (f"{pad}name: wrapped\n{pad}{root}: wrapped_root\n{pad}{vm}:\n{pad}  runtime: envoy.wasm.runtime.v8\n"
            f"{pad}  code:\n{pad}    local: {{filename: /etc/envoy/plugin.wasm}}\n{pad}configuration:\n{configuration}")


def any_of(style, text, columns):
    pad = " " * columns
    return f'{pad}"@type": {URL}google.protobuf.StringValue\n{pad}value: {style(text, columns + 2)}\n'


def struct(value, columns):
    return f'{" " * columns}"@type": {URL}google.protobuf.Struct\n{" " * columns}value:\n{indented(as_yaml(value), columns + 2)}'


def in_bytes(text, columns):
    encoded = base64.b64encode(text.encode()).decode()
    return f'{" " * columns}"@type": {URL}google.protobuf.BytesValue\n{" " * columns}value: {encoded}\n'


def filter_of(inner, columns, kind, typed_struct=None):
    pad = " " * columns
    if typed_struct:
        return (f'{pad}"@type": {URL}{typed_struct}\n{pad}type_url: {URL}{kind}\n{pad}value:\n{pad}  config:\n' +
                inner(columns + 4))
    return f'{pad}"@type": {URL}{kind}\n{pad}config:\n' + inner(columns + 2)


HTTP = "envoy.extensions.filters.http.wasm.v3.Wasm"
NETWORK = "envoy.extensions.filters.network.wasm.v3.Wasm"
LOGGER = "envoy.extensions.access_loggers.wasm.v3.WasmAccessLog"
SERVICE = "envoy.extensions.wasm.v3.WasmService"


def bootstrap(inner):
    return ("static_resources:\n  listeners:\n  - name: main\n    filter_chains:\n    - filters:\n"
            "      - name: envoy.filters.network.http_connection_manager\n        typed_config:\n"
            "          stat_prefix: in\n          http_filters:\n          - name: envoy.filters.http.wasm\n"
            "            typed_config:\n" + filter_of(inner, 14, HTTP) +
            "          - name: envoy.filters.http.router\n")


def network(inner):
    return ("static_resources:\n  listeners:\n  - filter_chains:\n    - filters:\n      - name: n\n        typed_config:\n" +
            filter_of(inner, 10, NETWORK))


def lds(inner):
    return ('version_info: "1"\nresources:\n- "@type": type.googleapis.com/envoy.config.listener.v3.Listener\n'
            "  filter_chains:\n  - filters:\n    - typed_config:\n        http_filters:\n        - typed_config:\n" +
            filter_of(inner, 12, HTTP, "xds.type.v3.TypedStruct"))


def ecds(inner):
    return ('resources:\n- "@type": type.googleapis.com/envoy.config.core.v3.TypedExtensionConfig\n  name: w\n'
            "  typed_config:\n" + filter_of(inner, 4, HTTP))


def logger(inner):
    return "access_log:\n- name: envoy.access_loggers.wasm\n  typed_config:\n" + filter_of(inner, 4, LOGGER)


def service(inner):
    return "bootstrap_extensions:\n- name: envoy.bootstrap.wasm\n  typed_config:\n" + filter_of(inner, 4, SERVICE)


def envoy_filter(inner):
    return ("apiVersion: networking.istio.io/v1alpha3\nkind: EnvoyFilter\nmetadata:\n  name: w\nspec:\n  configPatches:\n"
            "  - applyTo: HTTP_FILTER\n    patch:\n      operation: INSERT_BEFORE\n      value:\n        name: w\n"
            "        typed_config:\n" + filter_of(inner, 10, HTTP, "udpa.type.v1.TypedStruct"))


ENVOY = {f.__name__: f for f in (bootstrap, network, lds, ecds, logger, service, envoy_filter)}


def resource(kind, key, value):
    """A WasmPlugin."""
    return (f"apiVersion: extensions.{kind}.io/v1alpha1\nkind: WasmPlugin\nmetadata:\n  name: wrapped\nspec:\n"
            f"  url: oci://example.com/wrapped:1\n  {key}:\n{indented(as_yaml(value), 4)}")


def higress(value):
    return resource("higress", "defaultConfig", value)


def istio(value):
    return resource("istio", "pluginConfig", value)


def in_list(value):
    return f"apiVersion: v1\nkind: List\nitems:\n-\n{indented(higress(value), 2)}"


def plugin_list(value):
    return ("apiVersion: extensions.higress.io/v1alpha1\nkind: WasmPluginList\nitems:\n"
            f"- apiVersion: extensions.higress.io/v1alpha1\n  kind: WasmPlugin\n  metadata: {{name: wrapped}}\n  spec:\n"
            f"    url: oci://example.com/wrapped:1\n    defaultConfig: {as_json(value)}\n")


def kustomize(value):
    return ("apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\npatches:\n"
            f"- target: {{kind: WasmPlugin, name: wrapped}}\n  patch: |-\n{indented(higress(value), 4)}")


def json_patch(value):
    return ("apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\npatches:\n"
            "- target: {kind: WasmPlugin, name: wrapped}\n  patch: |-\n    - op: replace\n      path: /spec/defaultConfig\n"
            f"      value:\n{indented(as_yaml(value), 8)}")


RESOURCES = {f.__name__: f for f in (higress, istio, in_list, plugin_list, kustomize, json_patch)}


def config_map(style, text):
    """A bootstrap in a text of Kubernetes, with the configuration as a text in it."""
    inside = bootstrap(lambda n: plugin_config(any_of(style, text, n + 2), n))
    return ("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: envoy}\ndata:\n  envoy.yaml: |\n" + indented(inside, 4))


def policy(value):
    """An extension of Envoy Gateway, in a list of resources."""
    return ("apiVersion: v1\nkind: List\nitems:\n- apiVersion: gateway.envoyproxy.io/v1alpha1\n  kind: EnvoyExtensionPolicy\n"
            "  metadata:\n    name: w\n  spec:\n    wasm:\n    - name: wrapped\n      rootID: wrapped_root\n      code:\n"
            "        type: HTTP\n        http:\n          url: https://example.com/wrapped.wasm\n"
            f"      config:\n{indented(as_yaml(value), 8)}")


def spec(value):
    """The description of a plugin for Higress's console."""
    return ("apiVersion: 1.0.0\ninfo:\n  name: wrapped\n  version: 1.0.0\nspec:\n  phase: AUTHN\n  priority: 1\n  configSchema:\n"
            f"    openAPIV3Schema:\n      type: object\n      example:\n{indented(as_yaml(value), 8)}")


def instance(raw):
    """An instance of a plugin as Higress's console gives it out."""
    return f"pluginName: wrapped\nscope: GLOBAL\nenabled: true\nrawConfigurations: {raw}\n"


def instances(value):
    return as_pretty({"success": True, "data": [{"pluginName": "wrapped", "targets": {"GLOBAL": None}, "configurations": value}]})


def template(text):
    """What a text of Go's templates becomes, with actions around and in it that leave the configuration as it is."""
    return "{{- if .Values.on }}\n" + text.replace("name: wrapped", "name: {{ .Values.name }}") + "{{- end }}\n"


def dump(value):
    """What the administration interface of Envoy says: JSON, in camel case here."""
    return as_pretty({"configs": [{"dynamicListeners": [{"typedConfig": {
        "@type": URL + HTTP,
        "config": {"name": "wrapped", "vmConfig": {"runtime": "envoy.wasm.runtime.v8", "code": {"local": {"filename": "/p.wasm"}}},
                   "configuration": {"@type": URL + "google.protobuf.StringValue", "value": as_pretty(value)}}}}]}]})


STYLES = {f.__name__: f for f in (literal, literal_kept, literal_deep, folded, single, double, double_ascii, double_lines)}
YAML_STYLES = ["literal", "literal_kept", "double"]  # the others fold what means something in YAML


def wrap(value):
    """(name, file's text, extension, what it is compared with) of each form and style."""
    texts = {"json": as_json(value), "pretty": as_pretty(value), "yaml": as_yaml(value)}
    for form, make in ENVOY.items():
        for style, (kind, text) in itertools.product(STYLES, texts.items()):
            if kind == "yaml" and (style not in YAML_STYLES or not isinstance(value, dict) or not value):
                continue
            inner = lambda n, s=STYLES[style], t=text: plugin_config(any_of(s, t, n + 2), n, form == "lds")
            yield f"{form}-{style}-{kind}", make(inner), ".yaml", kind
        yield f"{form}-struct", make(lambda n: plugin_config(struct(value, n + 2), n)), ".yaml", "yaml"
        yield f"{form}-bytes", make(lambda n: plugin_config(in_bytes(texts["json"], n + 2), n)), ".yaml", "encoded"
    for style, kind in (("literal", "pretty"), ("single", "pretty"), ("double", "json"), ("double_lines", "json"), ("folded", "pretty")):
        yield f"config_map-{style}", config_map(STYLES[style], texts[kind]), ".yaml", kind
    yield "dump", dump(value), ".json", "pretty"
    yield "instances-json", instances(value), ".json", "pretty"
    for style, (kind, text) in itertools.product(STYLES, texts.items()):
        if kind != "yaml" or (style in YAML_STYLES and isinstance(value, dict) and value):
            yield f"instance-{style}-{kind}", instance(STYLES[style](text, 2)), ".yaml", kind
    inner = plugin_config(any_of(literal, texts["pretty"], 16), 14)
    yield "template-literal", template(bootstrap(lambda n: inner)), ".yaml.tmpl", "pretty"
    if isinstance(value, dict) and value:
        yield "policy-struct", policy(value), ".yaml", "yaml"
        for form, make in RESOURCES.items():
            yield f"{form}-struct", make(value), ".yaml", "json" if form == "plugin_list" else "yaml"
        yield "readme-resource", f"# Title\n\n```yaml\n{higress(value).rstrip()}\n```\n", ".md", "yaml"
        yield "spec-struct", spec(value), ".yaml", "yaml"
    for kind, language in (("yaml", "yaml"), ("json", "json"), ("pretty", "json")):
        for columns in (0, 3):
            fenced = indented(f"```{language}\n{texts[kind].rstrip()}\n```\n", columns)
            yield f"readme-{'list' if columns else 'fence'}-{kind}", f"# Title\n\n1. A text.\n\n{fenced}\nThe end.\n", ".md", kind
    shell = f"```bash\ncat <<EOF > config.yaml\n{texts['yaml'].rstrip()}\nEOF\necho done\n```\n"
    yield "readme-heredoc-yaml", shell, ".md", "yaml"


# --- running -----------------------------------------------------------------------------------------------------------------

def findings(wpls, plugin, folder):
    """The findings of each file in the folder."""
    run = subprocess.run([wpls, "lint", "--plugin", plugin, "--format", "jsonl", "--fail-on", "never", folder],
                         capture_output=True, text=True, check=False)
    if run.returncode not in (0, 2):
        sys.exit(f"wpls failed: {run.stderr}")
    out = collections.defaultdict(list)
    for line in run.stdout.splitlines():
        d = json.loads(line)
        out[Path(d["file"]).name].append(d)
    return out


def marked(text, d):
    lines = text.split("\n")
    if d["line"] == d["endLine"]:
        return lines[d["line"] - 1][d["column"] - 1:d["endColumn"] - 1]
    return "\n".join([lines[d["line"] - 1][d["column"] - 1:], *lines[d["line"]:d["endLine"] - 1],
                      lines[d["endLine"] - 1][:d["endColumn"] - 1]])


def plain_text(text, style):
    """The marked text without what the scalar's style adds to it."""
    if style.startswith("double"):
        text = json.loads('"' + text.replace("\\\n", "") + '"')
    if style == "single":
        text = text.replace("''", "'")
    return " ".join(text.split())


def said(found, text, style, encoded):
    if encoded:  # all stand at the same place, where the same is said once
        return sorted({(d["code"], d["message"], "") for d in found})
    return sorted((d["code"], d["message"], plain_text(marked(text, d), style)) for d in found)


def write_chart(folder, number, value):
    """A chart whose template takes the configuration from its values, which are returned."""
    text = "other: 1\ngate:\n  on: true\n  config:\n" + indented(as_yaml(value), 4)
    (folder / "templates").mkdir(parents=True)
    (folder / "Chart.yaml").write_text("apiVersion: v2\nname: chart\nversion: 1.0.0\n")
    (folder / "templates" / "wasm.yaml").write_text(
        "{{- if .Values.gate.on }}\napiVersion: extensions.istio.io/v1alpha1\nkind: WasmPlugin\nmetadata:\n  name: wrapped\nspec:\n"
        "  url: oci://example.com/wrapped:1\n  pluginConfig:\n    {{- toYaml .Values.gate.config | nindent 4 }}\n{{- end }}\n")
    (folder / f"values-{number}.yaml").write_text(text)
    return text


def write_documents(folder, number, value):
    """All forms of a value: as documents of one file, but for those that are no YAML. Returns (form, kind, file, first line,
    text)."""
    places, texts, line = [], [], 1
    for name, text, extension, kind in wrap(value):
        if extension != ".yaml":
            (folder / f"{number}-{name}{extension}").write_text(text)
            places.append((name, kind, f"{number}-{name}{extension}", 1, text))
            continue
        places.append((name, kind, f"{number}-all.yaml", line, text))
        texts.append(text)
        line += text.count("\n") + 1
    (folder / f"{number}-all.yaml").write_text("---\n".join(texts))
    if isinstance(value, dict) and value:
        places.append(("chart-values", "yaml", f"values-{number}.yaml", 1, write_chart(folder / f"{number}-chart", number, value)))
    return places


def check(wpls, plugin, values, result):
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        plain, places = {}, {}
        for i, value in enumerate(values):
            for kind, text, extension in (("json", as_json(value), ".json"), ("pretty", as_pretty(value), ".json"),
                                          ("yaml", as_yaml(value), ".yaml")):
                plain[i, kind] = (f"{i}-plain{len(kind)}-{kind}{extension}", text)
                (folder / plain[i, kind][0]).write_text(text)
            places[i] = write_documents(folder, i, value)
        found = findings(wpls, plugin, scratch)
    for i, documents in places.items():
        for form, kind, file, first, text in documents:
            last = first + text.count("\n")
            here = [dict(d, line=d["line"] - first + 1, endLine=d["endLine"] - first + 1)
                    for d in found[file] if first <= d["line"] <= last]
            compare(plugin, f"{i} {form}", text, here, found[plain[i, "json" if kind == "encoded" else kind][0]],
                    plain[i, "json" if kind == "encoded" else kind][1], kind, form, result)


def without_refusal(found, text, form, result):
    """YAML is not what the SDK takes from Envoy: that is said once, but where something may be filled in, and else what is said of
    the plain file."""
    filled_in = any(sign in text for sign in ("{{", "${", "$(", "<%"))
    refusals = [d for d in found if d["code"] == "document/not-json"]
    if len(refusals) != (0 if filled_in else 1):
        result["wrong"].append(f"{form}: {len(refusals)} times document/not-json")
    return [d for d in found if d not in refusals]


def compare(plugin, name, text, here, there, plain, kind, form, result):
    encoded = kind == "encoded"
    if form.startswith("istio"):  # which services there are is known of Higress's gateway alone
        there = [d for d in there if d["code"] != "config/unknown-service"]
    if form.startswith("kustomize"):  # what it is merged into may have what is missing
        there = [d for d in there if d["code"] != "config/rejected"]
    if form.split("-")[0] in ENVOY and kind == "yaml" and not form.endswith("-struct"):
        here = without_refusal(here, text, form, result)
    style = "double" if form == "dump" else form.split("-")[1]
    want, got = said(there, plain, "", encoded), said(here, text, style, encoded)
    result["-".join(form.split("-")[:2])][want == got] += 1
    if want != got and len(result["wrong"]) < 40:
        result["wrong"].append(f"{plugin} {name}\n  plain {want}\n  here  {got}\n" + (text if len(text) < 3000 else ""))


def oracle_values(oracle, count, part):
    """Evenly over the whole of it, by plugin; "K/N" of these."""
    with gzip.open(oracle, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    by_plugin = collections.defaultdict(list)
    chosen = rows[::max(1, len(rows) // count)][:count]
    number, of = (int(n) for n in part.split("/"))
    for row in chosen[len(chosen) * (number - 1) // of:len(chosen) * number // of]:
        by_plugin[row["plugin"]].append(row["config"])
    return by_plugin


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--wpls", required=True)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--oracle", type=Path, required=True)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--part", default="1/1", help="K/N: the K-th of N parts of these configurations alone")
    args = parser.parse_args()
    result = collections.defaultdict(collections.Counter)
    result["wrong"] = []
    sets = {}
    for plugin in sorted(p for p in FIXTURES.iterdir() if p.is_dir()):
        sets[plugin] = [json.loads(line) for line in (plugin / "configurations.jsonl").read_text().splitlines()]
    if args.corpus != Path() and args.corpus.exists() and args.oracle.exists():
        sets |= {args.corpus / plugin: values for plugin, values in oracle_values(args.oracle, args.count, args.part).items()}
    else:
        print("SKIPPED: the configurations of public plugins, which are not at hand")
    for plugin, values in sets.items():
        check(args.wpls, str(plugin), values, result)
    wrong = result.pop("wrong")
    print(*wrong, sep="\n")
    bad = len([w for w in wrong if "document/not-json" in w.split("\n")[0]])
    for key, counts in sorted(result.items()):
        # an example in prose that has none of the plugin's keys may be anything
        if not key.startswith("readme") or counts[False] * 50 > counts[True] + counts[False]:
            bad += counts[False]
        print(f"{key:28} {counts[True]:6} alike {counts[False]:4} not")
    print(f"{sum(map(len, sets.values()))} configurations, {bad} differ")
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
