#!/usr/bin/env python3
"""Expands every snippet with its default texts at every place it is offered, compiles what comes out, and lints it.

usage: run.py --wpls BIN --out FOLDER [--only TITLE] [LANGUAGE...]

Go: one module, one package a snippet, so that one run of the real compiler does for all; test snippets are vetted. C and C++ are
compiled with clang against the headers of templates/, which are also those of a new project. FOLDER is kept, so that the compiler's
caches know its files the next time. Exits with 77 when a compiler is missing and nothing else failed."""
import argparse
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
INDEX = json.loads((ROOT / "snippets" / "index.json").read_text(encoding="utf-8"))
PLACEHOLDER = re.compile(r"\\([$}\\])|\$(\d+)|\$\{(\d+)\}|\$\{(\d+):((?:\\.|[^}\\])*)\}|\$\{(\d+)\|((?:\\.|[^|\\])*)\|\}")


def fixtures():
    parts = re.split(r"^-- (.+?) --\n", (HERE / "fixtures.txt").read_text(encoding="utf-8"), flags=re.M)
    return dict(zip(parts[1::2], parts[2::2]))


def expand(lines):
    """The text with its defaults; ValueError when it is not in the portable grammar."""
    body, texts = "\n".join(lines), {}

    def one(m):
        escaped, bare, braced, number, text, choice, choices = m.groups()
        if escaped:
            return escaped
        if number is not None or choice is not None:
            n = number or choice
            value = re.sub(r"\\(.)", r"\1", text if number is not None else choices.split(",")[0])
            if n in texts:
                raise ValueError(f"${n} has its text twice")
            texts[n] = value
            return value
        n = bare or braced
        if n != "0" and n not in texts:
            raise ValueError(f"${n} comes before its text")
        return texts.get(n, "")

    rest = PLACEHOLDER.sub("", body)
    if "$" in rest or "\\" in rest:
        raise ValueError("a '$' or '\\' that is no placeholder is not escaped")
    expanded = PLACEHOLDER.sub(one, body)
    numbers = {int(n) for n in texts}
    if numbers != set(range(1, len(numbers) + 1)):
        raise ValueError(f"tab stops are numbered {sorted(numbers)}")
    if "$0" not in body and "${0" not in body and not re.search(r"^return\b.*$|\breturn\b[^\n]*$", body, re.M):
        raise ValueError("no $0")
    return expanded


def fill(template, slot, text):
    """The lines of `text` in place of the slot, all at the slot's indentation."""
    def put(m):
        return "\n".join(m[1] + line if line else line for line in text.split("\n"))
    return re.sub(rf"^([ \t]*){re.escape(slot)}$", put, template, flags=re.M)


# --- Go ---

def used_packages(source):
    """The import paths that the qualifiers of the source stand for."""
    code = re.sub(r'"(?:\\.|[^"\\\n])*"|`[^`]*`|//[^\n]*', '""', source)
    names = {n for n in INDEX["packages"] if re.search(rf"(?<![\w.]){n}\.[A-Z]", code)}
    if "json" in names and not re.search(r"json\.(Unmarshal|Marshal|RawMessage)", code):
        names.discard("json")
    return sorted(INDEX["packages"][n] for n in names)


def with_imports(source):
    imports = "import (\n" + "".join(f'\t"{path}"\n' for path in used_packages(source)) + ")"
    return source.replace("@imports@", imports)


TINYGO = {"plugin_for_tinygo", "register_the_plugin_in_main_tinygo"}
OPTIONS = {"onHttpRequestHeaders": "ProcessRequestHeaders", "onHttpRequestBody": "ProcessRequestBody",
           "onHttpStreamingRequestBody": "ProcessStreamingRequestBody", "onHttpResponseHeaders": "ProcessResponseHeaders",
           "onHttpResponseBody": "ProcessResponseBody", "onHttpStreamingResponseBody": "ProcessStreamingResponseBody",
           "onHttpStreamDone": "ProcessStreamDone"}


def registration(functions):
    """The options for the functions of a snippet, told from their names and parameters."""
    for name, parameters in functions.items():
        by = "By" if "log log.Log" in parameters else ""
        if name in OPTIONS:
            yield f"wrapper.{OPTIONS[name]}{by}({name}),"
        elif name == "parseGlobalConfig":
            yield f"wrapper.ParseOverrideConfig{by}(parseGlobalConfig, parseRuleConfig),"
        elif name == "parseConfig":
            kind = "RawConfig" if "configBytes" in parameters else "ConfigWithContext" if "context" in parameters else "Config" + by
            yield f"wrapper.Parse{kind}(parseConfig),"


