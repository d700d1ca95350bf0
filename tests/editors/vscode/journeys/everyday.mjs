// A day with plugins, in a folder that is trusted: each thing that the server and the extension offer besides what a new user meets.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { buildPatience } from "../editor.mjs";
import { copyPlugins, vsix } from "./workspaces.mjs";

const steps = [
  {
    name: "a trusted folder opens",
    async run({ editor, host, vsix }) {
      host.install(vsix);
      await host.start();
      await editor.goto("http-call/good.yaml");
      await editor.status("wpls");
      await editor.server();
    },
  },
  {
    name: "the outline of a configuration leads to its keys",
    async run({ editor }) {
      const file = "http-call/good.yaml";
      const there = async () => (await editor.isFocused(file)) && editor.isAt(editor.line(file, "serviceName"));
      await editor.reach("the key serviceName", there, async () => {
        await editor.open(file);
        await editor.enter("@serviceName", { row: "serviceName (string)", keys: "Control+Shift+KeyO" });
      });
    },
  },
  {
    name: "the references of a key are the configurations that set it",
    async run({ editor }) {
      const references = editor.page.locator(".reference-zone-widget .monaco-list-row");
      await editor.reach("the references", () => references.filter({ hasText: "wasmplugin-bad.yaml" }).first().isVisible(), async () => {
        await editor.cursor("http-call/main.go", 'json.Get("tokenHeader');
        await editor.press("Shift+F12");
      });
      await editor.shot("references");
      await editor.reach("the text again", async () => (await references.count()) === 0, () => editor.press("Escape"));
    },
  },
  {
    name: "a comment of several lines folds",
    async run({ editor }) {
      await editor.open("http-call/commented.yaml");
      await editor.sees("second line");
      await editor.command("Fold All Block Comments", async () => !(await editor.shown()).includes("second line"));
      await editor.command("Unfold All", async () => (await editor.shown()).includes("second line"));
    },
  },
  {
    name: "hover over a call says where it works",
    async run({ editor }) {
      const text = await editor.hover("wrong-phase/main.go", "GetHttpRequestHeader(", "what it does, measured");
      assert.match(text, /in the request header phase/);
      await editor.shot("hover-call");
    },
  },
  {
    name: "a lens where the plugin registers itself shows the schema",
    async run({ editor }) {
      const file = "http-call/main.go";
      const schema = editor.page.locator(".tab.active", { hasText: "http-call.json" });
      await editor.reach("the schema", () => schema.isVisible(), async () => {
        await editor.cursor(file, "wrapper.SetCtx");
        await editor.shot("lenses");
        await editor.page.locator(".codelens-decoration a", { hasText: "show schema" }).first().click();
      });
      await editor.command("View: Close Editor", async () => !(await schema.isVisible()));
    },
  },
  {
    name: "a finding can be ignored by a comment",
    async run({ editor }) {
      const file = "wrong-phase/main.go";
      const ignored = async () => (await editor.shown()).includes("wpls:ignore");
      await editor.cursor(file, "GetHttpRequestBody");
      await editor.squiggle("error", "GetHttpRequestBody");
      await editor.quickFix(file, "GetHttpRequestBody", "ignore phase/wrong-phase for this line", ignored, "ignore");
      await editor.until("no finding there", async () => !(await editor.isUnderlined("error", "GetHttpRequestBody")));
      await editor.save(file);
    },
  },
  {
    name: "the code of a finding leads to its page",
    async run({ editor }) {
      const page = editor.page.locator(".tab.active", { hasText: "rejected.md" });
      await editor.reach("the page of config/rejected", () => page.isVisible(), async () => {
        await editor.open("http-call/bad.yaml");
        await editor.problem("missing tokenHeader");
        await editor.page.locator(".markers-panel a.monaco-link", { hasText: "config/rejected" }).first().click();
      });
    },
  },
  {
    name: "fixes are applied on save, where the user wants that",
    async run({ editor }) {
      const change = () => editor.page.keyboard.type("0");
      await editor.edit("http-call/bad.yaml", "timeout: 2000", change, (text) => /^tokenHeader: X-Token$/m.test(text));
    },
  },
  {
    name: "completion offers the settings in settings.json",
    async run({ editor }) {
      const file = ".vscode/settings.json";
      const empty = editor.read(file);
      const offered = editor.page.locator(".suggest-widget.visible .monaco-list-row", { hasText: "wpls.rules" }).first();
      await editor.reach("the setting wpls.rules", () => offered.isVisible(), async () => {
        await editor.revert(file, empty);
        await editor.cursor(file, "{\n  ");
        await editor.page.keyboard.type('"wpls.');
        await editor.suggestion("wpls.rules");
      });
      await editor.shot("settings");
      await editor.revert(file, empty);
    },
  },
  {
    name: "a snippet of Go code takes the names around it",
    async run({ editor }) {
      const insert = async () => {
        await editor.press("Enter", "Enter");
        await editor.page.keyboard.type("onHttpStreamDone");
        await editor.suggestion("onHttpStreamDone");
        await editor.accept("onHttpStreamDone");
        await editor.sees("func onHttpStreamDone(");
        await editor.page.keyboard.type("onDone"); // over the first placeholder
        await editor.press("Escape", "Escape");
      };
      const expected = /^func onDone\(ctx wrapper\.HttpContext, config noConfig\) \{$/m;
      await editor.edit("hello-world/main.go", "func main() {}", insert, (text) => expected.test(text));
    },
  },
  {
    name: "a build can be cancelled where its progress is shown",
    async run({ editor, host }) {
      const fifo = path.join(editor.folder, "tree/stuck");
      await editor.open("tree/extensions/stuck/main.go");
      await editor.command("wpls: Build Plugin", () => editor.wasNotified("Building stuck"), { pause: 15_000 });
      await editor.until("the compiler", () => host.running("cat", fifo).length === 1);
      await editor.shot("building");
      await editor.answerNotification("Building stuck", "Cancel", () => host.running("cat", fifo).length === 0);
      await editor.noNotifications();
      assert.ok(!fs.existsSync(path.join(editor.folder, "tree/extensions/stuck/main.wasm")));
    },
  },
  {
    name: "a task builds, and the problem matcher finds what the compiler says",
    async run({ editor, host }) {
      const file = "task/main.go"; // not open: then it is the matcher's
      const text = editor.read(file);
      const row = editor.page.locator(".markers-panel .monaco-list-row", { hasText: "undefined: types.ActionGone" }).first();
      const terminal = editor.page.locator(".integrated-terminal .xterm").first();
      const inProblems = async () => (await editor.page.locator(".markers-panel").isVisible()) && (await row.count()) > 0;
      const notInProblems = async () => (await editor.page.locator(".markers-panel").isVisible()) && (await row.count()) === 0;
      const runTask = async (look) => {
        await editor.command("Terminal: Kill All Terminals", async () => !(await terminal.isVisible())); // of a run that was too slow
        await editor.enter(">Tasks: Run Task", { row: "Tasks: Run Task", keys: "F1" });
        await editor.enter("wpls", { row: "All wpls tasks" });
        await editor.enter("wpls: build task", { row: "wpls: build task" });
        await editor.until("the task's terminal", () => terminal.isVisible());
        await editor.until("the task's end", () => host.running("wpls", "build").length === 0, buildPatience);
        const show = () => editor.enter(">Problems: Focus on Problems View", { row: "Problems: Focus on Problems View", keys: "F1" });
        await editor.reach("the Problems panel as expected", look, show); // a busy window may lose lines of a task that ends at once
      };
      // without what the server finds in open files the list is short: only rows in sight can be seen
      await editor.command("View: Close All Editors", async () => (await editor.page.locator(".tab").count()) === 0);
      editor.write(file, text.replace("types.ActionContinue", "types.ActionGone"));
      await editor.reach("the finding of the task", inProblems, () => runTask(inProblems), { pause: 60_000 });
      await editor.shot("task");
      editor.write(file, text);
      await editor.reach("a task without findings", notInProblems, () => runTask(notInProblems), { pause: 60_000 });
      assert.ok(fs.existsSync(path.join(editor.folder, "task/main.wasm")));
    },
  },
  {
    name: "the walkthrough opens",
    async run({ editor }) {
      const title = "Write a Proxy-Wasm plugin";
      const shown = editor.page.locator(".gettingStartedContainer", { hasText: title });
      await editor.reach("the walkthrough", () => shown.isVisible(), async () => {
        await editor.enter(">Welcome: Open Walkthrough...", { row: "Welcome: Open Walkthrough...", keys: "F1" });
        await editor.enter(title, { row: title });
      });
      await editor.shot("walkthrough");
    },
  },
];

/** A Higress tree whose Makefile waits until somebody writes into a pipe: a build that takes as long as the test likes. */
function stuckTree(at, workspace) {
  const tree = path.join(workspace, "tree");
  fs.cpSync(path.join(at.top, "examples/hello-world"), path.join(tree, "extensions/stuck"), { recursive: true });
  const fifo = path.join(tree, "stuck");
  fs.writeFileSync(path.join(tree, "Makefile"), `local-build:\n\t@rm -f ${fifo}; mkfifo ${fifo}; cat ${fifo} # for $(PLUGIN_NAME)\n`);
  fs.writeFileSync(path.join(tree, "extensions/stuck/wpls.yaml"), "build:\n  toolchain: make\n");
}

export const everyday = {
  name: "everyday",
  setup(at) {
    const workspace = copyPlugins(at, "http-call", "hello-world", "wrong-phase");
    fs.cpSync(path.join(at.top, "examples/hello-world"), path.join(workspace, "task"), { recursive: true });
    const good = fs.readFileSync(path.join(workspace, "http-call/good.yaml"), "utf8");
    fs.writeFileSync(path.join(workspace, "http-call/commented.yaml"), `# first line\n# second line\n# third line\n${good}`);
    fs.mkdirSync(path.join(workspace, ".vscode"));
    fs.writeFileSync(path.join(workspace, ".vscode/settings.json"), "{\n  \n}\n");
    stuckTree(at, workspace);
    const user = { "security.workspace.trust.enabled": false, "editor.codeActionsOnSave": { "source.fixAll.wpls": "explicit" }, "wpls.server.unopenedFiles": false };
    return { vsix: vsix(at.top).platform, workspace, host: { user } };
  },
  steps,
};
