"""Makes a module that was built for Higress load in a stock Envoy: the export that says which Proxy-Wasm ABI it speaks is renamed.

WebAssembly core specification 2.0, 5.5.2: after the eight bytes of magic and version a module is a row of sections, each an id, a size
(LEB128) and as many bytes. The calls that only Higress has can't be had this way; a module that imports one is refused.
"""
EXPORTS = 7
HIGRESS_ABI, STOCK_ABI = b"proxy_abi_version_0_2_100", b"proxy_abi_version_0_2_1"
HIGRESS_ONLY = (b"proxy_redis_init", b"proxy_redis_call", b"proxy_inject_encoded_data_to_filter_chain", b"proxy_get_upstream_hosts",
                b"proxy_set_upstream_override_host")


def read_leb128(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def leb128(value):
    out = bytearray()
    while True:
        byte = value & 0x7F
        value >>= 7
        out.append(byte | (0x80 if value else 0))
        if not value:
            return bytes(out)


def name(text):
    return leb128(len(text)) + text


def for_stock_envoy(module):
    """The module with its ABI export renamed; ValueError when it is no module or needs a Higress host."""
    if module[:8] != b"\0asm\x01\0\0\0":
        raise ValueError("not a WebAssembly module")
    for needed in HIGRESS_ONLY:
        if name(b"env") + name(needed) in module:
            raise ValueError(f"imports {needed.decode()}, which stock Envoy has not")
    out, at = bytearray(module[:8]), 8
    while at < len(module):
        kind = module[at]
        size, start = read_leb128(module, at + 1)
        content = module[start:start + size]
        if kind == EXPORTS:
            content = content.replace(name(HIGRESS_ABI), name(STOCK_ABI))
        out += bytes([kind]) + leb128(len(content)) + content
        at = start + size
    return bytes(out)