def go_program(parts, places, text):
    """File name -> source."""
    place = places[0]
    if place == "empty_file":
        return {"main.go": text}
    if place in ("empty_test_file", "test_top_level"):
        test = text if place == "empty_test_file" else with_imports("package main\n\n@imports@\n\n" + text)
        return {"main.go": with_imports(parts["go test"]), "main_test.go": test}
    if place == "top_level":
        functions = dict(re.findall(r"^func (\w+)\((.*?)\)", text, flags=re.M))
        init = "func main() {}\n"
        if "wrapper.SetCtx" not in text:
            options = list(registration(functions))
            if not any("Parse" in o for o in options):
                options.append("wrapper.ParseConfig(parseConfig),")
                text += "\n\n" + parts["go defaults"].strip()
            init += "\nfunc init() {\n\twrapper.SetCtx(\n\t\t\"example\",\n" + "".join(f"\t\t{o}\n" for o in options) + "\t)\n}"
        else:
            log = ", log wrapper.Log" if "ParseConfigBy" in text else ""
            text += "\n\n" + parts["go defaults"].strip().replace(") error", log + ") error")
            text += f"\n\nfunc onHttpRequestHeaders(ctx wrapper.HttpContext, config pluginConfig{log}) types.Action {{\n\treturn types.ActionContinue\n}}"
            init = "" if "main" in functions else init
            if log: # TinyGo
                source = with_imports(fill(fill(fill(parts["go top_level"], "@snippet@", text), "@main@", init), "@type@", "type pluginConfig struct {\n\tname string\n}"))
                return {"main.go": source.replace("higress-group/wasm-go", "alibaba/higress/plugins/wasm-go").replace("higress-group/proxy", "tetratelabs/proxy")}
        kind = "" if "type pluginConfig" in text else "type pluginConfig struct {\n\tname string\n}"
        return {"main.go": with_imports(fill(fill(fill(parts["go top_level"], "@snippet@", text), "@main@", init), "@type@", kind))}
    handlers, options = [], []
    for p in places:
        handlers.append(fill(parts["go " + p], "@snippet@", text))
        options.append(parts["option " + p].strip())
        before = f"go {p.split('_')[0]}_headers for {p.removesuffix('_callback')}"
        asks = "Body(" in text or "types.ActionPause" in handlers[-1] # an edit, or a pause that comes too late for the headers
        if before in parts and asks and parts[before] not in handlers and not any(q.startswith(before.split(" ")[1]) for q in places):
            handlers.append(parts[before])
            options.append(parts[f"option {p.split('_')[0]}_headers"].strip())
    if not any("Parse" in o for o in options):
        handlers.append(parts["go defaults"])
        options.append(parts["option defaults"].strip())
    if "types.HeaderStopIteration" in text:
        other = places[0].split("_")[0] + "_body"
        handlers.append(parts["go " + other].replace("@snippet@", ""))
        options.append(parts["option " + other].strip())
    return {"main.go": with_imports(fill(fill(parts["go"], "@handlers@", "\n".join(handlers)), "@options@", "\n".join(options)))}


def setctx_program(parts, text):
    """The option among others, with the function it names."""
    extra = {"context wrapper.PluginContext": "ParseConfigWithContext", "configBytes []byte": "Raw"}
    by = "By" if re.match(r"wrapper\.\w+By\(", text) else ""
    log = ", log log.Log" if by else ""
    functions = ""
    for name in re.findall(r"\b(on\w+|parse\w+)\b", text):
        raw, context = "Raw" in text, "WithContext" in text
        if name.startswith("parse"):
            document = "configBytes []byte" if raw else "json gjson.Result"
            first = "context wrapper.PluginContext, " if context else ""
            glob = "global pluginConfig, " if name == "parseRuleConfig" else ""
            functions += f"func {name}({first}{document}, {glob}config *pluginConfig{log}) error {{\n\treturn nil\n}}\n\n"
        elif name == "onPluginStart":
            functions += f"func {name}(context wrapper.PluginContext) error {{\n\treturn nil\n}}\n\n"
        else:
            extra = {"Body": ", body []byte", "StreamingRequestBody": ", chunk []byte, isLastChunk bool"}
            more = ", chunk []byte, isLastChunk bool" if "Streaming" in name else ", body []byte" if name.endswith("Body") else ""
            result, value = ("[]byte", "chunk") if "Streaming" in name else ("", "") if name.endswith("Done") else ("types.Action", "types.ActionContinue")
            functions += f"func {name}(ctx wrapper.HttpContext, config pluginConfig{more}{log}) {result} {{\n\treturn {value}\n}}\n\n"
    options = text
    if "parse" not in text:
        functions += parts["go defaults"]
        options = "wrapper.ParseConfig(parseConfig),\n" + text
    return {"main.go": with_imports(fill(fill(parts["go"], "@handlers@", functions.rstrip()), "@options@", options))}


