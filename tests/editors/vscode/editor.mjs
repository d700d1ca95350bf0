// The hands and eyes of the test: what a person does in a VS Code window, and what they see there. Everything waits for what it needs.
import fs from "node:fs";
import path from "node:path";

const patience = 60_000; // ms; machines that run tests are slow
const spaces = /\u00a0/g; // the editor draws them for spaces

export class Editor {
  constructor(page, { host, folder, shots }) {
    Object.assign(this, { page, host, folder, shots });
    page.setDefaultTimeout(patience);
  }

  async goto(file) {
    await this.page.goto(this.host.address(this.folder, file && path.join(this.folder, file)));
    await this.page.waitForSelector(".monaco-workbench .part.statusbar");
    if (file) await this.page.waitForSelector(".monaco-editor .view-lines .view-line");
  }

  /** Waits until `look` gives something; `what` is for the message. */
  async until(what, look) {
    const end = Date.now() + patience;
    for (;;) {
      const seen = await look();
      if (seen) return seen;
      if (Date.now() > end) throw new Error(`never saw ${what}`);
      await this.page.evaluate(() => new Promise((frame) => requestAnimationFrame(frame)));
    }
  }

  shot(name) {
    return this.page.screenshot({ path: path.join(this.shots, `${name}.png`) });
  }

  press(...keys) {
    return keys.reduce((before, key) => before.then(() => this.page.keyboard.press(key)), Promise.resolve());
  }

  type(text) {
    return this.page.keyboard.type(text);
  }

  // --- the palette and what else asks at the top of the window ---

  /** Types into the open quick input and takes the first row that starts with `row`. */
  async pick(text, row = text) {
    const input = this.page.locator(".quick-input-widget:visible input").first();
    await input.waitFor();
    await input.fill(text);
    const wanted = this.page.locator(`.quick-input-list .monaco-list-row[aria-label^="${row}"]`).first();
    await wanted.waitFor();
    await wanted.click();
  }

  /** Answers an input box. */
  async answer(text) {
    const input = this.page.locator(".quick-input-widget:visible input").first();
    await input.waitFor();
    await input.fill(text);
    await input.press("Enter");
  }

  /** Presses keys that open something; once more when a part of the window that goes away has swallowed them. */
  async summon(keys, something = this.page.locator(".quick-input-widget:visible input").first()) {
    await this.until(`what ${keys} opens`, async () => {
      await this.press(keys);
      return something.waitFor({ timeout: 5000 }).then(() => true, () => false);
    });
  }

  async command(title) {
    await this.summon("F1");
    await this.pick(`>${title}`, title);
  }

  async open(file) {
    await this.summon("Control+KeyP");
    await this.pick(file, path.basename(file));
    await this.editing(file);
  }

  /** Waits until keys go to the text of `file`. */
  editing(file) {
    return this.page.locator(`.monaco-editor.focused[data-uri$="/${file}"] .view-line`).first().waitFor();
  }

  // --- the text ---

  /** Puts the cursor behind the first `text`, or before it, in the file as it is on the disk. */
  async cursor(file, text, { before = false } = {}) {
    const content = this.read(file);
    const at = content.indexOf(text);
    if (at < 0) throw new Error(`${file} has no '${text}'`);
    const upTo = content.slice(0, at + (before ? 0 : text.length)).split("\n");
    const column = upTo.at(-1).replaceAll("\t", "    ").length + 1; // counted as drawn
    await this.summon("Control+KeyG");
    await this.answer(`:${upTo.length}:${column}`);
    await this.page.locator(".monaco-editor.focused").waitFor();
  }

  /** The number of the first line with this text, from 1. */
  line(file, text) {
    return this.read(file).split("\n").findIndex((line) => line.includes(text)) + 1;
  }

  read(file) {
    return fs.readFileSync(path.join(this.folder, file), "utf8");
  }

  /** Saves the active editor, and waits for the disk to hold what `expected` says of it. */
  async save(file, expected) {
    await this.press("Control+KeyS");
    await this.until(`'${file}' saved as expected; it is now:\n${this.read(file)}`, () => expected(this.read(file)));
    await this.page.locator(".tab.active:not(.dirty)").waitFor();
  }

  /** Writes the settings that the folder brings along. */
  folderSettings(settings) {
    fs.mkdirSync(path.join(this.folder, ".vscode"), { recursive: true });
    fs.writeFileSync(path.join(this.folder, ".vscode/settings.json"), JSON.stringify(settings));
  }

  // --- findings ---

  /** The underlined text of this level in the active editor: waits for one below exactly `text`. */
  async squiggle(level, text) {
    await this.until(`'${text}' underlined as ${level}`, () =>
      this.page.evaluate(
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
      ),
    );
  }

  async noSquiggles(level = "error") {
    await this.page.locator(`.editor-instance .squiggly-${level}`).first().waitFor({ state: "detached" });
  }

  /** Opens the Problems panel; its rows as text. */
  async problems(row) {
    await this.panel();
    await this.page.locator(".markers-panel .monaco-list-row", { hasText: row }).first().waitFor();
    const rows = await this.page.locator(".markers-panel .monaco-list-row").allTextContents();
    return rows.map((text) => text.replace(spaces, " "));
  }

  async panel() {
    if (!(await this.page.locator(".markers-panel").isVisible())) await this.press("Control+Shift+KeyM");
    await this.page.locator(".markers-panel").waitFor();
  }

  async editorFocus() {
    await this.press("Control+Digit1");
    await this.page.locator(".monaco-editor.focused").waitFor();
  }

  // --- what pops up ---

  async quickFix(row) {
    const wanted = this.page.locator(".action-widget .monaco-list-row", { hasText: row }).first();
    await this.summon("Control+Period", wanted);
    return { take: () => wanted.click() };
  }

  async suggestion(row) {
    const wanted = this.page.locator(".suggest-widget.visible .monaco-list-row", { hasText: row }).first();
    await wanted.waitFor();
    return wanted;
  }

  async hover(text) {
    await this.command("Show or Focus Hover");
    const shown = this.page.locator(".monaco-hover:visible", { hasText: text }).first();
    await shown.waitFor();
    return (await shown.textContent()).replace(spaces, " ");
  }

  async notification(text, button) {
    const toast = this.page.locator(".notifications-toasts .notification-list-item", { hasText: text }).first();
    await toast.waitFor();
    if (button) await toast.locator(".monaco-button", { hasText: button }).click();
    return toast;
  }

  async noNotifications() {
    await this.command("Notifications: Clear All Notifications");
    await this.page.locator(".notifications-toasts .notification-list-item").first().waitFor({ state: "detached" });
  }

  /** How long an extension took to activate, in ms, once it did. */
  async activation(extension) {
    await this.command("Developer: Show Running Extensions");
    const list = this.page.locator(".runtime-extensions-editor .monaco-list");
    await list.hover();
    const time = await this.until(`the activation of ${extension}`, async () => {
      await this.page.mouse.wheel(0, 70); // the slowest come first
      const rows = await list.locator(".monaco-list-row").allTextContents();
      return /Activation:\s*(\d+ms)/.exec(rows.find((row) => row.startsWith(extension)) ?? "")?.[1];
    });
    return Number.parseInt(time, 10);
  }

  status(text) {
    return this.page.locator(".statusbar-item", { hasText: text }).first().waitFor();
  }

  /** The active tab's text as far as it is drawn. */
  async shown() {
    const lines = await this.page.locator(".editor-instance .view-lines .view-line").allTextContents();
    return lines.join("\n").replace(spaces, " ");
  }
}
