// Runs the journeys of journey.mjs, each in an environment of its own, and prints "N passed, N failed". A step that fails leaves a
// screenshot, and ends its journey: the next ones would stand on what it left. While writing: --only JOURNEY, --without REGEXP.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createRequire } from "node:module";
import { parseArgs } from "node:util";
import { Editor } from "./editor.mjs";
import { Host } from "./host.mjs";
import { journeys } from "./journey.mjs";

const options = Object.fromEntries(["top", "wpls", "chromium", "only", "without"].map((name) => [name, { type: "string" }]));
const { top, wpls, chromium, only, without } = parseArgs({ options }).values;
const { chromium: browserType } = createRequire(path.join(top, "build/tools/code-server/"))("playwright-core");

const shots = path.join(top, "build/editors/vscode");
fs.rmSync(shots, { recursive: true, force: true });
fs.mkdirSync(shots, { recursive: true });
let passed = 0;
let failed = 0;

async function travel(browser, { name, setup, steps }) {
  const work = fs.mkdtempSync(path.join(os.tmpdir(), "wpls-vscode-"));
  const { vsix, workspace, host: how } = setup({ top, wpls, work });
  const host = new Host({ top, folder: path.join(work, "environment"), ...how });
  const context = await browser.newContext({ viewport: { width: 1180, height: 760 } });
  const page = await context.newPage();
  const foreign = new Set();
  page.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    const worker = hostname.endsWith(".vscode-resource.vscode-cdn.net"); // a name that a service worker answers, for previews
    if (/^(http|ws)/.test(protocol) && hostname !== "127.0.0.1" && !worker) foreign.add(hostname);
  });
  // errors of extensions end up in the window's console, as the server's log files need a compiled library
  const log = fs.createWriteStream(path.join(shots, `${name}-window.log`));
  page.on("console", (message) => log.write(`${message.type()} ${message.text()}\n`));
  const editor = new Editor(page, { host, folder: workspace, shots });
  const journey = { editor, host, page, context, top, wpls, work, workspace, vsix, foreign };
  try {
    for (const step of steps) {
      if (without && new RegExp(without).test(step.name)) continue;
      const begun = Date.now();
      try {
        await step.run(journey);
        passed++;
        console.log(`ok      ${name}: ${step.name} (${Date.now() - begun} ms)`);
      } catch (error) {
        failed++;
        await editor.shot(`failed-${name}-${step.name.replace(/\W+/g, "-")}`).catch(() => undefined);
        console.log(`FAILED  ${name}: ${step.name}\n        ${String(error.message).replaceAll("\n", "\n        ")}`);
        break;
      }
    }
  } finally {
    await context.close();
    host.stop();
    fs.copyFileSync(path.join(work, "environment/code-server.log"), path.join(shots, `${name}-code-server.log`));
    fs.rmSync(work, { recursive: true, force: true, maxRetries: 5 });
  }
}

const flags = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];
const browser = await browserType.launch({ executablePath: chromium, headless: true, args: flags });
for (const journey of journeys) if (!only || journey.name === only) await travel(browser, journey);
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
