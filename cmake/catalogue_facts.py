"""The facts of the catalogue of built-in plugins (schema/catalogue): made of JSON Schemas, merged, checked, written.

Facts are a tree as a configuration is. A value has
    type      letters: s string, i integer, n number, b boolean, a list, o object; none: not known
    required, filled (an empty text or list counts as none),
    when {"key": K, "in": [...]} (required if K beside it is one of these)
    enum (others are refused), known (what the code compares with), min, max, default, unit, format
    new: what of this is different in the newest states (null: not there), by which the newest tag is judged
and of an object
    keys, any (the value of a key of any name), open (there may be keys that nobody knows), group (one of these keys is needed)
and of a list items. A plugin has the facts of its `global` configuration, and, where they are others, of a `rule`'s.
"""
import collections
import copy
import json

ABOUT = (
    "What the parse functions of Higress's built-in plugins accept, by image; made by scripts/catalogue, which says how, read by "
    "plugin/catalogue.c. cmake/catalogue_facts.py says what the members are. names: the image's last part, and what the console "
    "calls it. version: the newest tag that the facts hold for."
)
TYPES = {"string": "s", "integer": "i", "number": "n", "boolean": "b", "array": "a", "object": "o"}
RULES, ID = "_rules_", "_rules_id_"
LONGEST = 40  # of a default or a known value: longer ones are texts of others

Complaint = collections.namedtuple("Complaint", "check path name")


# --- of a schema as `wpls schema` prints it ---

def is_short(value):
    return not isinstance(value, (dict, list)) and value is not None and len(str(value)) <= LONGEST and " " not in str(value)


def add_conditions(node, schema):
    for part in (schema, *schema.get("allOf", ())):
        if "anyOf" in part:
            node["group"] = sorted(key for option in part["anyOf"] for key in option["required"])
        if "if" in part and "then" in part:
            (on, values), = part["if"]["properties"].items()
            for key in part["then"]["required"]:
                node["keys"][key]["when"] = {"key": on, "in": values["enum"]}
    for key in schema.get("required", ()):
        node["keys"][key]["required"] = True


def of_value(schema, complete):
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    node = {"type": "".join(letter for name, letter in TYPES.items() if name in types)}
    for name, key in (("minimum", "min"), ("maximum", "max"), ("enum", "enum"), ("format", "format"), ("x-wpls-unit", "unit")):
        if name in schema:
            node[key] = schema[name]
    if "examples" in schema:
        node["known"] = [value for value in schema["examples"] if is_short(value)]
    if is_short(schema.get("default")) and schema["default"] not in ("", False):
        node["default"] = schema["default"]
    if schema.get("minLength") or schema.get("minItems"):
        node["filled"] = True
    if "properties" in schema or isinstance(schema.get("additionalProperties"), dict):
        node["keys"] = {key: of_value(value, complete) for key, value in schema.get("properties", {}).items()}
        if isinstance(schema.get("additionalProperties"), dict):
            node["any"] = of_value(schema["additionalProperties"], complete)
        add_conditions(node, schema)
        add_conditions(node, schema.get("else", {}))
    if "o" in node["type"] and (not complete or "additionalProperties" not in schema or "keys" not in node):
        node["open"] = True
    if "items" in schema:
        node["items"] = of_value(schema["items"], complete)
    return node


def has_sdk_rules(schema):
    """Whether the SDK takes the rules out, and parts may have parsers of their own; else the plugin's code does, with one for both."""
    items = schema["properties"][RULES].get("items", {})
    return "anyOf" in items or "oneOf" in items


def add_of_rule(root, rule):
    """What one parser reads for both is known in both."""
    for key, value in rule["keys"].items():
        root["keys"].setdefault(key, loosened(value))


def of_schema(schema):
    """{"global": facts, "rule": facts or nothing}"""
    root = of_value(schema, "x-wpls-incomplete" not in schema or schema.get("additionalProperties") is False)
    rules = root.get("keys", {}).pop(RULES, None)
    found = {"global": root}
    rule = (rules or {}).get("items")
    if rule:
        match = [key for key in rule["keys"] if key.startswith("_match_")]
        for key in (*match, RULES):
            rule["keys"].pop(key, None)
            root["keys"].pop(key, None)
        if set(rule.get("group", ())) & set(match):
            del rule["group"]
        if not has_sdk_rules(schema):
            add_of_rule(root, rule)
        if rule != root:
            found["rule"] = rule
    return found


# --- several states of one plugin ---

