#!/usr/bin/env python3
"""wpls on half-typed, damaged and hostile projects: it must end in time, with exit status 0 or 1, and blame nothing on a configuration
that only a damaged plugin source could explain.

usage: run.py --wpls BIN [--steps N] [--only NAME] FOLDER

FOLDER holds the plugin project that is damaged (its config*.yaml are right as they are). At most N steps are taken of each series.
"""
import argparse
import json
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import threading

TIMEOUT = 60
GO_MOD = "module example\n\ngo 1.24.1\n\nrequire github.com/higress-group/wasm-go v1.0.2\n"
HEAD = """package main

import (
	"errors"
	"regexp"
	"strings"

	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

var _ = errors.New
var _ = strings.Repeat
var _ = regexp.MustCompile

func main() {}

func init() { wrapper.SetCtx("example", wrapper.ParseConfig(parseConfig)) }

type Config struct{ name string; next *Config }

"""


def parser_of(body, more=""):
    return HEAD + more + "\nfunc parseConfig(json gjson.Result, config *Config) error {\n" + body + "\n}\n"


class Failure(Exception):
    pass


def lint(wpls, folder, *flags):
    try:
        done = subprocess.run([wpls, "lint", "--format", "jsonl", "--allow-empty", *flags, "."], cwd=folder, capture_output=True, timeout=TIMEOUT)
    except subprocess.TimeoutExpired:
        raise Failure(f"no end after {TIMEOUT} s") from None
    if done.returncode not in (0, 1) or b"Sanitizer" in done.stderr or b"runtime error" in done.stderr:
        raise Failure(f"exit status {done.returncode}: {done.stderr.decode('utf-8', 'replace')[-3000:]}")
    return [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]


def no_config_errors(found):
    for d in found:
        if d["severity"] == "error" and d["code"].startswith("config/"):
            raise Failure(f"{d['file']}:{d['line']}:{d['column']}: {d['code']}: {d['message']}")


