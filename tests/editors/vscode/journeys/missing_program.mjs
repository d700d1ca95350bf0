// An extension without a program, until a setting says where there is one.
import assert from "node:assert/strict";
import { activations } from "./activations.mjs";
import { copyPlugins, vsix } from "./workspaces.mjs";

const steps = [
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
      editor.write(".vscode/settings.json", JSON.stringify({ "wpls.server.path": wpls, "wpls.rules": { "config/rejected": "warning" } }));
      await editor.noNotifications();
      await editor.command("wpls: Restart Server", () => editor.wasNotified("install it so that it is on PATH"));
      assert.equal(host.servers().length, 0);
    },
  },
  {
    name: "the setting wpls.server.path mends it, and those of the folder reach the server",
    async run({ editor, host, wpls }) {
      const input = editor.page.locator(".settings-editor input[aria-label='wpls.server.path']");
      await editor.answerNotification("install it so that it is on PATH", "Open Settings", () => input.isVisible());
      await editor.reach("the setting", () => host.hasSetting("wpls.server.path", wpls), async () => {
        await input.fill(wpls);
        await input.press("Tab");
      });
      await editor.open("http-call/bad.yaml");
      await editor.squiggle("warning", "tokenHeadr");
    },
  },
  {
    name: "a changed setting reaches the running server",
    run: ({ editor }) =>
      editor.reach("the finding at its new level", () => editor.isUnderlined("error", "tokenHeadr"), () =>
        editor.write(".vscode/settings.json", JSON.stringify({ "wpls.rules": { "config/rejected": "error" } })),
      ),
  },
  {
    name: "activation takes less than 50 ms",
    async run({ editor }) {
      // what is above is the load of this machine: the best of the windows counts, and it may try some more times
      for (let tries = 0; tries < 4; tries++) {
        activations.push(await editor.activation("wpls"));
        if (Math.min(...activations) < 50) break;
        await editor.page.goto("about:blank");
        await editor.goto("http-call/bad.yaml");
      }
      console.log(`        activated in ${activations.join(", ")} ms`);
      assert.ok(Math.min(...activations) < 50);
    },
  },
];

export const missingProgram = {
  name: "missing-program",
  setup: (at) => ({ vsix: vsix(at.top).universal, workspace: copyPlugins(at, "http-call"), host: {} }),
  steps,
};