def loosened(node):
    """What is left where another state reads the value, too, and nothing of it is known: names."""
    node = {key: node[key] for key in ("type", "keys", "any", "items", "known", "default", "unit", "format") if key in node}
    node["type"] = ""
    for key in ("any", "items"):
        if key in node:
            node[key] = loosened(node[key])
    if "keys" in node:
        node["keys"] = {key: loosened(value) for key, value in node["keys"].items()}
        node["open"] = True
    return node


def merge_lists(nodes, name):
    found = []
    for n in nodes:
        found += [value for value in n.get(name, ()) if value not in found]
    return found


def merge_values(nodes):
    """All of these states read the value."""
    merged = {"type": "".join(t for t in TYPES.values() if any(t in n["type"] for n in nodes))}
    if not all(n["type"] for n in nodes):
        merged["type"] = ""
    for flag in ("required", "filled"):
        if all(n.get(flag) for n in nodes):
            merged[flag] = True
    if any(n.get("open") for n in nodes):
        merged["open"] = True
    when = [n["when"] for n in nodes if "when" in n]
    if len(when) == len([n for n in nodes if not n.get("required")]) and when and len({w["key"] for w in when}) == 1:
        values = [v for v in when[0]["in"] if all(v in w["in"] for w in when)]
        if values:
            merged["when"] = {"key": when[0]["key"], "in": values}
    if all("enum" in n for n in nodes):
        merged["enum"] = merge_lists(nodes, "enum")
    else:
        known = merge_lists(nodes, "known") + [v for v in merge_lists(nodes, "enum") if v != ""]
        if known:
            merged["known"] = list(dict.fromkeys(known))
    for name, widest in (("min", min), ("max", max)):
        if all(name in n for n in nodes):
            merged[name] = widest(n[name] for n in nodes)
    for name in ("default", "unit", "format"):
        if all(name in n for n in nodes) and all(n[name] == nodes[0][name] for n in nodes):
            merged[name] = nodes[0][name]
    if all("group" in n for n in nodes):
        merged["group"] = sorted({key for n in nodes for key in n["group"]})
    merge_parts(nodes, merged)
    return merged


def merge_parts(nodes, merged):
    """What is inside. A state that takes no such collection at all says nothing of it."""
    if any("keys" in n for n in nodes):
        if not all("keys" in n for n in nodes):
            merged["open"] = True
        names = list(dict.fromkeys(key for n in reversed(nodes) for key in n.get("keys", ())))
        merged["keys"] = {}
        for name in names:
            own = [n["keys"][name] if name in n["keys"] else loosened(n["any"]) if "any" in n else None
                   for n in nodes if "keys" in n]
            value = merge_values([n for n in own if n])
            if any(n is None for n in own):
                value.pop("required", None)
                value.pop("when", None)
            merged["keys"][name] = value
    for name in ("any", "items"):
        own = [n[name] for n in nodes if name in n]
        if own:
            merged[name] = merge_values(own)
            if len(own) < len(nodes) and name == "items":
                merged[name] = loosened(merged[name])
            if len(own) < len(nodes) and name == "any":
                merged["open"] = True


def merge(states):
    found = {"global": merge_values([s["global"] for s in states])}
    if any("rule" in s for s in states):
        rule = merge_values([s.get("rule", s["global"]) for s in states])
        if rule != found["global"]:
            found["rule"] = rule
    return copy.deepcopy(found)


JUDGING = ("type", "required", "filled", "when", "enum", "min", "max", "group", "open")


def add_newest(node, newest):
    """Notes in the facts of all states what is different in those of the newest ones."""
    for key, value in newest.get("keys", {}).items():
        if key in node.get("keys", {}):
            add_newest(node["keys"][key], value)
    for name in ("any", "items"):
        if name in node and name in newest:
            add_newest(node[name], newest[name])
    different = {name: newest.get(name) for name in JUDGING if newest.get(name) != node.get(name)}
    if different:
        node["new"] = different


def as_newest(node):
    """The facts by which the newest tag is judged."""
    if not isinstance(node, dict):
        return node
    found = {name: as_newest(value) if name in ("any", "items") else value for name, value in node.items() if name != "new"}
    if "keys" in node:
        found["keys"] = {key: as_newest(value) for key, value in node["keys"].items()}
    for name, value in node.get("new", {}).items():
        found[name] = value
        if value is None:
            del found[name]
    return found


# --- the five checks, as rules/config_builtin.c has them ---

def is_kind_wrong(node, value):
    types = node.get("type", "")
    if value is None or not types or set(types) - {"a", "o"}:
        return False
    return ("a" if isinstance(value, list) else "o" if isinstance(value, dict) else "s") not in types


def is_filled(node, value):
    return not (node.get("filled") and value in ("", []))


