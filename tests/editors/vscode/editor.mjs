// The hands and eyes of the test: what a person does in a VS Code window, and what they see there. A window may swallow a key while it
// is busy, take the focus back late, or sort a list anew under the pointer; so whatever is done here is done the way a person does it:
// look whether it came about, and do it again when it did not (`reach`). Nothing is done just once and then waited for.
import fs from "node:fs";
import path from "node:path";

const patience = 90_000; // ms until a goal is given up; machines that run tests are slow
const inner = 25_000; // ms, the same for a goal on the way to another one, which will be tried again as a whole
const firstLook = 5_000; // ms until something is done once more; doubled each time
const afterFailure = 500; // ms, the same when what was done failed by itself
const rowLook = 300; // ms, the same for the next row of a list
export const buildPatience = 300_000; // ms; the first build compiles Go's library
const spaces = /\u00a0/g; // the editor draws them for spaces

/** Runs in the page: keeps the texts of notifications, as they hide after some seconds, whether anybody looked or not. */
export function rememberNotifications() {
  globalThis.notificationsSeen = [];
  const look = () => {
    for (const { textContent } of document.querySelectorAll(".notification-list-item-message")) {
      if (textContent && !globalThis.notificationsSeen.includes(textContent)) globalThis.notificationsSeen.push(textContent);
    }
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
}

/** Runs in the page: what a reader of the log needs to understand a failure. */
function describeWindow() {
  const all = (selector) => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility());
  const texts = (selector) => all(selector).map((one) => one.textContent.trim().slice(0, 200));
  const labels = (selector) => all(selector).map((one) => one.getAttribute("aria-label")).slice(0, 5);
  const active = document.activeElement;
  const around = active?.closest("[data-uri], .part, .quick-input-widget");
  return {
    focus: `${active?.tagName} '${active?.className}' in '${around?.getAttribute("data-uri") ?? around?.className}'`,
    tabs: all(".tab").map((tab) => `${tab.getAttribute("aria-label")} '${tab.className}'`),
    status: texts(".statusbar-item").filter(Boolean),
    notifications: texts(".notification-list-item-message"),
    notificationsSeen: globalThis.notificationsSeen,
    quickInput: [all(".quick-input-box input")[0]?.value, ...labels(".quick-input-list .monaco-list-row")],
    popups: texts(".suggest-widget.visible, .action-widget, .monaco-hover"),
    problems: labels(".markers-panel .monaco-list-row"),
  };
}

const crash = "the browser's page crashed";

export class Editor {
  constructor(page, { host, folder, shots }) {
    Object.assign(this, { page, host, folder, shots });
    this.depth = 0; // of goals on the way to others
    page.setDefaultTimeout(10_000); // of a single act, which is then done again
    page.on("crash", () => (this.crashed = true));
  }

  // --- patience ---

  /** What `look` sees, once it sees something, or undefined after `time` ms. What it throws, while the window changes, is nothing seen. */
  async see(look, time) {
    const end = Date.now() + time;
    for (;;) {
      if (this.crashed) throw new Error(crash);
      try {
        const seen = await look();
        if (seen) return seen;
        if (Date.now() > end) return undefined;
        await this.page.evaluate(() => new Promise((frame) => requestAnimationFrame(frame)));
      } catch (error) {
        if (this.page.isClosed() || Date.now() > end) throw error;
      }
    }
  }

  /** Waits for what comes without our doing. */
  async until(what, look, time = patience) {
    const seen = await this.see(look, time);
    if (!seen) throw new Error(`never saw ${what}`);
    return seen;
  }

  /**
   * Looks for the goal, acts when it is not there, looks for a while, acts again. `act` has to start from whatever the window shows
   * by then; an act that fails is one in vain. `pause`: ms to look for after the first act.
   */
  async reach(goal, look, act, { pause = firstLook } = {}) {
    const end = Date.now() + Math.max(this.depth > 0 ? inner : patience, 3 * pause);
    let why = "";
    for (let time = pause; ; time *= 2) {
      if (await this.see(look, 0).catch(() => undefined)) break;
      if (this.crashed) throw new Error(crash);
      if (Date.now() > end) throw new Error(`never came to ${goal}${why}`);
      this.depth++;
      try {
        await act();
        why = "";
      } catch (error) {
        why = `\nas ${error.message}`;
        console.log(`        once more: ${goal}, as ${error.message.replaceAll("\n", " ").slice(0, 300)}`);
      } finally {
        this.depth--;
      }
      if (await this.see(look, why ? afterFailure : Math.min(time, Math.max(end - Date.now(), firstLook))).catch(() => undefined)) break;
    }
  }

  describe() {
    return this.page.evaluate(describeWindow);
  }