def some(sequence, steps):
    """At most `steps` of them, spread evenly."""
    items = list(sequence)
    stride = max(1, -(-len(items) // steps))
    return items[::stride]


# --- half-typed text -----------------------------------------------------------------------------------------------------------

def series(wpls, project, steps, name, variants, check):
    """Puts each variant of the file in place of it."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary).resolve() / "example"
        shutil.copytree(project, folder)
        for label, text in some(variants((project / name).read_bytes()), steps):
            (folder / name).write_bytes(text)
            try:
                check(lint(wpls, folder))
            except Failure as failure:
                raise Failure(f"{name}, {label}: {failure}") from None


def prefixes(text):
    return [(f"cut off at byte {i}", text[:i]) for i in range(len(text))]


def line_prefixes(text):
    lines = text.splitlines(keepends=True)
    return [(f"cut off after line {i}", b"".join(lines[:i])) for i in range(len(lines))]


def without_lines(text):
    lines = text.splitlines(keepends=True)
    return [(f"without line {i + 1}", b"".join(lines[:i] + lines[i + 1:])) for i in range(len(lines))]


def damaged(text):
    out = []
    for i in range(0, len(text), 7):
        for junk in (b"\x00", b"\xff", b"{", b"\t", b"\r", b"\xe2\x80", b'"'):
            out.append((f"with {junk!r} at byte {i}", text[:i] + junk + text[i:]))
    return out


# --- hostile files -------------------------------------------------------------------------------------------------------------

def good(text="return nil"):
    return {"go.mod": GO_MOD, "main.go": parser_of(text), "config.yaml": "name: a\n"}


def reads_name():
    return good("\tconfig.name = json.Get(\"name\").String()\n\treturn nil")


def projects():
    """Name, files, whether errors about the configuration are in order."""
    yield "endless loop", good("\tfor {\n\t}"), False
    yield "endless loop that allocates", good("\ts := \"x\"\n\tfor {\n\t\ts += s\n\t\tconfig.name = s\n\t}"), False
    yield "endless append", good("\tvar l []string\n\tfor {\n\t\tl = append(l, json.Raw)\n\t}"), False
    yield "endless list", good("\tfor {\n\t\tconfig = &Config{next: config}\n\t}"), False
    yield "endless map", good("\tm := map[int]string{}\n\tfor i := 0; ; i++ {\n\t\tm[i] = json.Raw\n\t}"), False
    yield "huge make", good("\tl := make([]string, 1<<40)\n\tconfig.name = l[0]\n\treturn nil"), True
    yield "huge repeat", good("\tconfig.name = strings.Repeat(\"x\", 1<<40)\n\treturn nil"), True
    yield "huge doubling", good("\ts := \"xxxxxxxxxxxxxxxx\"\n\tfor i := 0; i < 60; i++ {\n\t\ts += s\n\t}\n\tconfig.name = s\n\treturn nil"), True
    yield "huge shift", good("\tx := 1\n\tfor i := 0; i < 100000; i++ {\n\t\tx <<= uint(i)\n\t}\n\treturn nil"), False
    yield "huge array", {**good(), "main.go": parser_of("\tvar a [1 << 40]int\n\t_ = a\n\treturn nil")}, True
    yield "recursion", {**good(), "main.go": parser_of("\treturn again(json)", "func again(j gjson.Result) error { return again(j) }\n")}, True
    yield "mutual recursion", {**good(), "main.go": parser_of(
        "\treturn a(json, 0)", "func a(j gjson.Result, n int) error { return b(j, n+1) }\nfunc b(j gjson.Result, n int) error { return a(j, n+1) }\n")}, True
    yield "recursive type", {**good(), "main.go": parser_of("\tvar t T\n\t_ = t\n\treturn nil", "type T struct{ T }\ntype U []U\ntype V V\ntype W map[string]W\n")}, False
    yield "recursive generics", {**good(), "main.go": parser_of("\tf(G[int]{})\n\treturn nil", "type G[T any] struct{ next *G[G[T]] }\nfunc f[T any](g G[T]) { f(G[G[T]]{}) }\n")}, True
    yield "cyclic variables", {**good(), "main.go": parser_of("\tconfig.name = a\n\treturn nil", "var a = b\nvar b = a\nconst c = d\nconst d = c\n")}, False
    yield "cyclic closures", {**good(), "main.go": parser_of("\tvar f func() error\n\tf = func() error { return f() }\n\treturn f()")}, True
    yield "endless goto", good("again:\n\tgoto again"), False
    yield "endless ways", good("".join(f"\tif unknown{i}() {{\n\t\tconfig.name += \"x\"\n\t}}\n" for i in range(60)) + "\treturn nil"), False
    yield "slow pattern", good("\tre := regexp.MustCompile(`(a*)*(a*)*(a*)*b`)\n\tre.MatchString(strings.Repeat(\"a\", 5000))\n\treturn nil"), False
    yield "huge pattern", good("\tregexp.MustCompile(`((((a{1000}){1000}){1000}){1000})`)\n\treturn nil"), True
    yield "deep expression", good("\tconfig.name = " + "(" * 20000 + "json.Raw" + ")" * 20000 + "\n\treturn nil"), False
    yield "deep blocks", good("\tif true {" * 5000 + "}" * 5000 + "\n\treturn nil"), False
    yield "deep calls", good("\tconfig.name = " + "string(" * 5000 + "json.Raw" + ")" * 5000 + "\n\treturn nil"), False
    yield "long sum", good("\tconfig.name = " + " + ".join(["\"a\""] * 20000) + "\n\treturn nil"), False
    yield "deep unfinished", {**good(), "main.go": HEAD + "func parseConfig(" * 3000}, False
    yield "many functions", {**good(), "main.go": parser_of("\treturn nil", "".join(f"func f{i}() {{ f{i + 1}() }}\n" for i in range(5000)) + "func f5000() {}\n")}, False
    yield "binary go", {**good(), "main.go": bytes(range(256)) * 200}, False
    yield "binary yaml", {**reads_name(), "config.yaml": bytes(range(256)) * 200}, False
    yield "NUL yaml", {**reads_name(), "config.yaml": b"\0" * 100000}, False
    yield "utf-16 yaml", {**reads_name(), "config.yaml": "name: a\n".encode("utf-16")}, False
    yield "BOM and CRLF", {**reads_name(), "config.yaml": b"\xef\xbb\xbfname: a\r\nlist:\r\n- b\r\n", "main.go": ("\ufeff" + reads_name()["main.go"]).replace("\n", "\r\n")}, False
    yield "CR only", {**reads_name(), "config.yaml": b"name: a\rlist:\r- b\r"}, False
    for mod in ("", "\0\0\0", "module", "module (", "go 1.24\nmodule \"unfinished", "replace a => ../../../../..\n", "module " + "x" * 100000,
                "module example\nreplace (\n\texample => .\n\texample/a => ./\n", "module example\nreplace " + "a" * 1000 + " => /dev/zero\n"):
        yield f"go.mod {mod[:30]!r}", {**reads_name(), "go.mod": mod}, False
    yield "import cycle", {**reads_name(), "main.go": "package main\n\nimport \"example/a\"\n\nvar _ = a.A\n" + HEAD.split("\n", 1)[1].replace("import (", "import (\n\t\"example/b\"", 1) + "func parseConfig(json gjson.Result, config *Config) error { config.name = a.A; return nil }\n",
                           "a/a.go": "package a\n\nimport \"example/b\"\n\nvar A = b.B\n", "b/b.go": "package b\n\nimport (\n\t\"example/a\"\n\t_ \"example\"\n)\n\nvar B = a.A\n"}, False
    yield "self import", {**reads_name(), "a/a.go": "package a\n\nimport \"example/a\"\n\nvar A = a.A\n", "main.go": parser_of("\tconfig.name = a.A\n\treturn nil").replace("import (", "import (\n\t\"example/a\"")}, False
    for name, text in (("sequences", "[" * 100000), ("mappings", "{a: " * 100000), ("block", "".join("  " * i + "a:\n" for i in range(2000))),
                       ("dashes", "- " * 50000), ("quotes", "'" * 100001), ("anchors", "".join(f"&a{i} " for i in range(20000))),
                       ("tags", "!" * 100000), ("question marks", "? " * 50000), ("documents", "---\n" * 50000), ("percent", "%" * 100000 + "\n---\n"),
                       ("laughs", "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 10))),
                       ("self alias", "a: &a [*a, *a]\nb: &b {<<: *b, c: *b}\n"), ("folded", "a: >\n" + " x\n\n" * 50000), ("colons", ":" * 100000),
                       ("one line", "a: " + "x" * 5000000)):
        yield f"yaml {name}", {**reads_name(), "config.yaml": text}, False
    yield "json deep", {**reads_name(), "config.json": '{"a":' * 100000}, False
    yield "modeline up", {**reads_name(), "deploy.yaml": "# wpls: plugin=" + "../" * 5000 + "\nname: a\n", "b.yaml": "# wpls: plugin=/dev\nname: a\n", "c.yaml": "# wpls: plugin=\nname: b\n"}, False


def write(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))


def hostile(wpls, name, files, errors_allowed):
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary).resolve() / "example"
        write(folder, files)
        found = lint(wpls, folder)
        if not errors_allowed:
            no_config_errors(found)
        for command in (["schema"], ["schema", "--format", "markdown"], ["dump", "model"], ["dump", "ir"]):
            done = subprocess.run([wpls, *command, "."], cwd=folder, capture_output=True, timeout=TIMEOUT)
            if done.returncode not in (0, 2) or b"Sanitizer" in done.stderr or b"runtime error" in done.stderr:
                raise Failure(f"{' '.join(command)}: exit status {done.returncode}: {done.stderr.decode('utf-8', 'replace')[-2000:]}")


# --- hostile folders -----------------------------------------------------------------------------------------------------------

def file_system(wpls):
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary).resolve() / "example"
        write(folder, reads_name())
        (folder / "loop").symlink_to(".")
        (folder / "up").symlink_to("..")
        (folder / "a.yaml").symlink_to("b.yaml")
        (folder / "b.yaml").symlink_to("a.yaml")
        (folder / "nowhere.go").symlink_to("/nonexistent/nowhere.go")
        (folder / "folder.yaml").mkdir()
        (folder / "folder.go").mkdir()
        os.mkfifo(folder / "pipe.yaml")
        os.mkfifo(folder / "pipe.go")
        (folder / "zero.yaml").symlink_to("/dev/zero")
        (folder / "closed.yaml").write_text("name: a\n")
        (folder / "closed.yaml").chmod(0)
        (folder / "closed").mkdir()
        (folder / "closed").chmod(0)
        (folder / "name\nwith: \"all\" \x01 of it.yaml").write_text("name: a\n")
        os.close(os.open(os.fsencode(folder) + b"/config-\xff.yaml", os.O_CREAT | os.O_WRONLY))
        deep = folder
        for _ in range(60):
            deep = deep / "deeper"
            deep.mkdir()
        (deep / "config.yaml").write_text("name: a\n")
        try:
            no_config_errors([d for d in lint(wpls, folder) if "config-" not in d["file"]])
        finally:
            (folder / "closed").chmod(0o700)


# --- growth --------------------------------------------------------------------------------------------------------------------

def keyed(count):
    """Many keys, all of them read, and many that are not."""
    body = "\tfor name, item := range json.Map() {\n\t\tif item.Get(\"weight\").Int() < 0 {\n\t\t\treturn errors.New(name)\n\t\t}\n\t}\n\treturn nil"
    return {**good(body), "config.yaml": "".join(f"key{i}: {{weight: {i}, wieght{i}: 1}}\n" for i in range(count)),
            "config-flat.yaml": "".join(f"other{i}: {i}\n" for i in range(count))}


def config(text):
    return {**reads_name(), "config.yaml": text}


def code(text):
    return {**reads_name(), "main.go": reads_name()["main.go"] + text}


WRAPPER = "apiVersion: extensions.higress.io/v1alpha1\nkind: WasmPlugin\nmetadata: {name: project}\nspec:\n  url: oci://example.com/project:1"
UNKNOWN = "wpls:ignore config/unknown-key"

KINDS = {
    "keys": keyed,
    "keys in one line": lambda n: config("{" + ", ".join(f"k{i}: 1" for i in range(n)) + "}\n"),
    "words of an ignore comment": lambda n: config("# " + "wpls:ignore " * n + "\nname: a\n"),
    "rules of an ignore comment": lambda n: config("# wpls:ignore " + ",".join(f"config/x{i}" for i in range(n)) + "\nname: a\n" + "".join(f"k{i}: 1\n" for i in range(n))),
    "ignore comments behind keys": lambda n: config("".join(f"k{i}: 1 # {UNKNOWN}\n" for i in range(n))),
    "ignore comments in a block": lambda n: config("name: b\n" + f"# {UNKNOWN}\n" * n + "".join(f"k{i}: 1\n" for i in range(n))),
    "ignore comments at the top": lambda n: config(f"# {UNKNOWN}\n\n" * n + "".join(f"k{i}: 1\n" for i in range(n))),
    "ignore comments of functions": lambda n: code("".join(f"\n// wpls:ignore flow/sleep\nfunc f{i}() {{\n\tx()\n}}\n" for i in range(n))),
    "ignore comments of open functions": lambda n: code("// wpls:ignore flow/sleep\nfunc f() {\n" * n),
    "comments of documents": lambda n: config("".join(f"---\n# comment {i}\nname: a{i}\n" for i in range(n))),
    "modelines": lambda n: config("".join(f"---\n# wpls: plugin=.\n# yaml-language-server: $schema=no{i}\nname: a{i}\n" for i in range(n))),
    "wrappers": lambda n: config("".join(f"---\n{WRAPPER}\n  zz{i}: 1\n" for i in range(n))),
    "rules of a wrapper": lambda n: config(WRAPPER + "\n  matchRules:\n" + "".join(f"  - domain: [d{i}]\n    config: {{name: a{i}}}\n" for i in range(n))),
    "late modelines": lambda n: config("".join(f"---\n# comment {i}\nname: a{i}\n" for i in range(n)) + "# wpls: plugin=.\n# $schema: none\n"),
}


CXX = """#include "nlohmann/json.hpp"
#include "proxy_wasm_intrinsics.h"
class Root : public RootContext {
 public:
  explicit Root(uint32_t id, std::string_view root_id) : RootContext(id, root_id) {}
  bool onConfigure(size_t size) override {
    auto data = getBufferBytes(WasmBufferType::PluginConfiguration, 0, size);
    auto config = nlohmann::json::parse(data->view(), nullptr, false);
    return !config.is_discarded() && config.contains("name");
  }
};
class Filter : public Context {
 public:
  explicit Filter(uint32_t id, RootContext* root) : Context(id, root) {}
};
static RegisterContextFactory filter(CONTEXT_FACTORY(Filter), ROOT_FACTORY(Root));
"""
C = """#include <stdint.h>
#include <string.h>
uint32_t proxy_get_buffer_bytes(uint32_t buffer, uint32_t start, uint32_t length, const char **data, size_t *size);
uint32_t proxy_on_configure(uint32_t context, uint32_t size) {
    const char *p = 0, *end;
    size_t n = 0;
    if (proxy_get_buffer_bytes(7, 0, size, &p, &n)) return 0;
    for (end = p + n; p < end; p++)
        if (*p == '!') return 0;
    return 1;
}
uint32_t proxy_on_vm_start(uint32_t context, uint32_t size) { return 1; }
void proxy_on_context_create(uint32_t context, uint32_t parent) {}
"""


def native(text, name="plugin.cc", configuration="name: a\n", head=CXX, **more):
    return {name: (head if name.endswith(".cc") else C) + text, "config.yaml": configuration, **more}


KINDS |= {
    "headers of C++ that are not there": lambda n: native("".join(f'#include "no{i}.h"\n' for i in range(n))),
    "functions of C++": lambda n: native("".join(f"int f{i}(int a) {{ return a + {i}; }}\n" for i in range(n))),
    "members of C++": lambda n: native("struct S {\n" + "".join(f"  int m{i} = {i};\n" for i in range(n)) + "};\n"),
    "macros of C++": lambda n: native("".join(f"#define M{i} {i}\nint v{i} = M{i};\n" for i in range(n))),
    "registrations of C++": lambda n: native("".join(f'static RegisterContextFactory r{i}(CONTEXT_FACTORY(Filter), ROOT_FACTORY(Root), "r{i}");\n' for i in range(n // 10))),
    "functions of C": lambda n: native("".join(f"int f{i}(int a) {{ return a + {i}; }}\n" for i in range(n)), "plugin.c"),
    "bytes that C reads": lambda n: native("", "plugin.c", "".join(f"key{i}: {i}\n" for i in range(n))),
}

HANDLER = HEAD.split("var _", 1)[0].replace('\t"errors"\n\t"regexp"\n\t"strings"\n', '\t"github.com/higress-group/proxy-wasm-go-sdk/proxywasm"\n\t"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types"') + """var _ = proxywasm.LogInfo

func main() {}

func init() {
	wrapper.SetCtx("example", wrapper.ParseConfig(parseConfig), wrapper.ProcessRequestHeaders(onRequestHeaders))
}

type Config struct {
	name   string
	target interface{ Act() types.Action }
}

"""


def each(n, text):
    return "".join(text.replace("{i}", str(i)).replace("{j}", str(i + 1)) for i in range(n))


def handler(body, more="", parser="", imports=""):
    return {"go.mod": GO_MOD, "config.yaml": "{}\n", "main.go":
            HANDLER.replace("import (\n", f"import (\n{imports}", 1) +
            f"{more}func parseConfig(json gjson.Result, config *Config) error {{\n{parser}\treturn nil\n}}\n\n"
            f"func onRequestHeaders(ctx wrapper.HttpContext, config Config) types.Action {{\n{body}\treturn types.ActionContinue\n}}\n"}


SEND = "proxywasm.SendHttpResponse(403, nil, nil, -1)"

# What a handler does, again and again.
DEEDS = {
    "dispatched callbacks": lambda n: handler(each(n, '\tproxywasm.DispatchHttpCall("c{i}", nil, nil, nil, 500, func(h, s, t int) { proxywasm.ResumeHttpRequest() })\n')),
    "conditional answers": lambda n: handler(each(n, '\tif config.name == "n{i}" {\n\t\t' + SEND + "\n\t}\n")),
    "variables of a handler": lambda n: handler(each(n, '\tv{i}, _ := proxywasm.GetHttpRequestHeader("h{i}")\n\tproxywasm.LogInfo(v{i})\n')),
    "implementations of one interface": lambda n: handler(each(n // 10, '\tif config.name == "n{i}" {\n\t\tconfig.target.Act()\n\t}\n'),
                                                          each(n, "type T{i} struct{}\n\nfunc (T{i}) Act() types.Action { return types.ActionPause }\nfunc (T{i}) Other{i}() {}\n\n")),
    "wrong-phase calls": lambda n: handler(each(n, '\tproxywasm.GetHttpResponseHeader("h{i}")\n')),
    "pointers that may be nil": lambda n: handler('\tpath, _ := proxywasm.GetHttpRequestHeader(":path")\n' +
                                                  each(n, "\tu{i}, _ := url.Parse(path)\n\tproxywasm.LogInfo(u{i}.Path)\n"), imports='\t"net/url"\n'),
    "deferred calls": lambda n: handler(each(n, '\tdefer proxywasm.RemoveHttpResponseHeader("h{i}")\n')),
}

# What one function has many of.
NAMES = {
    "labels": lambda n: handler("\tgoto l0\n" + each(n, "l{i}:\n\tgoto l{j}\n") + f"l{n}:\n"),
    "locals": lambda n: handler(each(n, "\tv{i} := 1\n\t_ = v{i}\n")),
    "parameters": lambda n: handler("", "func f(" + each(n, "p{i}, ") + "p int) {\n" + each(n, "\t_ = p{i}\n") + "}\n\n"),
    "keys of a schema": lambda n: handler("", parser=each(n, '\tconfig.name += json.Get("k{i}").String()\n')),
}

OVERRIDES = HEAD.replace("wrapper.ParseConfig(parseConfig)", "wrapper.ParseOverrideConfig(parseGlobal, parseRule)").replace("name string;", "name string; users map[string]bool; allow []string;") + """
func parseGlobal(json gjson.Result, global *Config) error {
	global.users = map[string]bool{}
	for _, item := range json.Get("users").Array() {
		if item.Get("name").String() == "" {
			return errors.New("name is required")
		}
		global.users[item.Get("name").String()] = true
	}
	return nil
}

func parseRule(json gjson.Result, global Config, config *Config) error {
	*config = global
	if !json.Get("allow").Exists() {
		return errors.New("allow is required")
	}
	for _, item := range json.Get("allow").Array() {
		config.allow = append(config.allow, item.String())
	}
	return nil
}
"""

# Rules beside a global part that grows with them: running that before each rule takes the square.
RULES = {
    "rules over a global part": lambda n: {"go.mod": GO_MOD, "main.go": OVERRIDES, "config.yaml": "users:\n" + each(n, "- {name: u{i}}\n") +
                                           "_rules_:\n" + each(n, "- {_match_domain_: [d{i}], allow: [u{i}]}\n")},
    "refused rules over a global part": lambda n: {"go.mod": GO_MOD, "main.go": OVERRIDES, "config.yaml": "users:\n" + each(n, "- {name: u{i}}\n") +
                                                   "_rules_:\n" + each(n, "- {_match_domain_: [d{i}], alow: [u{i}]}\n")},
}


RULES_OF_CXX = CXX.replace('return !config.is_discarded() && config.contains("name");', """if (config.is_discarded()) return false;
    for (auto& rule : config["_rules_"].items())
      if (!rule.value().contains("allow")) {
        LOG_WARN("allow is required");
        return false;
      }
    return true;""")

RULES |= {
    "rules of C++, the last one refused": lambda n: native("", configuration="_rules_:\n" + each(n, "- {_match_domain_: [d{i}], allow: [u{i}]}\n") +
                                                           "- {_match_domain_: [d], alow: [u]}\n", head=RULES_OF_CXX),
    "rules of C++, all of them refused": lambda n: native("", configuration="_rules_:\n" + each(n, "- {_match_domain_: [d{i}], alow: [u{i}]}\n"),
                                                          head=RULES_OF_CXX),
}


def computed():
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime


FEW, MANY = 3000, 30000


def compare(what, times):
    """Ten times as much may not take a hundred times as much computing; by the clock a busy machine would count, too."""
    if times[1] > 0.5 and times[1] > 40 * times[0]:
        raise Failure(f"{FEW} {what} took {times[0]:.2f} s, {MANY} {times[1]:.2f} s")


def growth(wpls, name, files_of):
    times = []
    for count in (FEW, MANY):
        with tempfile.TemporaryDirectory() as temporary:
            folder = pathlib.Path(temporary).resolve() / "example"
            write(folder, files_of(count))
            start = computed()
            lint(wpls, folder)
            times.append(computed() - start)
    compare(name, times)


def baseline(wpls):
    """A baseline is read line by line, and takes its findings out at once."""
    times = []
    for count in (FEW, MANY):
        with tempfile.TemporaryDirectory() as temporary:
            folder = pathlib.Path(temporary).resolve() / "example"
            write(folder, config("".join(f"k{i}: 1\n" for i in range(count))))
            lint(wpls, folder, "--output", "baseline=known.json")
            start = computed()
            if lint(wpls, folder, "--baseline", "known.json"):
                raise Failure("a finding of the baseline is listed")
            times.append(computed() - start)
    compare("findings", times)


def usage_of(wpls, folder, jobs):
    """What linting the folder takes."""
    command = [wpls, "lint", "--jobs", str(jobs), folder]
    quarantine = {"ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=0:thread_local_quarantine_size_kb=0"}
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL, env={**os.environ, **quarantine})
    late = threading.Timer(TIMEOUT, run.kill)
    late.start()
    _, status, used = os.wait4(run.pid, 0)
    late.cancel()
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        raise Failure(f"exit status {os.waitstatus_to_exitcode(status)} after {used.ru_utime:.0f} s of computing")
    return used


def size_growth(wpls, name, few, files_of):
    """Ten times as much may take neither the square of it in computing nor in memory."""
    times, peaks = [], []
    for count in (few, 10 * few):
        with tempfile.TemporaryDirectory() as temporary:
            folder = pathlib.Path(temporary).resolve() / "example"
            write(folder, files_of(count))
            used = usage_of(wpls, folder, 1)
            times.append(used.ru_utime)
            peaks.append(used.ru_maxrss)
    if times[1] > 0.5 and times[1] > 25 * times[0]:
        raise Failure(f"{few} {name} took {times[0]:.2f} s, {10 * few} {times[1]:.2f} s")
    if peaks[1] > 15 * peaks[0]:
        raise Failure(f"{few} {name} took {peaks[0]} KiB, {10 * few} {peaks[1]} KiB")


def at_and_past(wpls, files_of, limit, message, *flags):
    """Nothing is said at the limit, and one past it one thing."""
    for over in (0, 1):
        with tempfile.TemporaryDirectory() as temporary:
            folder = pathlib.Path(temporary).resolve() / "example"
            write(folder, files_of(limit + over))
            said = [d for d in lint(wpls, folder, *flags) if message in d["message"]]
            if len(said) != over:
                raise Failure(f"{limit + over}: {said}")


def source(name, n):
    """A Go file of n bytes beside the plugin's own."""
    text = "package main\n\n"
    return {**reads_name(), name: text + "//" + "x" * (n - len(text) - 2)}


def vendored(files):
    """A plugin with a package of others that has these files."""
    own = reads_name()
    own["main.go"] = own["main.go"].replace("import (", 'import (\n\t_ "example.com/big"', 1)
    return {**own, **{f"vendor/example.com/big/{name}": text for name, text in files.items()}}


def library(n):
    text = "package big\n\n"
    return vendored({"big.go": text + "//" + "x" * (n - len(text) - 2)})


def nested(n):
    """A handler whose last call is n deep."""
    return handler("\tstep0()\n", each(n - 1, "func step{i}() { step{j}() }\n\n") + f"func step{n - 1}() {{ proxywasm.ResumeHttpRequest() }}\n\n")


CHINESE = {
    "bytes of a source": (10 << 20, "超过 wpls 对单个源文件的读取上限（10 MiB）"),
    "bytes of all sources": (20 << 20, "插件源代码总量超过 wpls 的读取上限（20 MiB）"),
    "nested calls": (24, "'onRequestHeaders' 及其调用的代码路径过多"),
    "files of libraries": (300, "导入的第三方代码超出 wpls 的读取上限（300 个文件）"),
    "folders in folders": (24, "文件夹层级超过 24 层"),
    "findings of a source": (1000, "此文件中另有 1 个问题未列出"),
}

PATHS = "more paths lead through 'onRequestHeaders' and what it calls than wpls follows"

MESSAGE = """#include "config.pb.h"
""" + CXX.replace("auto config = nlohmann::json::parse(data->view(), nullptr, false);", "a::Config config;").replace(
    '!config.is_discarded() && config.contains("name")', "google::protobuf::util::JsonStringToMessage(data->toString(), &config).ok()")


def message_of(n):
    """A plugin in C++ that reads a message of protobuf with n fields."""
    proto = 'syntax = "proto3";\npackage a;\nmessage Config {\n' + each(n, "  string field{i} = {j};\n") + "}\n"
    return {**native("", configuration="field1: a\n", head=MESSAGE), "config.proto": proto}


LIMITS = {
    "callbacks": (256, PATHS, DEEDS["dispatched callbacks"]),
    "findings of a configuration": (1000, "1 more findings in this file", lambda n: config("name: a\n" + each(n, "k{i}: 1\n"))),
    "findings of a source": (1000, "1 more findings in this file", DEEDS["wrong-phase calls"]),
    "candidates": (256, PATHS, lambda n: handler("\tconfig.target.Act()\n", each(n, "type T{i} struct{}\n\nfunc (T{i}) Act() types.Action { return action }\n\n") + "var action = types.ActionPause\n\n")),
    "bytes of a source": (10 << 20, "not read: larger than wpls reads of one source (10 MiB)", lambda n: source("a.go", n)),
    "bytes of a library's source": (10 << 20, "not read: larger than wpls reads of one source (10 MiB)", library),
    "files of libraries": (300, "imports more code of others than wpls reads (300 files)", lambda n: vendored({f"f{i}.go": "package big\n" for i in range(n)})),
    "files in folders": (20000, "more than 20000 YAML and JSON files below this folder", lambda n: {"go.mod": GO_MOD, **{f"d/f{i}.json": "[]\n" for i in range(n)}}),
    "folders in folders": (24, "more than 24 folders deep", lambda n: {**reads_name(), "/".join(["d"] * n) + "/config.yaml": "name: a\n"}),
    "nested calls": (24, PATHS, nested),
    "fields of a message": (4000, "'a.Config' has more than 4000 fields", message_of),
    "bytes of all sources": (20 << 20, "not read: the plugin's sources are larger than wpls reads (20 MiB)",
                             lambda n: {**source("a.go", 10 << 20), **source("b.go", n - (10 << 20) - len(reads_name()["main.go"]))}),

}


def memory(wpls):
    """A plugin is dropped once its findings are out: four times as many of them take no more memory."""
    steps = "".join(f"func step{i}(json gjson.Result) string {{\n\treturn strings.ToLower(json.Get(\"step{i}\").String())\n}}\n\n" for i in range(2000))
    files = {**good(), "main.go": parser_of("\treturn nil", steps)}
    manifest = "apiVersion: extensions.higress.io/v1alpha1\nkind: WasmPlugin\nmetadata: {{name: plugin{i}}}\nspec:\n  defaultConfig: {{key: 1}}\n"
    for jobs in (1, 2):
        peaks = []
        for count in (6, 24):
            with tempfile.TemporaryDirectory() as temporary:
                folder = pathlib.Path(temporary).resolve()
                for i in range(count):
                    write(folder / f"plugin{i}", files)
                    write(folder / "deploy", {f"plugin{i}.yaml": manifest.format(i=i)})
                peaks.append(usage_of(wpls, folder, jobs).ru_maxrss)
        if peaks[1] > 1.2 * peaks[0]:
            raise Failure(f"6 plugins took {peaks[0]} KiB, 24 plugins {peaks[1]} KiB, with {jobs} jobs")


def computing_of(work):
    """Seconds of computing of this process."""
    before = time.process_time()
    work()
    return time.process_time() - before


def big_tree(wpls):
    """100,000 files, 10,000 of them YAML, and ten plugins: what is no configuration costs next to nothing. On the machine that this was made on
    0.2 s of computing and 25 MB. Machines differ: what it takes Python to look at each file is the measure; wpls takes less, with
    sanitizers two and a half times as much, and double that is allowed."""
    manifest = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: app}\nspec:\n  replicas: 2\n  template:\n    spec: {containers: [{name: a, image: b}]}\n"
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary).resolve()
        for i in range(10):
            write(folder / f"plugins/p{i}", reads_name())
        for i in range(1000):
            below = folder / f"src/m{i // 100}/n{i // 10 % 10}/o{i % 10}"
            below.mkdir(parents=True)
            for k in range(10):
                (below / f"m{k}.yaml").write_text(manifest)
            for k in range(90):
                os.close(os.open(below / f"f{k}.ts", os.O_CREAT | os.O_WRONLY))
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run([wpls, "lint", "."], cwd=folder, capture_output=True, timeout=TIMEOUT, text=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        computed = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        if done.returncode or not done.stdout.endswith("no findings in 10 plugins and 10 configurations; 10000 files are something else\n"):
            raise Failure(f"exit status {done.returncode}: {done.stdout[-300:]}{done.stderr[-1000:]}")
        walked = computing_of(lambda: [(pathlib.Path(at) / name).lstat() for at, _, names in os.walk(folder) for name in names])
        if computed > 5 * walked:
            raise Failure(f"{computed:.2f} s of computing, and {walked:.2f} s for a walk over the files")
        for i in range(200):
            (folder / f"more{i}").mkdir()
            for k in range(50):
                (folder / f"more{i}/m{k}.yaml").write_text("a: 1\n")
        limit = [d for d in lint(wpls, folder) if d["code"] == "project/not-read"]
        if len(limit) != 1 or "more than 20000 YAML and JSON files" not in limit[0]["message"]:
            raise Failure(f"past the limit of files: {limit}")


def steps_of(wpls, project, steps):
    half_typed = [("config.yaml", f) for f in (prefixes, line_prefixes, without_lines, damaged)]
    half_typed += [("main.go", f) for f in (prefixes, line_prefixes, without_lines, damaged)]
    for name, variants in half_typed:
        check = no_config_errors if name == "main.go" and variants in (prefixes, line_prefixes) else lambda found: None
        yield f"{name} {variants.__name__}", lambda n=name, v=variants, c=check: series(wpls, project, steps, n, v, c)
    for name, files, allowed in projects():
        yield name, lambda n=name, f=files, a=allowed: hostile(wpls, n, f, a)
    yield "file system", lambda: file_system(wpls)
    for name, files_of in KINDS.items():
        yield f"growth {name}", lambda n=name, f=files_of: growth(wpls, n, f)
    for kinds, few in ((DEEDS, 2000), (NAMES, 20000), (RULES, 300)):
        for name, files_of in kinds.items():
            yield f"growth {name}", lambda n=name, s=few, f=files_of: size_growth(wpls, n, s, f)
    for name, (limit, message, files_of) in LIMITS.items():
        yield f"limit {name}", lambda f=files_of, n=limit, m=message: at_and_past(wpls, f, n, m)
    for name, (limit, message) in CHINESE.items():
        yield f"limit {name}, in Chinese", lambda f=LIMITS[name][2], n=limit, m=message: at_and_past(wpls, f, n, m, "--lang", "zh")
    yield "growth baseline", lambda: baseline(wpls)
    yield "big tree", lambda: big_tree(wpls)
    yield "memory", lambda: memory(wpls)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wpls", required=True)
    parser.add_argument("--steps", type=int, default=150, help="variants tried of each series")
    parser.add_argument("--only", default="", help="only what has this in its name")
    parser.add_argument("-v", action="store_true", help="name what passes, too")
    parser.add_argument("project", type=pathlib.Path)
    args = parser.parse_args()
    wpls = str(pathlib.Path(args.wpls).resolve())
    passed = failed = 0
    for name, step in steps_of(wpls, args.project.resolve(), args.steps):
        if args.only not in name:
            continue
        try:
            step()
            passed += 1
            if args.v:
                print(f"passed {name}", flush=True)
        except (Failure, subprocess.TimeoutExpired) as failure:
            failed += 1
            print(f"FAILED {name}: {failure}", flush=True)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


main()
