#!/usr/bin/env python3
"""Writes the settings of the VS Code extension (editors/vscode/package.json, package.nls.json and package.nls.zh-cn.json) from
schema/settings.schema.json, schema/rules.json and schema/messages; with --check it only tells whether they are up to date, and whether
every translated text has its key."""
import json
import pathlib
import re
import sys

sys.dont_write_bytecode = True  # the import below would leave a cache beside the sources

import messages
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
    named = inline(definitions[node["$ref"].rpartition("/")[2]], definitions) if "$ref" in node else {}
    return named | {key: inline(value, definitions) for key, value in node.items() if key != "$ref"}


def take_texts(node, key, texts):
    """Moves the descriptions of properties inside of the setting `key` to `texts`: the node refers to them."""
    for name, inner in node.get("properties", {}).items():
        take_texts(inner, f"{key}.{name}", texts)
    if isinstance(node.get("additionalProperties"), dict):
        take_texts(node["additionalProperties"], f"{key}.any", texts)
    if "description" in node:
        texts[key], node["description"] = node["description"], f"%{key}%"


def settings():
    """The properties for package.json, and the English texts that they refer to."""
    schema = settings_schema(root / "schema")
    properties, texts = {}, {}
    for name, described in schema["properties"].items():
        setting = inline(described, schema["$defs"])
        setting.pop("title", None)
        take_texts(setting, f"settings.{name}", texts)
        setting["markdownDescription"] = setting.pop("description")
        setting["scope"] = "window"
        if "enum" in setting and "default" not in setting:
            setting |= {"type": ["string", "null"], "default": None, "enum": [*setting["enum"], None]}
        properties[f"wpls.{name}"] = setting
    return properties, texts


def write(path, document):
    text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    return None if path.read_text(encoding="utf-8") == text else (path, text)


properties, texts = settings()
twins = messages.twins_of(root, "settings") | dict(messages.rule_settings(root).values())
package, english, chinese = (load(extension / name) for name in ("package.json", "package.nls.json", "package.nls.zh-cn.json"))
package["contributes"]["configuration"][0]["properties"] = properties
english = {key: text for key, text in english.items() if not key.startswith("settings.")} | texts
chinese = {key: text for key, text in chinese.items() if not key.startswith("settings.")} | {k: twins.get(t) or t for k, t in texts.items()}
written = (("package.json", package), ("package.nls.json", english), ("package.nls.zh-cn.json", chinese))
changes = [change for name, document in written if (change := write(extension / name, document))]
if "--check" not in sys.argv:
    for path, text in changes:
        path.write_text(text, encoding="utf-8")
    sys.exit()

problems = [f"{path.relative_to(root)} is out of date; run cmake/vscode_settings.py" for path, _ in changes]
for key in english.keys() ^ chinese.keys():
    problems.append(f"editors/vscode/package.nls{'.zh-cn' if key in english else ''}.json: no text for '{key}'")
sources = "".join(path.read_text(encoding="utf-8") for path in sorted((extension / "src").glob("*.ts")))
said = set(re.findall(r'l10n\.t\(\s*"((?:[^"\\]|\\.)*)"', sources))
for message in said ^ load(extension / "l10n/bundle.l10n.zh-cn.json").keys():
    problems.append(f"editors/vscode/l10n/bundle.l10n.zh-cn.json: {'no text for' if message in said else 'nothing says'} '{message}'")
print(*problems, f"{0 if problems else 1} passed, {1 if problems else 0} failed", sep="\n")
sys.exit(bool(problems))
