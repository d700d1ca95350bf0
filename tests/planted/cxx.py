"""Plugins in C++ with an SDK call planted: what run.py needs of the language."""
import re

PATH = "plugin.cc"
SUFFIX = ".cc"
HEAD = """#include "proxy_wasm_intrinsics.h"
#include "helpers.h"

class PlantedRoot : public RootContext {
public:
  explicit PlantedRoot(uint32_t id, std::string_view root_id) : RootContext(id, root_id) {}
  bool onConfigure(size_t) override;
  void onTick() override;
};

class PlantedContext : public Context {
public:
  explicit PlantedContext(uint32_t id, RootContext *root) : Context(id, root) {}
METHODS};

static RegisterContextFactory registered(CONTEXT_FACTORY(PlantedContext), ROOT_FACTORY(PlantedRoot));

bool PlantedRoot::onConfigure(size_t) {
  proxy_set_tick_period_milliseconds(1000);
  START
  return true;
}

void PlantedRoot::onTick() {
  TICK
}
"""
HELPERS = """#pragma once

static void second() {
  PLANT
}

static void first() {
  second();
}
"""


def handler(result, name, parameters, body):
    return (f"  {result} on{name}({parameters}) override;\n",
            f"\n{result} PlantedContext::on{name}({parameters}) {{\n{body}\n}}\n")


def headers(way, plant="", action="Continue"):
    return handler("FilterHeadersStatus", f"{way}Headers", "uint32_t, bool end_of_stream", f"  {plant}\n  return FilterHeadersStatus::{action};")


def body(way, plant=""):
    return handler("FilterDataStatus", f"{way}Body", "size_t size, bool end_of_stream", f"  {plant}\n  return FilterDataStatus::Continue;")


def call(result, part, parameters, way, pause, effective=True):
    """A handler that waits for a callback."""
    current = "    context->setEffectiveContext();\n" if effective else ""
    return handler(result, way + part, parameters,
                   "  auto stream = id();\n  auto sent = root()->httpCall(\"service\", {}, \"\", {}, 1000, [stream](uint32_t, size_t, uint32_t) {\n"
                   f"    auto *context = getContext(stream);\n    if (context == nullptr) return;\n{current}    PLANT\n    continue{way}();\n  }});\n"
                   f"  if (sent != WasmResult::Ok) return {result}::Continue;\n  return {result}::{pause};")


HEADERS = ("FilterHeadersStatus", "Headers", "uint32_t, bool")
BODY = ("FilterDataStatus", "Body", "size_t, bool")

# Column -> the methods of a context in which PLANT finds itself in that situation.
SITUATIONS = {
    "reqH": [headers("Request", plant="PLANT")],
    "reqB": [headers("Request"), body("Request", "PLANT")],
    "reqB*": [headers("Request", action="StopIteration"), body("Request", "PLANT")],
    "reqT": [headers("Request"), handler("FilterTrailersStatus", "RequestTrailers", "uint32_t", "  PLANT\n  return FilterTrailersStatus::Continue;")],
    "resH": [headers("Response", plant="PLANT")],
    "resB": [headers("Response"), body("Response", "PLANT")],
    "resB*": [headers("Response", action="StopIteration"), body("Response", "PLANT")],
    "resT": [headers("Response"), handler("FilterTrailersStatus", "ResponseTrailers", "uint32_t", "  PLANT\n  return FilterTrailersStatus::Continue;")],
    "done": [handler("void", "Log", "", "  PLANT")],
    "gone": [handler("void", "Delete", "", "  PLANT")],
    "cb/H": [call(*HEADERS, "Request", "StopAllIterationAndWatermark")],
    "cb/B": [call(*BODY, "Request", "StopIterationAndBuffer")],
    "cb/B*": [headers("Request", action="StopIteration"), call(*BODY, "Request", "StopIterationAndBuffer")],
    "cb/rH": [call(*HEADERS, "Response", "StopAllIterationAndWatermark")],
    "newctx": [handler("void", "Create", "", "  PLANT")],
    "cb/t": [call(*HEADERS, "Request", "StopAllIterationAndWatermark", effective=False)],
    "tick": "TICK",
    "start": "START",
}
VALUES = {"std::string_view": '"x"', "size_t": "0", "uint32_t": "200", "GrpcStatus": "GrpcStatus::InvalidCode", "HeaderStringPairs": "{}",
          "const HeaderStringPairs &": "{}", "size_t *": "nullptr", "uint32_t *": "nullptr"}
MAPS = {0: "RequestHeaders", 1: "RequestTrailers", 2: "ResponseHeaders", 3: "ResponseTrailers", 6: "HttpCallResponseHeaders", 7: "HttpCallResponseTrailers"}


def planted_call(function):
    """The call as text, None when an argument can't be made up."""
    match = re.match(r"[\w:<> ]+? \*?(\w+)\((.*)\)$", function.get("signature", ""))
    if not match or function.get("callback") or function.get("receiver") or match[1].startswith("proxy_set"):
        return None
    arguments = []
    for part in filter(None, (p.strip() for p in match[2].split(","))):
        kind = re.sub(r"\w+$", "", part).strip() if not part.startswith("Wasm") else part
        if kind.startswith("Wasm") and "::" in kind:
            arguments.append(kind)
        elif kind in VALUES:
            arguments.append(VALUES[kind])
        else:
            return None
    return f"{match[1]}({', '.join(arguments)});"


def name_of(function):
    return function["name"] + (f" {function['first']}" if "first" in function else "")


def plugin(column, text, helped):
    """The files of a plugin with the call planted."""
    plant = "first();" if helped else text
    situation, source = SITUATIONS[column], HEAD
    if isinstance(situation, str):
        source, situation = source.replace(situation, plant), [headers("Request")]
    source = source.replace("START", "").replace("TICK", "").replace("METHODS", "".join(declared for declared, _ in situation))
    source += "".join(code for _, code in situation).replace("PLANT", plant)
    return {"WORKSPACE": "# https://github.com/higress-group/proxy-wasm-cpp-sdk\n", PATH: source,
            "helpers.h": HELPERS.replace("PLANT", text if helped else "LOG_INFO(\"\");")}
