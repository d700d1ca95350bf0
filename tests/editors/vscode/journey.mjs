// The journeys: lists of steps, in the order in which a new user takes them. A feature that is added gets an entry. A step gets
// { editor, host, page, workspace, ... } and throws when something is not as a user may expect it.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";

const packages = (top) => {
  const all = fs.readdirSync(path.join(top, "build/packages")).map((name) => path.join(top, "build/packages", name));
  const vsix = all.filter((file) => file.endsWith(".vsix"));
  return { platform: vsix.find((file) => /(linux|darwin)/.test(path.basename(file))), universal: vsix.find((file) => /wpls-\d/.test(file)) };
};

/** A workspace with copies of example plugins. */
function plugins({ top, work }, ...names) {
  const workspace = path.join(work, "plugins");
  for (const name of names) fs.cpSync(path.join(top, "examples", name), path.join(workspace, name), { recursive: true });
  return workspace;
}

const misspelt = "rejected by the plugin: missing tokenHeader in config";

const newUser = [
  {
    name: "a vsix installs into an empty environment",
    run: ({ host, vsix }) => assert.match(host.install(vsix), /wpls\.wpls/),
  },
  {
    name: "a folder opens in restricted mode, and is checked all the same",
    async run({ editor, host }) {
      await host.start();
      await editor.goto("http-call/bad.yaml");
      await editor.status("Restricted Mode");
      await editor.status("wpls");
      await editor.squiggle("error", "tokenHeadr");
      assert.equal(host.servers().length, 1);
    },
  },
  {
    name: "the Problems panel has the message and the place",
    async run({ editor }) {
      const row = (await editor.problems(misspelt)).find((text) => text.includes(misspelt));
      assert.match(row, /\[Ln 4, Col 1\]/);
      assert.match(row, /config\/rejected/);
      await editor.shot("problems");
    },
  },
  {
    name: "hover tells what a key is for",
    async run({ editor }) {
      await editor.editorFocus();
      await editor.cursor("http-call/bad.yaml", "serviceSource", { before: true });
      assert.match(await editor.hover("serviceSource"), /string/);
      await editor.shot("hover");
      await editor.press("Escape");
    },
  },
  {
    name: "completion knows the plugin's keys",
    async run({ editor }) {
      await editor.cursor("http-call/bad.yaml", "tokenHeadr: X-Token");
      await editor.press("End", "Enter", "Control+Space");
      await editor.suggestion("tokenHeader");
      await editor.shot("completion");
      await editor.type("tokenH");
      await editor.suggestion("tokenHeader");
      await editor.press("Tab");
      await editor.type("X-Token");
      await editor.save("http-call/bad.yaml", (text) => /^tokenHeader: "?X-Token"?$/m.test(text));
      await editor.noSquiggles();
    },
  },
  {
    name: "building asks for trust first",
    async run({ editor }) {
      await editor.command("wpls: Build Plugin");
      await editor.notification("trust it first", "Manage Workspace Trust");
      await editor.page.locator(".workspace-trust-editor").waitFor();
      await editor.shot("restricted");
    },
  },
  {
    name: "trust is granted, and the server starts anew",
    async run({ editor, host }) {
      const [before] = host.servers();
      await editor.page.locator(".workspace-trust-editor .monaco-button", { hasText: /^Trust$/ }).first().click();
      await editor.page.locator(".statusbar-item", { hasText: "Restricted Mode" }).waitFor({ state: "detached" });
      await editor.until("a new server", () => host.servers().some(({ pid }) => pid !== before.pid));
      await editor.open("http-call/wasmplugin-bad.yaml");
      await editor.squiggle("warning", "consul");
    },
  },
  {
    name: "the schema of a plugin's configuration is shown",
    async run({ editor }) {
      await editor.command("wpls: Show Configuration Schema");
      await editor.page.locator(".tab.active", { hasText: "http-call.json" }).waitFor();
      await editor.until("the key 'tokenHeader' in the schema", async () => (await editor.shown()).includes('"tokenHeader"'));
      await editor.shot("schema");
      await editor.press("Control+KeyW");
    },
  },
  {
    name: "the server comes back after a crash, and the user is told",
    async run({ editor, host }) {
      const [before] = host.servers();
      process.kill(before.pid, "SIGKILL");
      await editor.notification("ended unexpectedly and was started again");
      await editor.until("a new server", () => host.servers().some(({ pid }) => pid !== before.pid));
      await editor.squiggle("warning", "consul");
      await editor.noNotifications();
    },
  },
  {
    name: "activation takes less than 50 ms",
    async run({ editor }) {
      await editor.command("Developer: Show Running Extensions");
      const list = editor.page.locator(".runtime-extensions-editor .monaco-list");
      await list.hover();
      const time = await editor.until("the activation time", async () => {
        await editor.page.mouse.wheel(0, 70); // the slowest come first
        const rows = await list.locator(".monaco-list-row").allTextContents();
        return /Activation:\s*(\d+)ms/.exec(rows.find((row) => row.startsWith("wpls")) ?? "")?.[1];
      });
      console.log(`        activated in ${time} ms`);
      assert.ok(Number(time) < 50, `activation took ${time} ms`);
    },
  },
  {
    name: "no other host was asked for anything",
    run: ({ foreign }) => assert.deepEqual([...foreign], []),
  },
];

export const journeys = [
  {
    name: "new-user",
    setup: (at) => ({ vsix: packages(at.top).platform, workspace: plugins(at, "http-call", "hello-world"), host: {} }),
    steps: newUser,
  },
];
