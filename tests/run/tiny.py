"""Small Proxy-Wasm modules from a few lines of text: what a test needs of a plugin, without a compiler.

    abi proxy_abi_version_0_2_100
    import env proxy_redis_init iiiiiii:i
    on proxy_on_configure ii:i log 4 "tokenHeader is missing"; return 0
    on proxy_on_request_headers iii:i call outbound|80||token; trap

`import` adds a function that the module never calls unless `use NAME` does. An `on` line is an exported function: `log LEVEL "TEXT"`,
`call CLUSTER` (an HTTP call with method, path and authority), `use IMPORT` (called with zeros), `fetch` (its configuration, which wants
the import of proxy_get_buffer_bytes), `root` (asks for its root id), `write "TEXT"` (to standard error), `trap`, `loop` (for ever), `again
STATEMENT` (for ever), `grow` (takes memory until it gets no more), `recurse` (into itself), and at last `return NUMBER`, or `shorter NUMBER` and
`longer NUMBER`: whether the second argument, the length of the configuration, is. `start NAME` makes a function the module's start.
`without malloc`, `without memory` leave that export out; `custom NAME BYTES` adds a custom section of so many bytes; `cut BYTES` takes as
many away at the end.
"""
import re
import struct

TYPES = {"i": 0x7F, "I": 0x7E, "f": 0x7D, "F": 0x7C}
HOST = [("env", "proxy_log", "iii:i"), ("env", "proxy_http_call", "iiiiiiiiii:i")]
MORE = {"root": ("env", "proxy_get_property", "iiii:i"), "write": ("wasi_snapshot_preview1", "fd_write", "iiii:i")}


def leb(value):
    out = bytearray()
    while True:
        byte = value & 0x7F
        value >>= 7
        out.append(byte | (0x80 if value else 0))
        if not value:
            return bytes(out)


def signed(value):
    out = bytearray()
    while True:
        byte, value = value & 0x7F, value >> 7
        done = value == 0 and not byte & 0x40
        out.append(byte | (0 if done else 0x80))
        if done:
            return bytes(out)


def vector(items):
    return leb(len(items)) + b"".join(items)


def name(text):
    return leb(len(text.encode())) + text.encode()


def section(number, content):
    return bytes([number]) + leb(len(content)) + content


def pairs(headers):
    """The ABI's form of a list of headers: a count, the lengths, and the texts, each with a NUL behind it."""
    sizes = b"".join(struct.pack("<II", len(k), len(v)) for k, v in headers)
    return struct.pack("<I", len(headers)) + sizes + b"".join(k.encode() + b"\0" + v.encode() + b"\0" for k, v in headers)