def go_files(parts, entry, text):
    """Path in the snippet's folder -> source."""
    if entry["at"] == ["setctx"]:
        return setctx_program(parts, text)
    # Programs, since a handler can only be there once, a body either be streamed or buffered, and a call in a body handler comes too
    # late when one of the header handler has let the headers go on.
    groups = {}
    for place in entry["at"]:
        late = "body_callback/" if place.endswith("_body_callback") else "callback/"
        groups.setdefault(late if place.endswith("_callback") else "stream/" if place.endswith("_stream") else "", []).append(place)
    return {prefix + name: source for prefix, places in groups.items() for name, source in go_program(parts, places, text).items()}


def compile_go(folder, failures):
    go = subprocess.run([ROOT / "scripts" / "find-go"], capture_output=True, text=True).stdout.strip()
    if not go:
        print("SKIPPED: Go snippets were not compiled, because no Go >= 1.24 was found; scripts/setup test installs one")
        return False
    env = os.environ | {"GOTOOLCHAIN": "local", "GOFLAGS": "-mod=readonly", "GOWORK": "off"}
    wasm = env | {"GOOS": "wasip1", "GOARCH": "wasm"}
    commands = [([go, "build", "./..."], wasm)]
    if (folder / "plugin").exists(): # -buildmode=c-shared takes one package at a time
        commands.append(([go, "build", "-buildmode=c-shared", "-o", "plugin.wasm", "./plugin"], wasm))
    tests = sorted({"./" + p.parent.name for p in folder.glob("*/main_test.go")})
    if tests:
        commands.append(([go, "vet", *tests], env))
    for command, environment in commands:
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=900)
        if done.returncode:
            failures.append(f"{' '.join(command[1:3])}:\n{done.stderr}")
    return True


# --- C and C++ ---

def needed(language, code):
    """Lines for the headers that the server adds."""
    return "".join(f'#include "{header}"\n' for word, header in INDEX["includes"][language].items() if re.search(rf"\b{word}\b", code))


def native_files(language, extension):
    def files(parts, entry, text):
        places, name = entry["at"], "plugin" + extension
        if places[0] in ("empty_file", "top_level", "class"):
            base = "RootContext" if re.search(r"\bon(Configure|Tick)\b", text) else "Context"
            includes = "" if places[0] == "empty_file" else needed(language, text)
            return {name: includes + fill(parts[f"{language} {places[0]}"], "@snippet@", text).replace("@base@", base)}
        functions = "\n".join(fill(parts[f"{language} {p}"], "@snippet@", text) for p in places)
        reads = re.search(r"\bconfig\.", text) and "json config" not in text
        functions = fill(functions, "@config@", "const nlohmann::json config = nlohmann::json::object();" if reads else "")
        return {name: needed(language, functions) + fill(parts[language], "@functions@", functions)}
    return files


def compile_native(folder, language, failures):
    """Against the headers of a new project, as wasm. The real C++ SDK is in no package registry; its interface is that of templates/cpp/sdk."""
    compiler = next((c for n in range(21, 15, -1) if shutil.which(c := ("clang++" if language == "cpp" else "clang") + f"-{n}")), None)
    flags = ["--target=wasm32-wasi", "-fsyntax-only", "-Wall", "-Werror", "-Wno-unused-but-set-variable", "-I", ROOT / "templates" / "native"]
    if language == "cpp":
        flags += ["-std=c++17", "-stdlib=libc++", "-fno-exceptions", "-I", ROOT / "templates" / "cpp" / "sdk"]
    else:
        flags += ["-std=c17", "-I", ROOT / "templates" / "c"]
    probe = folder / ("probe.cc" if language == "cpp" else "probe.c")
    probe.write_text("#include <stdlib.h>\n" if language == "c" else "#include <string>\n")
    if not compiler or subprocess.run([compiler, *map(str, flags), str(probe)], capture_output=True).returncode:
        print(f"SKIPPED: {language} snippets were not compiled, because clang or the C library for wasm is missing; scripts/setup wasi installs them")
        return False
    if language == "cpp":
        json_hpp = pathlib.Path("/usr/include/nlohmann") # none of the other headers there may be seen
        if json_hpp.exists():
            (folder / "include").mkdir()
            (folder / "include" / "nlohmann").symlink_to(json_hpp)
            flags += ["-isystem", folder / "include"]
        header = folder / "sdk.pch" # read once for all
        subprocess.run([compiler, *[str(f) for f in flags if f != "-fsyntax-only"], "-x", "c++-header",
                        str(ROOT / "templates" / "cpp" / "sdk" / "proxy_wasm_intrinsics.h"), "-o", str(header)], check=True)
        flags += ["-include-pch", header]
    complete = True
    for source in sorted(folder.glob("*/plugin.*")):
        if "nlohmann" in source.read_text() and not (folder / "include").exists():
            print(f"SKIPPED: {source.relative_to(folder)} was not compiled, because there is no nlohmann-json3-dev")
            complete = False
            continue
        done = subprocess.run([compiler, *map(str, flags), str(source)], capture_output=True, text=True, timeout=300)
        if done.returncode:
            failures.append(f"{source.relative_to(folder)}:\n{done.stderr}")
    return complete


