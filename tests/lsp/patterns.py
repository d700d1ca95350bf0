"""What transcripts expect: patterns for messages, and positions of a text."""
import json
import re


class Failure(Exception):
    pass


class Hole(str):
    pass


ANY, ABSENT = Hole("..."), Hole("absent")


def parse_pattern(text):
    text = re.sub(r'"(?:\\.|[^"\\])*"|(\.\.\.)|\b(absent)\b',
                  lambda m: '"\\u0001any"' if m[1] else '"\\u0001absent"' if m[2] else m[0], text)
    holes = {"\u0001any": ANY, "\u0001absent": ABSENT}

    def walk(x):
        if isinstance(x, dict):
            return {k: walk(v) for k, v in x.items()}
        if isinstance(x, list):
            return [walk(v) for v in x]
        return holes.get(x, x) if isinstance(x, str) else x

    try:
        return walk(json.loads(text))
    except ValueError as e:
        raise Failure(f"bad pattern: {e}: {text}")


def mismatch(want, got, at="$"):
    """What differs, or None."""
    if want is ANY:
        return None
    if isinstance(want, dict):
        if not isinstance(got, dict):
            return f"{at}: {got!r} is no object"
        for k, v in want.items():
            if v is ABSENT:
                if k in got:
                    return f"{at}.{k}: should be absent"
                continue
            if k not in got:
                return f"{at}.{k}: missing"
            wrong = mismatch(v, got[k], f"{at}.{k}")
            if wrong:
                return wrong
        return None
    if isinstance(want, list):
        if not isinstance(got, list):
            return f"{at}: {got!r} is no list"
        open_end = bool(want) and want[-1] is ANY
        items = want[:-1] if open_end else want
        if len(got) < len(items) or (len(got) > len(items) and not open_end):
            return f"{at}: {len(got)} elements, expected {len(items)}: {json.dumps(got)}"
        return next((w for w in (mismatch(v, g, f"{at}[{i}]") for i, (v, g) in enumerate(zip(items, got))) if w), None)
    if isinstance(want, str) and isinstance(got, str):
        pattern = ".*".join(map(re.escape, want.split("*")))
        return None if re.fullmatch(pattern, got, re.S) else f"{at}: {got!r}, expected {want!r}"
    same = want == got and isinstance(want, bool) == isinstance(got, bool)
    return None if same else f"{at}: {got!r}, expected {want!r}"


# --- positions: written anew, not to share the server's mistakes ---

def width(text, encoding):
    return len(text.encode({"utf-8": "utf-8", "utf-16": "utf-16-le"}[encoding])) // (2 if encoding == "utf-16" else 1) \
        if encoding != "utf-32" else len(text)


def position(text, offset, encoding):
    lines = re.split(r"\r\n|\n|\r", text[:offset])
    return {"line": len(lines) - 1, "character": width(lines[-1], encoding)}


def offset_of(text, at, encoding):
    start = 0
    for _ in range(at["line"]):
        start = re.compile(r"\r\n|\n|\r").search(text, start).end()
    end = start
    while width(text[start:end], encoding) < at["character"]:
        end += 1
    return end


def workspace_reports(m):
    """Of the answer to workspace/diagnostic, or a part of it."""
    if m.get("method") == "$/progress":
        answer = m["params"]["value"]
    else:
        answer = m.get("result")
    items = answer.get("items") if isinstance(answer, dict) else None
    return [i for i in items or [] if "resultId" in i and "uri" in i]
