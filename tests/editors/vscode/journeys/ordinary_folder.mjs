// A folder that has no plugin, until it gets one.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { activations } from "./activations.mjs";
import { vsix } from "./workspaces.mjs";

/** A Go module that is no plugin, and YAML that nobody reads. */
function ordinary({ work }) {
  const workspace = path.join(work, "ordinary");
  fs.mkdirSync(workspace);
  fs.writeFileSync(path.join(workspace, "go.mod"), "module example.com/ordinary\n\ngo 1.24\n");
  fs.writeFileSync(path.join(workspace, "main.go"), "package main\n\nfunc main() {}\n");
  fs.writeFileSync(path.join(workspace, "config.yaml"), "port: 80\n");
  return workspace;
}

/** A folder with nothing but the program wpls. */
function folderOf({ work, wpls }) {
  const folder = path.join(work, "bin");
  fs.mkdirSync(folder);
  fs.symlinkSync(wpls, path.join(folder, "wpls"));
  return folder;
}

const steps = [
  {
    name: "nothing is started in a folder without a plugin",
    async run({ editor, host, vsix }) {
      assert.match(host.install(vsix), /wpls\.wpls/);
      await host.start();
      await editor.goto("config.yaml");
      activations.push(await editor.activation("wpls"));
      assert.equal(host.servers().length, 0);
      assert.equal(await editor.page.locator(".statusbar-item", { hasText: "wpls" }).count(), 0);
    },
  },
  {
    name: "a go.mod that asks for the SDK makes it a plugin; the program comes from PATH",
    async run({ editor, host, top }) {
      await editor.reach("a server", () => host.servers().length === 1, () => {
        for (const name of ["main.go", "go.mod"]) editor.write(name, fs.readFileSync(path.join(top, "examples/hello-world", name), "utf8"));
      });
      await editor.open("config.yaml");
      await editor.squiggle("warning", "port");
    },
  },
];

export const ordinaryFolder = {
  name: "ordinary-folder",
  setup: (at) => ({ vsix: vsix(at.top).universal, workspace: ordinary(at), host: { paths: [folderOf(at)] } }),
  steps,
};