# --- all ---

def slug(title):
    return re.sub(r"\W+", "_", title).strip("_").lower()


def write_all(out, language, parts, only, failures):
    """What was written: folder -> title."""
    folder = out / language
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    snippets = json.loads((ROOT / "snippets" / f"{language}.json").read_text(encoding="utf-8"))
    index = INDEX["snippets"][language]
    if snippets.keys() != index.keys():
        failures.append(f"{language}: {sorted(snippets.keys() ^ index.keys())} stand only in one of {language}.json and index.json")
    written = {}
    for title, snippet in snippets.items():
        if only and title != only:
            continue
        try:
            text = expand(snippet["body"])
        except ValueError as wrong:
            failures.append(f"{language}: '{title}': {wrong}")
            continue
        for name, source in FILES[language](parts, index[title], text.rstrip("\n")).items():
            target = folder / slug(title) / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(source, encoding="utf-8")
        written[slug(title)] = title
    return folder, written


def yaml_files(parts, entry, text):
    return {f"{place}.yaml": fill(parts["yaml " + place], "@snippet@", text) for place in entry["at"]}


FILES = {"go": go_files, "cpp": native_files("cpp", ".cc"), "c": native_files("c", ".c"), "yaml": yaml_files}


def lint(wpls, folder, written, failures):
    done = subprocess.run([wpls, "lint", "--fail-on", "never", "--allow-empty", "--format", "jsonl", *sorted(written)], cwd=folder, capture_output=True, text=True, timeout=300)
    if done.returncode:
        failures.append(f"wpls lint ended with {done.returncode}: {done.stderr}")
    for line in done.stdout.splitlines():
        d = json.loads(line)
        name = pathlib.Path(d["file"]).relative_to(folder)
        if d["code"] in ("project/not-read", "config/not-checked"):
            continue  # snippets in other languages, or for plugins that are not here
        failures.append(f"{name}:{d['line']}: {d['severity']}[{d['code']}]: {d['message']}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--wpls", required=True, type=pathlib.Path)
    parser.add_argument("--out", required=True, type=pathlib.Path)
    parser.add_argument("--only")
    parser.add_argument("languages", nargs="*", default=[])
    args = parser.parse_args()
    parts, failures, complete, count = fixtures(), [], True, 0
    for language in args.languages or FILES:
        folder, written = write_all(args.out.resolve(), language, parts, args.only, failures)
        count += len(written)
        if language == "go":
            for name in ("go.mod", "go.sum"):
                shutil.copy(ROOT / "templates" / "go" / name, folder / name)
            for name in TINYGO & written.keys(): # a module of its own on the older SDK, of which 'wasm-go' holds the declarations
                for part, text in parts.items():
                    if part.startswith("tinygo "):
                        target = folder / name / part.removeprefix("tinygo ")
                        target.parent.mkdir(parents=True, exist_ok=True)
                        target.write_text(text)
                complete &= compile_go(folder / name, failures)
            complete &= compile_go(folder, failures)
        if language in ("c", "cpp"):
            complete &= compile_native(folder, language, failures)
        lint(args.wpls.resolve(), folder, written, failures)
    for failure in failures:
        print(f"FAILED {failure}")
    print(f"{count} snippets, {len(failures)} failures")
    return 1 if failures or not count else 0 if complete else 77


if __name__ == "__main__":
    sys.exit(main())