def is_unlisted(node, value):
    if "enum" not in node or isinstance(value, (dict, list, bool)) or value in (None, ""):
        return False
    return str(value) not in [str(v) for v in node["enum"]]


def is_out(node, value):
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return number and (value < node.get("min", value) or value > node.get("max", value))


def lacks(node, value, key):
    """Whether the key is required there, and missing."""
    of = node["keys"][key]
    needed = of.get("required")
    if not needed and "when" in of:
        on = value.get(of["when"]["key"])
        needed = isinstance(on, str) and on in of["when"]["in"]
    return bool(needed) and (value.get(key) is None or not is_filled(of, value[key]))


def check_object(node, value, path, exempt):
    for key in node.get("keys", {}):
        if not exempt and lacks(node, value, key):
            yield Complaint("required", (*path, key), key)
    group = node.get("group", ())
    if group and not exempt and not any(value.get(key) is not None and is_filled(node["keys"][key], value[key]) for key in group):
        yield Complaint("required", (*path, group[0]), group[0])
    for key, inner in value.items():
        key = str(key)
        if not path and (key in (RULES, ID) or key.startswith("_match_")):
            continue
        of = node.get("keys", {}).get(key, node.get("any"))
        if of:
            yield from check(of, inner, (*path, key))
        elif "keys" in node and not node.get("open"):
            yield Complaint("unknown", (*path, key), key)


def check(node, value, path, exempt=False):
    name = next((part for part in reversed(path) if part != "[]"), "")
    if is_kind_wrong(node, value):
        yield Complaint("kind", path, name)
    elif isinstance(value, dict):
        yield from check_object(node, value, path, exempt)
    elif isinstance(value, list):
        for inner in value:
            if "items" in node:
                yield from check(node["items"], inner, (*path, "[]"))
    elif is_unlisted(node, value):
        yield Complaint("enum", path, name)
    elif is_out(node, value):
        yield Complaint("range", path, name)


def complaints(known, configuration):
    """About a configuration as the SDK gets it, with its rules."""
    rules = configuration.get(RULES) if isinstance(configuration, dict) else None
    # beside rules an error is swallowed, and older SDKs take an empty object whatever the parser says
    yield from check(known["global"], configuration, (), exempt=rules is not None or not configuration)
    for rule in rules if isinstance(rules, list) else ():
        yield from check(known.get("rule", known["global"]), rule, ())


def drop(known, complaint):
    """Takes the fact out that the complaint comes from."""
    for root in (known["global"], known.get("rule")):
        node = root
        for step in complaint.path[:-1] if complaint.check in ("unknown", "required") else complaint.path:
            if node:
                node = node.get("items") if step == "[]" else node.get("keys", {}).get(step, node.get("any"))
        if not node:
            continue
        if complaint.check == "unknown":
            node["open"] = True
        elif complaint.check == "required":
            node.pop("group", None)
            of = node["keys"].get(complaint.name, {})
            for name in ("required", "when", "filled"):
                of.pop(name, None)
        elif complaint.check == "enum":
            node["known"] = [v for v in node.pop("enum", ()) if v != ""]
        elif complaint.check == "range":
            node.pop("min", None)
            node.pop("max", None)
        else:
            node["type"] = ""


# --- facts that a schema does not have, to be tried on accepted configurations ---

def places(node, value, path=()):
    """(path, facts, value) of all objects in the value that have facts, themselves first."""
    if isinstance(value, dict) and "keys" in node:
        yield path, node, value
        for key, inner in value.items():
            of = node["keys"].get(key, node.get("any"))
            if of:
                yield from places(of, inner, (*path, key))
    elif isinstance(value, list) and "items" in node:
        for number, inner in enumerate(value):
            yield from places(node["items"], inner, (*path, number))


def general(path):
    return tuple("[]" if isinstance(step, int) else step for step in path)


def changed(configuration, path, key, value):
    """The configuration with another value of a key, or (None) without the key."""
    copied = copy.deepcopy(configuration)
    at = copied
    for step in path:
        at = at[step]
    if value is None:
        del at[key]
    else:
        at[key] = value
    return copied


def is_alike(known):
    """Whether every value of the key leads the code the same way, as far as can be seen."""
    return not (known.get("enum") or known.get("known") or "b" in known.get("type", "b"))


