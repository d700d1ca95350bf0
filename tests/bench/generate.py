"""Makes the benchmark's documents: WasmPlugin objects of a given size, always the same ones."""

import random

HEAD = """apiVersion: extensions.higress.io/v1alpha1
kind: WasmPlugin
metadata:
  name: {name}
  namespace: higress-system
  labels: {{team: "{team}", tier: edge}}
spec:
  url: oci://registry.example.com/plugins/key-auth:1.{minor}.0
  phase: AUTHN
  priority: {priority}
  failStrategy: FAIL_OPEN   # the gateway goes on without it
  defaultConfig:
    global_auth: false
    keys: [apikey, 'x-api-key']
    in_header: true
    consumers:
"""


def make_consumer(rng, number):
    token = f"{rng.getrandbits(64):016x}a"
    if rng.random() < 0.7:
        return f'      - name: consumer{number}\n        credential: "{token}"\n'
    return f"      - name: consumer{number}\n        credentials:\n          - '{token}'\n          - \"{token}b\"\n"


def make_rule(rng, number):
    match = rng.choice(
        [
            f'    - domain: ["*.d{number}.example.com", d{number}.test.com]\n',
            f"    - ingress:\n        - team-{number % 97}/route-{number}\n",
            f"    - service: [s{number}.dns]\n",
        ]
    )
    text = match + f"      config:\n        allow: [consumer{rng.randrange(9)}]\n"
    if rng.random() < 0.5:
        text += f"        limit: {{per_second: {rng.randrange(1, 1000)}, burst: {rng.randrange(1, 100)}}}\n"
    if rng.random() < 0.3:
        text += "        message: >-\n          Missing or wrong key:\n          ask the gateway's owners.\n"
    return text + f"      configDisable: {rng.choice(['true', 'false'])}\n"


def make_document(seed, size):
    """A valid document of at least `size` bytes and little more."""
    rng = random.Random(seed)
    text = HEAD.format(name=f"key-auth-{seed}", team=f"t{seed}", minor=rng.randrange(9), priority=rng.randrange(1, 1000))
    parts, length = [text], len(text)
    for number in range(2 + size // 5000):
        parts.append(make_consumer(rng, number))
        length += len(parts[-1])
    parts.append("  matchRules:\n")
    number = 0
    while number == 0 or length < size:
        parts.append(make_rule(rng, number))
        length += len(parts[-1])
        number += 1
    return "".join(parts)


def write_documents(folder):
    """Writes what is missing; returns the paths by name."""
    sizes = {"1 KB": 1000, "95 KB": 95_000, "966 KB": 966_000, "1 MB": 1_000_000, "10 MB": 10_000_000, "10 KB": 10_000,
             "100 KB": 100_000}
    folder.mkdir(parents=True, exist_ok=True)
    documents = {}
    for seed, (name, size) in enumerate(sizes.items()):
        path = folder / f"{name.replace(' ', '').lower()}.yaml"
        path.write_text(make_document(seed, size))
        documents[name] = [path]
    many = folder / "many"
    many.mkdir(exist_ok=True)
    documents["1,000 files"] = [many / f"plugin{i:04}.yaml" for i in range(1000)]
    for i, path in enumerate(documents["1,000 files"]):
        path.write_text(make_document(1000 + i, 500))
    wrong = folder / "wrong.yaml"
    wrong.write_text(make_document(0, 1000).replace("global_auth: false", "global_auth: 7"))
    documents["wrong"] = [wrong]
    return documents
