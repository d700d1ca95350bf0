// Whoever writes plugins and gives a key another name: in the code, in a tag, in the documentation and in every configuration at
// once; and what is wrong in files that nobody opened.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { vsix } from "./workspaces.mjs";

const files = ["main.go", "README.md", "config.json", "config.yaml", "envoy.yaml", "main_test.go", "spec.yaml", "wasmplugin.yaml"].map(
  (name) => `gate/${name}`,
);
const before = {};

function plugins({ top, work }) {
  const workspace = path.join(work, "plugins");
  for (const name of ["gate", "decoded"]) {
    fs.cpSync(path.join(top, "tests/conformance/renamed", name), path.join(workspace, name), { recursive: true });
  }
  fs.cpSync(path.join(top, "examples/http-call"), path.join(workspace, "http-call"), { recursive: true });
  return workspace;
}

/** Presses F2 at `text` of a file, gives the new name, and does so until `look` sees what comes of it. */
async function rename(editor, file, text, name, look, shot) {
  const original = editor.read(file);
  const asked = () => editor.page.evaluate(() => !!document.activeElement?.closest(".rename-box"));
  await editor.reach(`the name ${name}`, look, async () => {
    await editor.revert(file, original);
    await editor.reach("the box for a name", asked, async () => {
      await editor.cursor(file, text);
      await editor.press("F2");
    });
    await editor.press("Control+KeyA");
    await editor.page.keyboard.type(name);
    if (shot) await editor.shot(shot);
    await editor.press("Enter");
  }, { pause: 15_000 });
}

const steps = [
  {
    name: "the status bar says whose the code is",
    async run({ editor, host, vsix }) {
      host.install(vsix);
      await host.start();
      await editor.goto("gate/main.go");
      await editor.status("wpls: gate");
      for (const file of files) before[file] = editor.read(file);
    },
  },
  {
    name: "problems of files that nobody opened are among the others",
    async run({ editor }) {
      assert.match(await editor.problem("missing tokenHeader in config"), /config\/rejected/);
      await editor.shot("unopened");
      await editor.open("gate/main.go");
    },
  },
  {
    name: "a key gets another name in code, documentation and every configuration",
    async run({ editor }) {
      const renamed = () => files.every((file) => /\bmanner\b/.test(editor.read(file)));
      await rename(editor, "gate/main.go", 'keyMode = "mo', "manner", renamed, "rename");
      assert.match(editor.read("gate/main.go"), /^const keyMode = "manner"$/m);
      assert.match(editor.read("gate/README.md"), /^\| `manner` \| string/m);
      assert.match(editor.read("gate/README.md"), /^manner: strict$/m);
      await editor.noSquiggles();
      await editor.shot("renamed");
    },
  },
  {
    name: "undo takes it back in all files",
    async run({ editor }) {
      const file = "gate/main.go";
      const here = async () => /"mode"/.test(await editor.shown());
      await editor.reach("the former name", here, async () => {
        await editor.open(file);
        await editor.press("Control+KeyZ");
      });
      const back = () => files.every((one) => editor.read(one) === before[one]);
      await editor.command("File: Save All", back);
    },
  },
  {
    name: "a key of a struct's tag gets another name, too",
    async run({ editor }) {
      const renamed = () => ["main.go", "config.yaml"].every((name) => /\bservers\b/.test(editor.read(`decoded/${name}`)));
      await rename(editor, "decoded/main.go", 'json:"hos', "servers", renamed);
      assert.match(editor.read("decoded/main.go"), /`json:"servers"`/);
      assert.match(editor.read("decoded/config.yaml"), /^servers:$/m);
    },
  },
];

export const author = {
  name: "author",
  setup: (at) => ({
    vsix: vsix(at.top).platform,
    workspace: plugins(at),
    host: { user: { "security.workspace.trust.enabled": false } },
  }),
  steps,
};
