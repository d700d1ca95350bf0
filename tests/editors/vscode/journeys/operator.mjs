// Whoever only configures plugins: a folder of manifests without sources, and without a file of wpls's.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { vsix } from "./workspaces.mjs";

const manifest = `apiVersion: extensions.higress.io/v1alpha1
kind: WasmPlugin
metadata:
  name: cors
spec:
  url: oci://higress-registry.cn-hangzhou.cr.aliyuncs.com/plugins/cors:2.0.1
  defaultConfig:
    allow_orgins:
    - https://example.com
    max_age: 60
`;

const bootstrap = `static_resources:
  listeners:
  - filter_chains:
    - filters:
      - typed_config:
          http_filters:
          - name: wasm
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.filters.http.wasm.v3.Wasm
              config:
                vm_config:
                  runtime: envoy.wasm.runtime.v9
                  code: {local: {filename: /etc/envoy/cors.wasm}}
`;

function manifests({ work }) {
  const workspace = path.join(work, "manifests");
  fs.mkdirSync(path.join(workspace, "deploy"), { recursive: true });
  fs.writeFileSync(path.join(workspace, "notes.txt"), "Nothing to see here.\n");
  fs.writeFileSync(path.join(workspace, "deploy/cors.yaml"), manifest);
  fs.writeFileSync(path.join(workspace, "deploy/main.yaml"), bootstrap);
  return workspace;
}

const file = "deploy/cors.yaml";

const steps = [
  {
    name: "nothing is started before a manifest is opened",
    async run({ editor, host, vsix }) {
      host.install(vsix);
      await host.start();
      await editor.goto("notes.txt");
      assert.equal(host.servers().length, 0);
    },
  },
  {
    name: "a manifest of a built-in plugin is checked once it is opened",
    async run({ editor, host }) {
      await editor.open(file);
      await editor.squiggle("warning", "allow_orgins");
      await editor.status("wpls");
      assert.equal(host.servers().length, 1);
      assert.match(await editor.problem("allow_orgins"), /'cors:2\.0\.1' does not know 'allow_orgins'/);
      await editor.shot("operator-problem");
    },
  },
  {
    name: "hover tells what the built-in plugin reads",
    async run({ editor }) {
      assert.match(await editor.hover(file, "max_age", "max_age"), /integer/);
    },
  },
  {
    name: "a quick fix repairs the key, and nothing is left to say",
    async run({ editor }) {
      const repaired = async () => (await editor.shown()).includes("\n    allow_origins:");
      await editor.quickFix(file, "allow_orgins", "rename to 'allow_origins'", repaired);
      await editor.noSquiggles("warning");
      await editor.noSquiggles("error");
      await editor.save(file);
      assert.equal(editor.read(file), manifest.replace("allow_orgins", "allow_origins"));
    },
  },
  {
    name: "completion has the keys that are not there yet",
    async run({ editor }) {
      const insert = async () => {
        await editor.press("Enter");
        await editor.page.keyboard.type("allow_cred");
        await editor.suggestion("allow_credentials");
        await editor.accept("allow_credentials");
        await editor.sees("allow_credentials: ");
        await editor.press("Escape");
        await editor.page.keyboard.type("true");
      };
      await editor.edit(file, "max_age: 60", insert, (text) => /\n {4}allow_credentials: +true/.test(text));
      await editor.noSquiggles("warning");
    },
  },
  {
    name: "what Envoy would refuse in its bootstrap is an error with a fix",
    async run({ editor }) {
      await editor.open("deploy/main.yaml");
      await editor.squiggle("error", "envoy.wasm.runtime.v9");
      const repaired = async () => (await editor.shown()).includes("runtime: envoy.wasm.runtime.v8");
      await editor.quickFix("deploy/main.yaml", "envoy.wasm.runtime.v9", "change to 'envoy.wasm.runtime.v8'", repaired);
      await editor.noSquiggles();
    },
  },
];

export const operator = {
  name: "operator",
  setup: (at) => ({ vsix: vsix(at.top).platform, workspace: manifests(at) }),
  steps,
};
