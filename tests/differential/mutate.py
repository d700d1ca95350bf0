"""Makes configurations out of seeds: valid, mutated, hostile. The texts are what a control plane hands to a plugin: JSON with a blank
behind ',' and ':', each key once, numbers as encoding/json writes a float64."""
import copy
import decimal
import json

NASTY_STRINGS = ["", " ", "a", "0", "1", "-1", "8080", "65536", "1e3", "0x1F", "1_000", "+5", " 7", "9223372036854775807",
                 "9223372036854775808", "18446744073709551616", "1.5", ".5", "NaN", "Inf", "true", "false", "T", "null", "5s", "1h30m",
                 "-3ms", "1d", "10", "(", "[a-", "^a.*$", "(?i)x", "a{2,1}", "\\", "\\d+", "(?P<n>a)", "(?=a)", "10.0.0.0/8", "10.0.0.1",
                 "::1/129", "fe80::1%eth0", "1.2.3.4.5", "300.1.1.1", "http://a.example:80/x?y=1#z", "http://[::1", "://", "a b",
                 "http://a b", "%zz", "/a//b/../c", "*.example.com", "GET", "post", "ÄÖ", "中文", "😀", "\u0001", "a\nb", "\u2028",
                 "İ", "ſ", "a.b", "a\\.b", "a,b,,c", "a=b;c", "{\"a\": 1}", "[1, 2]", "{\"a\":", "{\"a\":1,\"a\":2}", "\"x\"",
                 "2024-02-29", "2023-02-29T25:00:00Z", "2024-01-02T03:04:05Z", "2024-01-02T03:04:05+08:00", "%s%d%!", "x" * 300]
NASTY_NUMBERS = [json.loads(n) for n in ("0 1 -1 2 7 10 80 100 127 128 255 256 600 8080 32768 65535 65536 -2147483649 2147483647 2147483648 "
                                         "4294967295 4294967296 9007199254740991").split()]
FLOATS = [0.5, 1.5, -0.25, 99.999, 1e-7, 3.0000000000000004]
NASTY_VALUES = [None, True, False, [], {}, [None], [[]], [{}], {"": ""}, {"a": None}, [1, "a", None], [""], ["a", "a"], {"a": {"b": [1, {"c": 2}]}}]


def number_text(n):
    n = max(-9e18, min(9e18, float(n)))  # beyond, a conversion to int64 differs between wasm and other targets
    text = repr(n).removesuffix(".0")
    if "e" not in text:
        return text
    return format(decimal.Decimal(text), "f") if 1e-6 <= abs(n) < 1e21 else text.replace("e-0", "e-")


def text_of(v):
    if isinstance(v, bool) or v is None or isinstance(v, str):
        return json.dumps(v, ensure_ascii=False)
    if isinstance(v, (int, float)):
        return number_text(v)
    if isinstance(v, list):
        return "[" + ", ".join(map(text_of, v)) + "]"
    return "{" + ", ".join(f"{text_of(k)}: {text_of(e)}" for k, e in v.items()) + "}"


def places(v, path=()):
    """Paths to every value inside."""
    children = v.items() if isinstance(v, dict) else enumerate(v) if isinstance(v, list) else ()
    for key, child in children:
        yield path + (key,)
        yield from places(child, path + (key,))


def at(v, path):
    for key in path:
        v = v[key]
    return v


class Mutator:
    def __init__(self, rnd, seeds, values):
        self.rnd, self.seeds, self.values = rnd, seeds, values
        self.parts = [copy.deepcopy(at(s, p)) for s in seeds for p in places(s)] or [None]
        self.keys = sorted({p[-1] for s in seeds for p in places(s) if isinstance(p[-1], str)}) or ["a"]

    def word(self, s):
        """A misspelling."""
        i = self.rnd.randrange(len(s) + 1)
        return self.rnd.choice([s[:i] + s[i + 1:], s[:i] + "x" + s[i:], s.upper(), s.capitalize(), s.swapcase(), s + "s",
                                s[:i] + s[i:i + 2][::-1] + s[i + 2:], s + "_", s.replace("_", "-")])

    def scalar(self):
        pool = self.rnd.choices([NASTY_STRINGS, NASTY_NUMBERS, FLOATS, NASTY_VALUES, self.values or NASTY_STRINGS, self.parts],
                                [4, 3, 1, 3, 4, 3])[0]
        return copy.deepcopy(self.rnd.choice(pool))

    def other_type(self, v):
        """The same, as if quoted, unquoted or put into a list."""
        if isinstance(v, str):
            return self.rnd.choice([[v], {"a": v}, len(v), bool(v), None, v + " ", v.upper(), v[:-1], self.word(v)])
        if isinstance(v, bool):
            return self.rnd.choice([str(v).lower(), int(v), [v], None, not v])
        if isinstance(v, (int, float)):
            return self.rnd.choice([str(v), -v, v + 1, v - 1, v * 1000, v / 2, [v], None, bool(v)])
        if isinstance(v, list):
            return self.rnd.choice([v[0] if v else "", v + v, v[:1], v[::-1], {str(i): e for i, e in enumerate(v)}, [v], json.dumps(v)])
        if isinstance(v, dict):
            return self.rnd.choice([list(v.values()), [v], json.dumps(v), list(v), None])
        return self.rnd.choice(["", 0, False, [], {}])

    def random_value(self, depth):
        kind = self.rnd.random()
        if depth and kind < 0.2:
            return [self.random_value(depth - 1) for _ in range(self.rnd.randrange(4))]
        if depth and kind < 0.5:
            return {self.rnd.choice(self.keys): self.random_value(depth - 1) for _ in range(self.rnd.randrange(5))}
        return self.scalar()

    def change(self, config):
        """One change somewhere."""
        all_places = list(places(config))
        if not all_places or self.rnd.random() < 0.05:
            config[self.rnd.choice(self.keys)] = self.scalar()
            return
        path = self.rnd.choice(all_places)
        parent, key = at(config, path[:-1]), path[-1]
        how = self.rnd.random()
        if how < 0.2:
            del parent[key]
        elif how < 0.45:
            parent[key] = self.scalar()
        elif how < 0.7:
            parent[key] = self.other_type(parent[key])
        elif how < 0.75:
            parent[key] = self.random_value(3)
        elif isinstance(parent, list):
            parent.insert(key, copy.deepcopy(self.rnd.choice([parent[key], self.scalar()])))
        elif how < 0.85:  # misspelt, in its place
            items = [(self.word(k) if k == key else k, e) for k, e in parent.items()]
            parent.clear()
            parent.update(items)
        elif how < 0.92:  # another key's name
            parent[self.rnd.choice(self.keys)] = parent.pop(key)
        else:
            parent[self.rnd.choice(self.keys)] = copy.deepcopy(self.rnd.choice(self.parts))

    def configuration(self):
        if self.rnd.random() < 0.05:
            return {self.rnd.choice(self.keys): self.random_value(2) for _ in range(self.rnd.randrange(6))}
        config = copy.deepcopy(self.rnd.choice(self.seeds))
        for _ in range(self.rnd.choice([1, 1, 1, 1, 2, 2, 3, 5])):
            self.change(config)
        return config


def configurations(rnd, seeds, values, count, text=text_of):
    """Texts of `count` configurations: the seeds, the empty one, then mutants of them. `values`: what fits the plugin."""
    mutator = Mutator(rnd, seeds, values)
    made = [text(config) for config in seeds] + ["{}"]
    while len(made) < count:
        made.append(text(mutator.configuration()))
    return made[:count]
