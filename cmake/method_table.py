#!/usr/bin/env python3
"""The table of requests in both READMEs: what wpls answers, read from the features in server/lsp, beside others (schema/methods.json).
cmake/rules_table.py writes it and checks it; this is its part."""
import json
import re

ROW = re.compile(r'^\s*\{"([\w/$]+)", RPC_REQUEST, (\w+), METHOD_\w+\},$', re.M)
OWN = {"initialize", "shutdown"}  # the protocol's own; what begins with "wpls/" is ours


def answered(root):
    """The requests that a feature has a handler for."""
    found = {}
    for path in sorted((root / "server/lsp").glob("*.c")):
        text = path.read_text(encoding="utf-8")
        rows = ROW.findall(text)
        features = re.findall(r"^const server_feature feature_\w+ = \{.*?^\};", text, flags=re.M | re.S)
        if len(rows) != sum(feature.count("RPC_REQUEST") for feature in features):
            raise SystemExit(f"{path}: a row of methods has another form than cmake/method_table.py reads")
        found.update({method: path.name for method, _ in rows if method not in OWN and not method.startswith("wpls/")})
    return found


def table(root):
    """(method, wpls, gopls, yaml-language-server) of each request."""
    rows = json.loads((root / "schema/methods.json").read_text(encoding="utf-8"))["methods"]
    ours = answered(root)
    unknown = sorted(set(ours) - {row["method"] for row in rows})
    if unknown:
        raise SystemExit(f"schema/methods.json has no row of {', '.join(unknown)}")
    yes = {True: "yes", False: "-"}
    return [(f"`{r['method']}`", yes[r["method"] in ours], yes[r["gopls"]], yes[r["yaml-language-server"]]) for r in rows]