class Module:
    def __init__(self):
        self.types, self.imports, self.functions, self.data = [], list(HOST), [], bytearray(b"\0" * 1024)
        self.without, self.custom, self.cut, self.start = set(), b"", 0, None

    def type(self, signature):
        if signature not in self.types:
            self.types.append(signature)
        return self.types.index(signature)

    def place(self, content):
        """The address of the bytes in memory."""
        self.data += content
        return len(self.data) - len(content)

    def const(self, value):
        return b"\x41" + signed(value)

    def call(self, imported, *arguments):
        index = [i[1] for i in self.imports].index(imported)
        return b"".join(map(self.const, arguments)) + b"\x10" + leb(index)

    def statement(self, text):
        verb, _, rest = text.partition(" ")
        if verb == "log":
            level, _, message = rest.partition(" ")
            message = message.strip('"').encode()
            return self.call("proxy_log", int(level), self.place(message), len(message)) + b"\x1a"
        if verb == "call":
            headers = pairs([(":method", "GET"), (":path", "/called"), (":authority", "service.test")])
            cluster = rest.encode()
            return self.call("proxy_http_call", self.place(cluster), len(cluster), self.place(headers), len(headers), 0, 0, 0, 0, 1000, 0) + b"\x1a"
        if verb == "use":
            parameters, results = next(i[2] for i in self.imports if i[1] == rest).split(":")
            return self.call(rest, *[0] * len(parameters)) + b"\x1a" * len(results)
        if verb == "fetch":
            return self.call("proxy_get_buffer_bytes", 7, 0, 1 << 20, 512, 516) + b"\x1a"
        if verb == "root":
            path = b"plugin_root_id"
            return self.call("proxy_get_property", self.place(path), len(path), 512, 516) + b"\x1a"
        if verb == "write":
            content = rest.strip('"').encode() + b"\n"
            return self.call("fd_write", 2, self.place(struct.pack("<II", self.place(content), len(content))), 1, 520) + b"\x1a"
        if verb == "loop":
            return b"\x03\x40\x0c\0\x0b\0"
        if verb == "again":
            return b"\x03\x40" + self.statement(rest) + b"\x0c\0\x0b\0"
        if verb == "grow":  # until memory.grow answers -1
            return b"\x03\x40" + self.const(64) + b"\x40\0" + b"\x41\x7f\x47\x0d\0\x0b"
        if verb == "recurse":
            index = len(self.imports) + len(self.functions)
            return b"\x20\0\x20\1\x10" + leb(index)
        if verb in ("shorter", "longer"):
            return b"\x20\1" + self.const(int(rest)) + (b"\x49" if verb == "shorter" else b"\x4b")
        if verb == "trap":
            return b"\x00"
        if verb == "return":
            return self.const(int(rest))
        raise ValueError(f"unknown statement: {text}")

    def function(self, exported, signature, statements):
        body = b"\0" + b"".join(self.statement(s) for s in re.split(r";\s*", statements) if s) + b"\x0b"
        self.functions.append((exported, signature, body))

    def bytes(self):
        imports = [name(m) + name(n) + b"\0" + leb(self.type(s)) for m, n, s in self.imports]
        functions = [leb(self.type(s)) for _, s, _ in self.functions]
        exports = [name(n) + b"\0" + leb(len(imports) + i) for i, (n, _, _) in enumerate(self.functions)]
        exports += [] if "memory" in self.without else [name("memory") + b"\2\0"]
        code = [leb(len(body)) + body for _, _, body in self.functions]
        types = [b"\x60" + vector([bytes([TYPES[c]]) for c in p]) + vector([bytes([TYPES[c]]) for c in r])
                 for p, r in (s.split(":") for s in self.types)]
        start = b"" if self.start is None else section(8, leb(len(imports) + [f[0] for f in self.functions].index(self.start)))
        data = b"\0" + self.const(0) + b"\x0b" + leb(len(self.data)) + bytes(self.data)
        whole = (b"\0asm\1\0\0\0" + section(1, vector(types)) + section(2, vector(imports)) + section(3, vector(functions))
                + section(5, b"\1\0\2") + section(7, vector(exports)) + start + section(10, vector(code)) + section(11, b"\1" + data) + self.custom)
        return whole[:len(whole) - self.cut]


def module(text):
    """The bytes of the module that the lines describe."""
    m = Module()
    m.imports += [row for verb, row in MORE.items() if re.search(rf"[ ;]{verb}\b", text)]
    for line in filter(None, map(str.strip, text.splitlines())):
        verb, _, rest = line.partition(" ")
        if verb == "without":
            m.without.add(rest)
        elif verb == "custom":
            section_name, _, size = rest.partition(" ")
            m.custom += section(0, name(section_name) + b"\0" * int(size))
        elif verb == "start":
            m.start = rest
        elif verb == "cut":
            m.cut = int(rest)
        elif verb == "abi":
            m.function(rest, ":", "")
        elif verb == "import":
            m.imports.append(tuple(rest.split()))
        elif verb == "on":
            exported, signature, statements = (rest + " ").split(" ", 2)
            m.function(exported, signature, statements.strip())
        else:
            raise ValueError(f"unknown line: {line}")
    if "malloc" not in m.without:
        m.function("malloc", "i:i", "return 4096")
    return m.bytes()
