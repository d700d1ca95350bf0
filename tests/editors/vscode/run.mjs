// Runs the journeys of journey.mjs, each in an environment of its own, and prints "N passed, N failed". A step that fails leaves a
// screenshot, and ends its journey: the next ones would stand on what it left. A journey that failed is taken once more from its
// beginning; when it passes then, it counts as passed, and a line that starts with FLAKY says so. While writing: --only JOURNEY,
// --without REGEXP, --slow FACTOR (of the browser's processor).
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createRequire } from "node:module";
import { parseArgs } from "node:util";
import { Editor, rememberNotifications } from "./editor.mjs";
import { Host } from "./host.mjs";
import { journeys } from "./journey.mjs";

const names = ["top", "wpls", "chromium", "only", "without", "slow"];
const options = Object.fromEntries(names.map((name) => [name, { type: "string" }]));
const { top, wpls, chromium, only, without, slow } = parseArgs({ options }).values;
const { chromium: browserType } = createRequire(path.join(top, "build/tools/code-server/"))("playwright-core");

const shots = path.join(top, "build/editors/vscode");
fs.rmSync(shots, { recursive: true, force: true });
fs.mkdirSync(shots, { recursive: true });

const indented = (text) => `        ${text.trimEnd().replaceAll("\n", "\n        ")}`;

/** A window of a new browser context; requests to other hosts are collected. */
async function openPage(browser, log, foreign) {
  const context = await browser.newContext({ viewport: { width: 1180, height: 760 } });
  const page = await context.newPage();
  page.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    const worker = hostname.endsWith(".vscode-resource.vscode-cdn.net"); // a name that a service worker answers, for previews
    if (/^(http|ws)/.test(protocol) && hostname !== "127.0.0.1" && !worker) foreign.add(hostname);
  });
  // errors of extensions end up in the window's console, as the server's log files need a compiled library
  page.on("console", (message) => log.write(`${message.type()} ${message.text()}\n`));
  await page.addInitScript(rememberNotifications);
  if (slow) await (await context.newCDPSession(page)).send("Emulation.setCPUThrottlingRate", { rate: Number(slow) });
  return { context, page };
}

/** Takes the steps, and tells which one failed and why; undefined when none did. */
async function walk(name, steps, journey, attempt) {
  for (const step of steps) {
    const begun = Date.now();
    try {
      await step.run(journey);
      console.log(`ok      ${name}: ${step.name} (${Date.now() - begun} ms)`);
    } catch (error) {
      await journey.editor.shot(`failed-${attempt}-${name}-${step.name.replace(/\W+/g, "-")}`);
      console.log(`FAILED  ${name}: ${step.name} (${Date.now() - begun} ms)\n${indented(String(error.message))}`);
      const seen = await journey.editor.describe().catch((reason) => ({ window: `can't be described: ${reason.message}` }));
      for (const [what, value] of Object.entries(seen)) console.log(indented(`${what}: ${JSON.stringify(value)}`));
      return { step: step.name, why: String(error.message).split("\n")[0] };
    }
  }
  return undefined;
}

async function travel(browser, { name, setup, steps }, attempt) {
  const work = fs.mkdtempSync(path.join(os.tmpdir(), "wpls-vscode-"));
  const { vsix, workspace, host: how } = setup({ top, wpls, work });
  const host = new Host({ top, folder: path.join(work, "environment"), ...how });
  const log = fs.createWriteStream(path.join(shots, `${name}-${attempt}-window.log`));
  const foreign = new Set();
  const { context, page } = await openPage(browser, log, foreign);
  const editor = new Editor(page, { host, folder: workspace, shots });
  try {
    return await walk(name, steps, { editor, host, page, context, top, wpls, work, workspace, vsix, foreign }, attempt);
  } finally {
    await tidy("the window", () => context.close());
    await tidy("VS Code", () => host.stop());
    const kept = path.join(shots, `${name}-${attempt}-code-server.log`);
    await tidy("the log", () => fs.existsSync(host.log) && fs.copyFileSync(host.log, kept));
    await tidy("the folder", () => fs.rmSync(work, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));
  }
}

/** Does what follows a journey; when that fails, the journey is as good as it was. */
async function tidy(what, act) {
  try {
    await act();
  } catch (error) {
    console.log(`        ${what} was not tidied up: ${error.message}`);
  }
}

/** What failed in a journey through a browser of its own, a browser that does not come, too. */
async function attempted(journey, attempt) {
  let browser;
  try {
    browser = await browserType.launch({ executablePath: chromium, headless: true, args: flags });
    return await travel(browser, journey, attempt);
  } catch (error) {
    console.log(`FAILED  ${journey.name}: ${error.message}`);
    return { step: "its beginning", why: error.message };
  } finally {
    await tidy("the browser", () => browser?.close());
  }
}

let passed = 0;
let failed = 0;
const flags = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];
const wanted = journeys.filter(({ name }) => !only || name === only);
for (const { steps: all, ...how } of wanted) {
  const journey = { ...how, steps: without ? all.filter(({ name }) => !new RegExp(without).test(name)) : all };
  let first;
  for (let attempt = 1; attempt <= 2; attempt++) {
    const failure = await attempted(journey, attempt);
    if (!failure) {
      passed += journey.steps.length;
      if (first) console.log(`FLAKY: ${journey.name}: ${first.step}: ${first.why}; passed at the second attempt`);
      break;
    }
    if (attempt === 2) failed++;
    first = failure;
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