  /** Keeps a picture of the window; the journey goes on without. */
  async shot(name) {
    const options = { path: path.join(this.shots, `${name}.png`), timeout: 30_000 };
    await this.page.screenshot(options).catch((error) => console.log(`        no ${name}.png: ${error.message.split("\n")[0]}`));
  }

  // --- the window ---

  /** Opens the window, with this file of the folder in it. */
  async goto(file) {
    const ready = () => this.page.locator(".monaco-workbench .part.statusbar").isVisible();
    await this.reach(
      "a window",
      async () => (await ready()) && (!file || (await this.isOpen(file))),
      () => this.page.goto(this.host.address(this.folder, file && path.join(this.folder, file)), { timeout: 60_000 }),
      { pause: 60_000 },
    );
  }

  async press(...keys) {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Waits for an item in the status bar. */
  status(text) {
    return this.until(`'${text}' in the status bar`, () => this.hasStatus(text));
  }

  hasStatus(text) {
    return this.page.locator(".statusbar-item", { hasText: text }).first().isVisible();
  }

  /** The process of the only language server. */
  async server() {
    const [{ pid }] = await this.until("one server", () => this.host.servers().length === 1 && this.host.servers());
    return pid;
  }

  /** The process that works for it, another one than `former`. */
  async worker(former) {
    const [{ pid }] = await this.until("one process that works for the server", () => {
      const workers = this.host.workers();
      return workers.length === 1 && workers[0].pid !== former && workers;
    });
    return pid;
  }

  // --- the palette and what else asks at the top of the window ---

  /** The open quick input: what was typed, and the label of the row that Enter would take. */
  quickInput() {
    return this.page.evaluate(() => {
      const widget = document.querySelector(".quick-input-widget");
      const input = widget?.checkVisibility() && !widget.closest("[inert]") && widget.querySelector(".quick-input-box input");
      if (!input) return undefined;
      const row = widget.querySelector(".quick-input-list .monaco-list-row.focused")?.getAttribute("aria-label") ?? "";
      return { text: input.value, row, focused: document.activeElement === input };
    });
  }

  /**
   * Writes `text` into the quick input, which `keys` open, and presses Enter when it leads to `row` - in an input box there is none.
   * Never a click: the lists grow and sort themselves anew while they are searched.
   */
  async enter(text, { row, keys }) {
    let now; // as it was seen last
    let entered = false;
    let vain = false;
    const isRow = (label) => row === undefined || label === row || label.startsWith(`${row},`) || label.startsWith(`${row} `);
    const fits = async () => {
      now = await this.quickInput();
      return now?.text === text && now.focused && isRow(now.row);
    };
    const taken = async () => entered && (await this.quickInput())?.text !== text;
    await this.reach(`'${row ?? text}' in the quick input`, taken, async () => {
      if (keys && vain) await this.press("Escape"); // a list may be stuck at what it once found
      vain = true;
      if (keys && !(await this.quickInput())) await this.press(keys);
      await this.until("the quick input", () => this.quickInput(), firstLook);
      const input = this.page.locator(".quick-input-widget .quick-input-box input");
      if (!(await fits())) {
        await input.fill(text, { timeout: firstLook });
        await input.focus({ timeout: firstLook });
      }
      for (let rows = 0; !(await this.see(fits, rows > 0 ? rowLook : firstLook)); rows++) {
        if (now?.text !== text || rows === 10) throw new Error(`it shows ${JSON.stringify(now)}`);
        await this.press("ArrowDown"); // it is not the first one
      }
      await this.press("Enter");
      entered = true;
    });
  }

  /** Takes a row of a list that was opened by something else. */
  pick(row) {
    return this.enter(row, { row });
  }

  /** Answers an input box that was opened by something else. */
  answer(text) {
    return this.enter(text, {});
  }

  /** Runs a command by its title, and does so again until `look` sees what should come of it. */
  async command(title, look, { pause } = {}) {
    const run = () => this.enter(`>${title}`, { row: title, keys: "F1" });
    if (!look) return run();
    return this.reach(`what '${title}' does`, look, run, { pause });
  }

  // --- files and text ---

  /** Opens a file, and makes keys go to its text. */
  async open(file) {
    const folder = path.dirname(file);
    const row = folder === "." ? file : `${path.basename(file)} ${folder}`;
    await this.reach(
      `the text of ${file}`,
      () => this.isFocused(file),
      () => this.enter(file, { row, keys: "Control+KeyP" }),
    );
  }

  isOpen(file) {
    return this.page.locator(`.monaco-editor[data-uri$="/${file}"] .view-line`).first().isVisible();
  }

  /** Whether keys go to the text of `file`. */
  isFocused(file) {
    return this.page.evaluate((file) => {
      const editor = document.querySelector(`.monaco-editor.focused[data-uri$="/${file}"]`);
      return !!editor?.querySelector(".view-line") && editor.contains(document.activeElement);
    }, file);
  }

  isDirty() {
    return this.page.locator(".tab.active.dirty").isVisible();
  }

  read(file) {
    return fs.readFileSync(path.join(this.folder, file), "utf8");
  }

  write(file, text) {
    fs.mkdirSync(path.dirname(path.join(this.folder, file)), { recursive: true });
    fs.writeFileSync(path.join(this.folder, file), text);
  }

  /** The number of the first line with this text, from 1. */
  line(file, text) {
    return this.read(file).split("\n").findIndex((line) => line.includes(text)) + 1;
  }

  /** Puts the cursor behind the first `text`, or before it, in the file as it is on the disk. */
  async cursor(file, text, { before = false } = {}) {
    const content = this.read(file);
    const at = content.indexOf(text);
    if (at < 0) throw new Error(`${file} has no '${text}'`);
    const upTo = content.slice(0, at + (before ? 0 : text.length)).split("\n");
    const column = upTo.at(-1).replaceAll("\t", "    ").length + 1; // counted as drawn
    await this.reach(
      `'${text}' in ${file}`,
      async () => (await this.isFocused(file)) && (await this.isAt(upTo.length, column)),
      async () => {
        await this.open(file);
        await this.enter(`:${upTo.length}:${column}`, { keys: "Control+KeyG" });
      },
    );
  }

  async isAt(line, column) {
    const shown = await this.page.locator("#status\\.editor\\.selection").textContent();
    return column ? shown.trim() === `Ln ${line}, Col ${column}` : shown.trim().startsWith(`Ln ${line}, `);
  }

  /**
   * Changes a file the way `act` does, beginning with the cursor behind `at`, and saves it. When that does not give what is expected of
   * the file on the disk, the file becomes again what it was, and everything is done once more.
   */
  async edit(file, at, act, expected) {
    const original = this.read(file);
    await this.reach(
      `a changed ${file}`,
      async () => expected(this.read(file)) && !(await this.isDirty()),
      async () => {
        await this.revert(file, original);
        if (at) await this.cursor(file, at);
        await act();
        await this.see(() => this.isDirty(), firstLook);
        await this.save(file);
        if (!expected(this.read(file))) throw new Error(`it became:\n${this.read(file)}`);
      },
    );
  }

  /** Gives the file this text, on the disk and in the editor. */
  async revert(file, text) {
    await this.open(file);
    if (this.read(file) === text && !(await this.isDirty())) return;
    this.write(file, text);
    await this.command("File: Revert File", async () => !(await this.isDirty()) && this.read(file) === text);
    await this.open(file);
  }

  /** Saves the active editor. */
  async save(file) {
    await this.reach(
      `a saved ${file}`,
      async () => !(await this.isDirty()),
      async () => {
        await this.open(file);
        await this.press("Control+KeyS");
      },
    );
  }

  /** The text in sight, in the active tab. */
  async shown() {
    const lines = await this.page.evaluate(() => {
      const drawn = [...(document.querySelector(".editor-instance .view-lines")?.querySelectorAll(".view-line") ?? [])];
      return drawn.sort((a, b) => parseFloat(a.style.top) - parseFloat(b.style.top)).map((line) => line.textContent);
    });
    return lines.join("\n").replace(spaces, " ");
  }

  sees(text) {
    return this.until(`'${text}' in the text`, async () => (await this.shown()).includes(text));
  }

  // --- findings ---

  /** Waits for an underlined `text` of this level in the active editor: exactly below it. */
  squiggle(level, text) {
    return this.until(`'${text}' underlined as ${level}`, () => this.isUnderlined(level, text));
  }

  isUnderlined(level, text) {
    return this.page.evaluate(
      ({ level, text }) => {
        for (const mark of document.querySelectorAll(`.editor-instance .squiggly-${level}`)) {
          const box = mark.getBoundingClientRect();
          const lines = [...document.querySelectorAll(".editor-instance .view-lines .view-line")];
          const line = lines.find((one) => Math.abs(one.getBoundingClientRect().top - box.top) < 4);
          const content = line?.textContent.replace(/\u00a0/g, " ") ?? "";
          const at = content.indexOf(text);
          if (at < 0) continue;
          const nodes = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
          const range = document.createRange();
          for (let passed = 0, node = nodes.nextNode(); node; passed += node.length, node = nodes.nextNode()) {
            if (passed <= at && at < passed + node.length) range.setStart(node, at - passed);
            const end = at + text.length;
            if (passed < end && end <= passed + node.length) range.setEnd(node, end - passed);
          }
          const drawn = range.getBoundingClientRect();
          if (Math.abs(drawn.left - box.left) < 3 && Math.abs(drawn.right - box.right) < 3) return true;
        }
        return false;
      },
      { level, text },
    );
  }

  noSquiggles(level = "error") {
    return this.until(`no ${level} underlined`, async () => (await this.page.locator(`.editor-instance .squiggly-${level}`).count()) === 0);
  }

  /** Opens the Problems panel; its first row with this text. */
  async problem(text) {
    const row = this.page.locator(".markers-panel .monaco-list-row", { hasText: text }).first();
    const panel = this.page.locator(".markers-panel");
    await this.command("Problems: Focus on Problems View", () => panel.isVisible());
    let scrolled = 0; // the list is of the whole workspace, and only rows in sight are there
    await this.until(`'${text}' among the problems`, async () => {
      if (await row.isVisible()) return true;
      await panel.locator(".monaco-list").first().hover();
      await this.page.mouse.wheel(0, ++scrolled % 20 ? 60 : -60 * 20);
      return false;
    });
    return (await row.textContent()).replace(spaces, " ");
  }

  // --- what pops up ---

  /** Opens the menu of fixes at a place, and takes the one that starts with this text, until `look` sees what it does. */
  async quickFix(file, at, text, look, shot) {
    const row = this.page.locator(".action-widget .monaco-list-row", { hasText: text }).first();
    await this.reach(`what '${text}' does`, look, async () => {
      await this.cursor(file, at);
      await this.reach(`the fix '${text}'`, () => row.isVisible(), async () => {
        await this.cursor(file, at);
        await this.press("Control+Period");
      });
      if (shot) await this.shot(shot);
      await row.click();
    });
  }

  /** Waits for a row among the suggestions that are open, or opens them. */
  async suggestion(text) {
    const row = this.page.locator(".suggest-widget.visible .monaco-list-row", { hasText: text }).first();
    await this.reach(`the suggestion '${text}'`, () => row.isVisible(), () => this.press("Control+Space"));
    return row;
  }

  /** Takes a suggestion once it is the first. */
  async accept(text) {
    const first = this.page.locator(".suggest-widget.visible .monaco-list-row.focused", { hasText: text });
    await this.until(`'${text}' as the first suggestion`, () => first.isVisible(), firstLook);
    await this.press("Tab");
    await this.until(`'${text}' taken`, async () => !(await first.isVisible()), firstLook);
  }

  /** What is shown about the place before `at`, once it has this text. */
  async hover(file, at, text) {
    const shown = this.page.locator(".monaco-hover:visible", { hasText: text }).first();
    await this.reach(`'${text}' shown over ${at}`, () => shown.isVisible(), async () => {
      await this.cursor(file, at, { before: true });
      await this.enter(">Show or Focus Hover", { row: "Show or Focus Hover", keys: "F1" });
    });
    return (await shown.textContent()).replace(spaces, " ");
  }

  /** Waits for a notification, be it gone meanwhile; its text. */
  notification(text, time) {
    return this.until(`the notification '${text}'`, () => this.wasNotified(text), time);
  }

  async wasNotified(text) {
    const seen = await this.page.evaluate(() => globalThis.notificationsSeen);
    return seen.find((one) => (text instanceof RegExp ? text.test(one) : one.includes(text)));
  }

  /** Presses a button of a notification, until `look` sees what it does. */
  async answerNotification(text, button, look) {
    const item = this.page.locator(".notification-list-item:visible", { hasText: text }).first();
    await this.notification(text);
    await this.reach(`what '${button}' of '${text}' does`, look, async () => {
      if (!(await item.isVisible())) await this.command("Notifications: Show Notifications", () => item.isVisible());
      await item.locator(".monaco-button", { hasText: button }).click();
    });
  }

  /** Removes all notifications; those seen before do not count from now on. */
  async noNotifications() {
    const none = async () => (await this.page.locator(".notification-list-item:visible").count()) === 0;
    let cleared = false;
    await this.reach("a window without notifications", async () => cleared && none(), async () => {
      await this.command("Notifications: Clear All Notifications");
      cleared = true; // those out of sight, too
    });
    await this.page.evaluate(() => (globalThis.notificationsSeen.length = 0));
  }

  /** How long an extension took to activate, in ms. */
  async activation(extension) {
    const list = this.page.locator(".runtime-extensions-editor .monaco-list");
    const find = async () => {
      const rows = await list.locator(".monaco-list-row").allTextContents();
      return /Activation:\s*(\d+)ms/.exec(rows.find((row) => row.startsWith(extension)) ?? "")?.[1];
    };
    await this.command("Developer: Show Running Extensions", () => list.isVisible());
    let scrolled = 0;
    const time = await this.until(`the activation of ${extension}`, async () => {
      await list.hover();
      await this.page.mouse.wheel(0, ++scrolled % 40 ? 70 : -70 * 40); // step by step, as only rows in sight are there; then anew
      return find();
    });
    return Number(time);
  }
}