def guesses(node, configuration):
    """What may be so: (("required", path), changed configuration), which the plugin refuses then. An object in which something is
    required may have to be there itself; where a key can't go though nothing requires it, one of those that are not there may have
    to take its place, of which at least one ("instead") does; and the only one of a group may have to be filled."""
    for path, of, value in places(node, configuration):
        decided = {known["when"]["key"] for known in of["keys"].values() if "when" in known}
        for key in value:
            inside = of["keys"].get(key, {})
            gone = changed(configuration, path, key, None)
            if inside.get("type") == "o" and any(v.get("required") for v in inside.get("keys", {}).values()):
                yield ("required", (*general(path), key)), gone
            alike = all(is_alike(of["keys"].get(other, {})) for other in value if other != key) and not decided & set(value)
            free = not inside.get("required") and "when" not in inside and "group" not in of and "any" not in of
            if key in of["keys"] and alike and free and (path or len(value) > 1):
                keys = tuple(sorted(k for k in of["keys"] if k not in value or k == key))
                yield ("group", general(path), keys), gone
                for other in keys:
                    if other != key and of["keys"][other].get("type") == inside.get("type"):
                        yield ("instead", general(path), keys), changed(gone, path, other, value[key])
        there = [key for key in of.get("group", ()) if key in value]
        if len(there) == 1 and isinstance(value[there[0]], (list, str)):
            empty = type(value[there[0]])()
            yield ("filled", (*general(path), there[0])), changed(configuration, path, there[0], empty)


UNKNOWN = "key_that_nobody_knows"


def without(configuration, path, keys):
    for key in keys:
        configuration = changed(configuration, path, key, None)
    return configuration


def trials(node, configuration):
    """A complaint that the facts have of a changed configuration, and that configuration, which shows whether it is right."""
    for path, of, value in places(node, configuration):
        at = general(path)
        if not of.get("open") and "any" not in of:
            yield Complaint("unknown", (*at, UNKNOWN), UNKNOWN), changed(configuration, path, UNKNOWN, 1)
        for key, known in of["keys"].items():
            if key in value and (path or len(value) > 1) and lacks(of, {**value, key: None}, key):
                yield Complaint("required", (*at, key), key), changed(configuration, path, key, None)
            if key in value and known.get("filled") and known.get("required") and isinstance(value[key], (str, list)):
                yield Complaint("required", (*at, key), key), changed(configuration, path, key, type(value[key])())
            if isinstance(value.get(key), (str, int, float)) and "enum" in known:
                yield Complaint("enum", (*at, key), key), changed(configuration, path, key, UNKNOWN)
            for name, beyond in (("min", -1), ("max", 1)):
                if name in known and isinstance(value.get(key), (int, float)):
                    yield Complaint("range", (*at, key), key), changed(configuration, path, key, known[name] + beyond)
        group = [key for key in of.get("group", ()) if key in value]
        if group and (path or len(value) > len(group)):
            yield Complaint("required", (*at, of["group"][0]), of["group"][0]), without(configuration, path, group)


def add_guess(node, guess):
    name, path, *keys = guess
    for step in path:
        node = node["items"] if step == "[]" else node["keys"][step] if step in node["keys"] else node["any"]
    if not keys:
        node[name] = True
    elif not any(node["keys"][key].get("required") for key in keys[0]) and len(keys[0]) < len(node.get("group", UNKNOWN)):
        node["group"] = list(keys[0])


# --- writing ---

def slim(node):
    """Without members that say nothing."""
    if isinstance(node, dict) and "type" in node and isinstance(node["type"], str):
        node = {key: value for key, value in node.items() if value not in ("", [], {}) or key == "keys"}
        if "keys" in node:
            node["keys"] = {key: slim(value) for key, value in node["keys"].items()}
        for key in ("any", "items"):
            if key in node:
                node[key] = slim(node[key])
    return node


def one_line(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def write_part(name, node):
    """A key of the root on a line."""
    node = slim(node)
    head = {key: value for key, value in node.items() if key != "keys"}
    lines = ",\n".join(f"     {one_line(key)}: {one_line(value)}" for key, value in node.get("keys", {}).items())
    rest = one_line(head)[1:-1]
    return f'   "{name}": {{{rest}{"," if rest else ""}"keys": {{\n{lines}\n   }}}}'


def write(catalogue):
    plugins = []
    for p in catalogue["plugins"]:
        head = {key: value for key, value in p.items() if key not in ("global", "rule")}
        parts = [write_part(name, p[name]) for name in ("global", "rule") if name in p]
        plugins.append("  {" + one_line(head)[1:-1] + "".join(",\n" + part for part in parts) + "}")
    lines = [f' "{key}": {json.dumps(value, ensure_ascii=False)},' for key, value in catalogue.items() if key != "plugins"]
    return "{\n" + "\n".join(lines) + '\n "plugins": [\n' + ",\n".join(plugins) + "\n ]\n}\n"
