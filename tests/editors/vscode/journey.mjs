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

const activations = []; // ms, one for each window
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
    name: "a quick fix repairs it, on the disk, too",
    async run({ editor }) {
      await editor.editorFocus();
      await editor.cursor("http-call/bad.yaml", "tokenHeadr");
      const fix = await editor.quickFix("rename to 'tokenHeader'");
      await editor.shot("quick-fix");
      await fix.take();
      await editor.noSquiggles();
      await editor.save("http-call/bad.yaml", (text) => text.includes("\ntokenHeader: X-Token\n"));
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
      await editor.cursor("http-call/bad.yaml", "servicePort: 8080");
      await editor.press("Enter", "Control+Space");
      await editor.suggestion("domain");
      await editor.shot("completion");
      await editor.type("dom");
      await editor.suggestion("domain");
      await editor.press("Tab");
      await editor.type("example.com");
      await editor.save("http-call/bad.yaml", (text) => /^domain: "?example\.com"?$/m.test(text));
    },
  },
  {
    name: "go to definition leads from a key to the code that reads it",
    async run({ editor }) {
      await editor.cursor("http-call/bad.yaml", "requestPath", { before: true });
      await editor.press("F12");
      await editor.editing("http-call/main.go");
      await editor.status(`Ln ${editor.line("http-call/main.go", 'json.Get("requestPath")')},`);
    },
  },
  {
    name: "a snippet has linked placeholders",
    async run({ editor }) {
      fs.writeFileSync(path.join(editor.folder, "gateway.yaml"), "");
      await editor.open("gateway.yaml");
      await editor.type("wasmplugin");
      const offered = await editor.suggestion("wasmplugin");
      await editor.shot("snippet");
      await offered.click();
      await editor.until("the snippet", async () => (await editor.shown()).includes("kind: WasmPlugin"));
      await editor.type("shop"); // over the first placeholder
      await editor.press("Tab", "Escape", "Escape");
      await editor.save("gateway.yaml", (text) => /^ {2}name: shop$/m.test(text) && /plugins\/shop:/.test(text));
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
    name: "a build makes a module, with progress",
    async run({ editor }) {
      await editor.open("http-call/main.go");
      await editor.command("wpls: Build Plugin");
      await editor.notification("Building http-call");
      await editor.notification(/built main\.wasm: .* with go/);
      await editor.shot("built");
      const module = fs.readFileSync(path.join(editor.folder, "http-call/main.wasm"));
      assert.equal(module.subarray(0, 8).toString("hex"), "0061736d01000000");
      await editor.status("http-call");
      await editor.noNotifications();
    },
  },
  {
    name: "a build error is shown in the code",
    async run({ editor }) {
      await editor.open("hello-world/main.go");
      await editor.cursor("hello-world/main.go", "return types.ActionContinue");
      await editor.type("d");
      await editor.command("wpls: Build Plugin");
      await editor.notification("hello-world was not built");
      await editor.squiggle("error", "ActionContinued");
      const row = (await editor.problems("undefined: types.ActionContinued"))[0];
      await editor.shot("build-error");
      assert.ok(row);
      await editor.noNotifications();
    },
  },
  {
    name: "the next build clears it",
    async run({ editor }) {
      await editor.editorFocus();
      await editor.press("Control+KeyZ");
      await editor.command("wpls: Build Plugin");
      await editor.notification(/built main\.wasm/);
      await editor.noSquiggles();
      await editor.noNotifications();
    },
  },
  {
    name: "a new plugin opens, and has no findings",
    async run({ editor }) {
      await editor.command("wpls: New Plugin");
      await editor.answer("greeter");
      await editor.pick("Go");
      await editor.pick("plugins");
      await editor.editing("greeter/main.go");
      await editor.noSquiggles();
      await editor.shot("new-plugin");
    },
  },
  {
    name: "the doctor reports on the toolchain",
    async run({ editor }) {
      await editor.command("wpls: Doctor");
      const preview = editor.page.locator(".tab.active", { hasText: "Preview" });
      await preview.waitFor();
      await editor.command("View: Close Editor");
      await preview.waitFor({ state: "detached" });
    },
  },
  {
    name: "the schema of a plugin's configuration is shown",
    async run({ editor }) {
      await editor.open("http-call/wasmplugin-bad.yaml");
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
    name: "the extension says how long it took to activate",
    run: async ({ editor }) => void activations.push(await editor.activation("wpls")),
  },
  {
    name: "no other host was asked for anything",
    run: ({ foreign }) => assert.deepEqual([...foreign], []),
  },
];

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

const ordinaryFolder = [
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
      fs.copyFileSync(path.join(top, "examples/hello-world/go.mod"), path.join(editor.folder, "go.mod"));
      fs.copyFileSync(path.join(top, "examples/hello-world/main.go"), path.join(editor.folder, "main.go"));
      await editor.until("a server", () => host.servers().length === 1);
      await editor.open("config.yaml");
      await editor.squiggle("warning", "port");
    },
  },
];

const missingProgram = [
  {
    name: "where there is no program, the user is told what to do",
    async run({ editor, host, vsix }) {
      host.install(vsix);
      await host.start();
      await editor.goto("http-call/bad.yaml");
      await editor.notification("install it so that it is on PATH, or set wpls.server.path");
      await editor.shot("missing");
    },
  },
  {
    name: "a folder that is not trusted can't name a program",
    async run({ editor, host, wpls }) {
      editor.folderSettings({ "wpls.server.path": wpls, "wpls.rules": { "config/rejected": "warning" } });
      await editor.command("wpls: Restart Server");
      await editor.status("wpls");
      assert.equal(host.servers().length, 0);
      await editor.noNotifications();
    },
  },
  {
    name: "the setting wpls.server.path mends it, and those of the folder reach the server",
    async run({ editor, wpls }) {
      await editor.command("wpls: Restart Server");
      await editor.notification("install it so that it is on PATH", "Open Settings");
      const input = editor.page.locator(".settings-editor input[aria-label='wpls.server.path']");
      await input.fill(wpls);
      await input.press("Tab");
      await editor.noNotifications();
      await editor.open("http-call/bad.yaml");
      await editor.squiggle("warning", "tokenHeadr");
    },
  },
  {
    name: "a changed setting reaches the running server",
    async run({ editor }) {
      editor.folderSettings({ "wpls.rules": { "config/rejected": "error" } });
      await editor.squiggle("error", "tokenHeadr");
    },
  },
  {
    name: "activation takes less than 50 ms",
    async run({ editor }) {
      activations.push(await editor.activation("wpls"));
      console.log(`        activated in ${activations.join(", ")} ms`);
      assert.ok(Math.min(...activations) < 50); // the rest is the load of this machine
    },
  },
];

export const journeys = [
  {
    name: "new-user",
    setup: (at) => ({ vsix: packages(at.top).platform, workspace: plugins(at, "http-call", "hello-world"), host: {} }),
    steps: newUser,
  },
  {
    name: "ordinary-folder",
    setup: (at) => ({ vsix: packages(at.top).universal, workspace: ordinary(at), host: { paths: [folderOf(at)] } }),
    steps: ordinaryFolder,
  },
  {
    name: "missing-program",
    setup: (at) => ({ vsix: packages(at.top).universal, workspace: plugins(at, "http-call"), host: {} }),
    steps: missingProgram,
  },
];
