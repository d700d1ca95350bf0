// What a new user does, in this order, beginning with a folder that is not trusted.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { buildPatience } from "../editor.mjs";
import { activations } from "./activations.mjs";
import { copyPlugins, vsix } from "./workspaces.mjs";

const misspelt = "rejected by the plugin: missing tokenHeader in config";

const steps = [
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
      await editor.server();
    },
  },
  {
    name: "the Problems panel has the message and the place",
    async run({ editor }) {
      const row = await editor.problem(misspelt);
      assert.match(row, /\[Ln 4, Col 1\]/);
      assert.match(row, /config\/rejected/);
      await editor.shot("problems");
    },
  },
  {
    name: "a quick fix repairs it, on the disk, too",
    async run({ editor }) {
      const repaired = async () => (await editor.shown()).includes("\ntokenHeader: X-Token");
      await editor.quickFix("http-call/bad.yaml", "tokenHeadr", "rename to 'tokenHeader'", repaired, "quick-fix");
      await editor.noSquiggles();
      await editor.save("http-call/bad.yaml");
      assert.match(editor.read("http-call/bad.yaml"), /^tokenHeader: X-Token$/m);
    },
  },
  {
    name: "hover tells what a key is for",
    async run({ editor }) {
      assert.match(await editor.hover("http-call/bad.yaml", "serviceSource", "serviceSource"), /string/);
      await editor.shot("hover");
    },
  },
  {
    name: "completion knows the plugin's keys",
    async run({ editor }) {
      const complete = async () => {
        await editor.press("Enter");
        await editor.suggestion("domain");
        await editor.shot("completion");
        await editor.page.keyboard.type("dom");
        await editor.accept("domain");
        await editor.page.keyboard.type("example.com");
      };
      await editor.edit("http-call/bad.yaml", "servicePort: 8080", complete, (text) => /^domain: "?example\.com"?$/m.test(text));
    },
  },
  {
    name: "go to definition leads from a key to the code that reads it",
    async run({ editor }) {
      const line = editor.line("http-call/main.go", 'json.Get("requestPath")');
      const there = async () => (await editor.isFocused("http-call/main.go")) && editor.isAt(line);
      await editor.reach("the code that reads the key", there, async () => {
        await editor.cursor("http-call/bad.yaml", "requestPath", { before: true });
        await editor.press("F12");
      });
    },
  },
  {
    name: "a snippet has linked placeholders",
    async run({ editor }) {
      const insert = async () => {
        await editor.page.keyboard.type("wasmplugin");
        await editor.suggestion("wasmplugin");
        await editor.shot("snippet");
        await editor.accept("wasmplugin");
        await editor.sees("kind: WasmPlugin");
        await editor.page.keyboard.type("shop"); // over the first placeholder
        await editor.press("Tab", "Escape", "Escape");
      };
      await editor.edit("gateway.yaml", "", insert, (text) => /^ {2}name: shop$/m.test(text) && /plugins\/shop:/.test(text));
    },
  },
  {
    name: "building asks for trust first",
    async run({ editor }) {
      await editor.command("wpls: Build Plugin", () => editor.wasNotified("trust it first"));
      const trust = editor.page.locator(".workspace-trust-editor");
      await editor.answerNotification("trust it first", "Manage Workspace Trust", () => trust.isVisible());
      await editor.shot("restricted");
    },
  },
  {
    name: "trust is granted, and the server starts anew",
    async run({ editor, host }) {
      const before = await editor.server();
      const button = editor.page.locator(".workspace-trust-editor .monaco-button", { hasText: /^Trust$/ }).first();
      await editor.reach("a trusted folder", async () => !(await editor.hasStatus("Restricted Mode")), async () => {
        await editor.command("Workspaces: Manage Workspace Trust", () => button.isVisible());
        await button.click();
      });
      await editor.until("a new server", () => host.servers().some(({ pid }) => pid !== before));
      await editor.open("http-call/wasmplugin-bad.yaml");
      await editor.squiggle("warning", "consul");
    },
  },
  {
    name: "a build makes a module, with progress",
    async run({ editor }) {
      await editor.open("http-call/main.go");
      await editor.command("wpls: Build Plugin", () => editor.wasNotified("Building http-call"), { pause: 15_000 });
      await editor.notification(/built main\.wasm: .* with go/, buildPatience);
      await editor.shot("built");
      const module = fs.readFileSync(path.join(editor.folder, "http-call/main.wasm"));
      assert.equal(module.subarray(0, 8).toString("hex"), "0061736d01000000");
      await editor.status(/http-call \d/);
      await editor.noNotifications();
    },
  },
  {
    name: "a build error is shown in the code",
    async run({ editor }) {
      const file = "hello-world/main.go";
      const misspell = () => editor.page.keyboard.type("d");
      await editor.edit(file, "return types.ActionContinue", misspell, (text) => text.includes("ActionContinued\n"));
      await editor.command("wpls: Build Plugin", () => editor.wasNotified("Building hello-world"), { pause: 15_000 });
      await editor.notification("hello-world was not built", buildPatience);
      await editor.squiggle("error", "ActionContinued");
      await editor.problem("undefined: types.ActionContinued");
      await editor.shot("build-error");
      await editor.noNotifications();
    },
  },
  {
    name: "the next build clears it",
    async run({ editor }) {
      const file = "hello-world/main.go";
      await editor.edit(file, "ActionContinued", () => editor.press("Backspace"), (text) => !text.includes("ActionContinued"));
      await editor.command("wpls: Build Plugin", () => editor.wasNotified("Building hello-world"), { pause: 15_000 });
      await editor.notification(/built main\.wasm/, buildPatience);
      await editor.noSquiggles();
      await editor.noNotifications();
    },
  },
  {
    name: "a new plugin opens, and has no findings",
    async run({ editor }) {
      await editor.reach("the new plugin's code", () => editor.isFocused("greeter/main.go"), async () => {
        fs.rmSync(path.join(editor.folder, "greeter"), { recursive: true, force: true }); // of an attempt that was too slow
        await editor.command("wpls: New Plugin…");
        await editor.answer("greeter");
        await editor.pick("Go");
        await editor.pick("plugins");
      }, { pause: 20_000 });
      await editor.noSquiggles();
      await editor.shot("new-plugin");
    },
  },
  {
    name: "the doctor reports on the toolchain",
    async run({ editor }) {
      const preview = editor.page.locator(".tab.active", { hasText: "Preview" });
      await editor.command("wpls: Doctor: Check the Toolchain", () => preview.isVisible(), { pause: 15_000 });
    },
  },
  {
    name: "the schema of a plugin's configuration is shown",
    async run({ editor }) {
      const schema = editor.page.locator(".tab.active", { hasText: "http-call.json" });
      await editor.reach("the schema", () => schema.isVisible(), async () => {
        await editor.open("http-call/wasmplugin-bad.yaml");
        await editor.command("wpls: Show Configuration Schema");
      });
      await editor.sees('"tokenHeader"');
      await editor.shot("schema");
    },
  },
  {
    name: "the process that analyses may end: another one goes on, and nobody is bothered",
    async run({ editor }) {
      const file = "http-call/wasmplugin-bad.yaml";
      const original = editor.read(file);
      const mend = async () => {
        for (let i = 0; i < "consul".length; i++) await editor.press("Backspace");
        await editor.page.keyboard.type("k8s");
      };
      await editor.open(file);
      await editor.squiggle("warning", "consul");
      const server = await editor.server();
      let worker = await editor.worker();
      for (const signal of ["SIGSEGV", "SIGKILL"]) {
        process.kill(worker, signal);
        worker = await editor.worker(worker);
        await editor.edit(file, "serviceSource: consul", mend, (text) => text.includes("serviceSource: k8s\n    serviceName: token"));
        await editor.noSquiggles("warning");
        await editor.revert(file, original);
        await editor.squiggle("warning", "consul");
        assert.match(await editor.hover(file, "serviceSource", "serviceSource"), /string/);
      }
      // what the log says of it is read in Neovim: this VS Code lacks the compiled library that writes into output channels
      assert.equal(await editor.server(), server);
      assert.equal(await editor.wasNotified(/ended unexpectedly|stays off|has failed/), undefined);
    },
  },
  {
    name: "the server comes back after a crash, and the user is told",
    async run({ editor, host }) {
      await editor.open("http-call/wasmplugin-bad.yaml");
      const before = await editor.server();
      process.kill(before, "SIGKILL");
      await editor.notification("ended unexpectedly and was started again");
      await editor.until("a new server", () => host.servers().some(({ pid }) => pid !== before));
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

export const newUser = {
  name: "new-user",
  setup(at) {
    const workspace = copyPlugins(at, "http-call", "hello-world");
    fs.writeFileSync(path.join(workspace, "gateway.yaml"), "");
    const user = { "wpls.server.unopenedFiles": false }; // the list of problems is short then: only rows in sight can be seen
    return { vsix: vsix(at.top).platform, workspace, host: { user } };
  },
  steps,
};
