#!/usr/bin/env python3
"""Writes the settings of the VS Code extension (editors/vscode/package.json and package.nls.json) from schema/settings.schema.json
and schema/rules.json; with --check it only tells whether they are up to date, and whether every translated text has its key."""
import json
import pathlib
import re
import sys

sys.dont_write_bytecode = True  # the import below would leave a cache beside the sources

from generate_tables import settings_schema

root = pathlib.Path(__file__).resolve().parent.parent
extension = root / "editors/vscode"


def load(path):
    return json.loads(path.read_text(encoding="utf-8"))


def inline(node, definitions):
    """The node without references: VS Code resolves none in a setting."""
    if isinstance(node, list):
        return [inline(item, definitions) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return inline(definitions[node["$ref"].rpartition("/")[2]], definitions)
    return {key: inline(value, definitions) for key, value in node.items()}


def settings():
    """The properties for package.json, and the English texts that they refer to."""
    schema = settings_schema(root / "schema")
    properties, texts = {}, {}
    for name, described in schema["properties"].items():
        setting = inline(described, schema["$defs"])
        setting.pop("title", None)
        key = f"settings.{name}"
        texts[key], setting["markdownDescription"] = setting.pop("description"), f"%{key}%"
        setting["scope"] = "window"
        if "enum" in setting and "default" not in setting:
            setting |= {"type": ["string", "null"], "default": None, "enum": [*setting["enum"], None]}
        properties[f"wpls.{name}"] = setting
    return properties, texts


def write(path, document):
    text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    return None if path.read_text(encoding="utf-8") == text else (path, text)


properties, texts = settings()
package, english = load(extension / "package.json"), load(extension / "package.nls.json")
package["contributes"]["configuration"][0]["properties"] = properties
english = {key: text for key, text in english.items() if not key.startswith("settings.")} | texts
changes = [change for change in (write(extension / "package.json", package), write(extension / "package.nls.json", english)) if change]
if "--check" not in sys.argv:
    for path, text in changes:
        path.write_text(text, encoding="utf-8")
    sys.exit()

problems = [f"{path.relative_to(root)} is out of date; run cmake/vscode_settings.py" for path, _ in changes]
chinese = load(extension / "package.nls.zh-cn.json")
for key in english.keys() ^ chinese.keys():
    problems.append(f"editors/vscode/package.nls{'.zh-cn' if key in english else ''}.json: no text for '{key}'")
sources = "".join(path.read_text(encoding="utf-8") for path in sorted((extension / "src").glob("*.ts")))
messages = set(re.findall(r'l10n\.t\(\s*"((?:[^"\\]|\\.)*)"', sources))
for message in messages ^ load(extension / "l10n/bundle.l10n.zh-cn.json").keys():
    problems.append(f"editors/vscode/l10n/bundle.l10n.zh-cn.json: {'no text for' if message in messages else 'nothing says'} '{message}'")
print(*problems, f"{0 if problems else 1} passed, {1 if problems else 0} failed", sep="\n")
sys.exit(bool(problems))
