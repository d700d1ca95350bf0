"""The C tables of schema/unicode.json (server/go/models/unicode.c), for generate_tables.py.

A class is a letter: U capital, L small and o other letters, m marks, d digits, n other numbers, p punctuation, s symbols, b the blank,
'-' the rest. tests/differential/unicode_tables writes the data and says what its words mean."""
import re

TABLES = {
    "print": "ULomdnpsb",
    "letter": "ULo",
    "digit": "d",
    "number": "dn",
    "upper": "U",
    "lower": "L",
    "punct": "p",
    "symbol": "s",
    "mark": "m",
}
CHARACTERS = 0x110000
RUN = re.compile(r"([ULomdnpsb-])(\d*)$")
MAPPING = re.compile(r"([0-9a-f]+)(?:-([0-9a-f]+))?(/?)([+-]\d+)$")


def words(lines):
    return " ".join(lines).split()


def classes_of(data):
    """A letter for each character."""
    out = []
    for word in words(data["classes"]):
        if word.startswith("UL*"):
            out.append("UL" * int(word[3:]))
            continue
        letter, count = RUN.match(word).groups()
        out.append(letter * int(count or 1))
    out = "".join(out)
    assert len(out) == CHARACTERS, "unicode.json: not every character has a class"
    return out


def rows(items):
    """Ten a line."""
    return ["    " + ",".join(items[i : i + 10]) + "," for i in range(0, len(items), 10)]


def ranges(name, classes, letters):
    found = ["{0x%x,0x%x}" % (m.start(), m.end() - 1) for m in re.finditer(f"[{letters}]+", classes)]
    return [f"static const unicode_range unicode_{name}[] = {{", *rows(found), "};"]


def mapping(name, lines):
    found = []
    for word in words(lines):
        first, last, stride, delta = MAPPING.match(word).groups()
        found.append("{0x%s,0x%s,%d,%d}" % (first, last or first, 2 if stride else 1, int(delta)))
    return [f"static const unicode_case unicode_{name}[] = {{", *rows(found), "};"]


def tables(data):
    classes = classes_of(data)
    out = []
    for name, letters in TABLES.items():
        out += ranges(name, classes, letters)
    for name in ("to_lower", "to_upper", "to_title"):
        out += mapping(name, data[name])
    folds = ["{0x%s,0x%s}" % tuple(word.split(":")) for word in words(data["orbits"])]
    return out + ["static const unicode_fold unicode_orbits[] = {", *rows(folds), "};"]
