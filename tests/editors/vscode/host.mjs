// VS Code as a server, with nothing of the user's: an environment in a folder of its own, extensions from vsix files.
import { execFileSync, spawn } from "node:child_process";
import { createServer } from "node:net";
import fs from "node:fs";
import path from "node:path";

const startTime = 120_000; // ms that it may take until it listens
const installTime = 120_000; // ms

const settings = {
  "telemetry.telemetryLevel": "off",
  "workbench.startupEditor": "none",
  "workbench.editor.useModal": "off",
  "workbench.tips.enabled": false,
  "workbench.enableExperiments": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.colorTheme": "Default Light Modern",
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "update.mode": "none",
  "chat.disableAIFeatures": true,
  "git.enabled": false,
  "editor.minimap.enabled": false,
  "editor.hover.delay": 100,
  "files.autoSave": "off",
  "security.workspace.trust.startupPrompt": "never",
  "window.commandCenter": false,
};

function freePort() {
  return new Promise((done) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

/** Processes that descend from `pid`: [{pid, args}]. */
export function descendants(pid) {
  const all = fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    try {
      const stat = fs.readFileSync(`/proc/${name}/stat`, "utf8");
      const args = fs.readFileSync(`/proc/${name}/cmdline`, "utf8").split("\0").slice(0, -1);
      return [{ pid: Number(name), parent: Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]), args }];
    } catch {
      return []; // ended meanwhile
    }
  });
  const found = [];
  for (const queue = [pid]; queue.length > 0; ) {
    const next = all.filter((process) => process.parent === queue[0]);
    queue.shift();
    queue.push(...next.map((process) => process.pid));
    found.push(...next);
  }
  return found;
}

/** Whether there is such a process, and more of it than its end for its parent to take note of. */
function isRunning(pid) {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat[stat.lastIndexOf(")") + 2] !== "Z";
  } catch {
    return false;
  }
}

export class Host {
  /** `folder` becomes the environment; `paths` is what PATH starts with, `user` the user's own settings. */
  constructor({ top, folder, paths = [], user = {} }) {
    this.node = path.join(top, "build/tools/node/bin/node");
    this.program = path.join(top, "build/tools/code-server/node_modules/code-server/out/node/entry.js");
    this.folder = folder;
    this.log = path.join(folder, "code-server.log");
    fs.mkdirSync(path.join(folder, "user/User"), { recursive: true });
    fs.writeFileSync(path.join(folder, "config.yaml"), "auth: none\n");
    fs.writeFileSync(path.join(folder, "user/User/settings.json"), JSON.stringify({ ...settings, ...user }, null, 2));
    this.env = {
      ...process.env,
      PATH: [...paths, process.env.PATH].join(path.delimiter),
      VSCODE_CLI: "1", // else a login shell is asked for PATH
      EXTENSIONS_GALLERY: '{"serviceUrl":"","itemUrl":"","resourceUrlTemplate":""}', // no shop, no request to one
    };
    this.options = ["--config", "config.yaml", "--user-data-dir", "user", "--extensions-dir", "extensions"].map((word, i) =>
      i % 2 ? path.join(folder, word) : word,
    );
  }

  /** Installs a vsix; the names of what is installed then. */
  install(vsix) {
    const how = { env: this.env, encoding: "utf8", stdio: "pipe", timeout: installTime };
    const run = (...args) => execFileSync(this.node, [this.program, ...this.options, ...args], how);
    run("--install-extension", vsix);
    return run("--list-extensions");
  }

  /** Starts the server; with another port when somebody took the one that was free. */
  async start() {
    for (let tries = 1; ; tries++) {
      try {
        return await this.listen(await freePort());
      } catch (error) {
        await this.stop();
        if (tries === 3) throw error;
      }
    }
  }

  async listen(port) {
    this.port = port;
    const flags = ["--auth", "none", "--bind-addr", `127.0.0.1:${port}`, "--disable-telemetry", "--disable-update-check"];
    const args = [this.program, ...this.options, ...flags, "--disable-getting-started-override", "--disable-file-downloads"];
    const log = fs.createWriteStream(this.log, { flags: "a" });
    this.child = spawn(this.node, args, { env: this.env, stdio: ["ignore", "pipe", "pipe"] });
    await new Promise((started, failed) => {
      let text = "";
      const timer = setTimeout(() => failed(new Error(`code-server does not listen after ${startTime} ms\n${text}`)), startTime);
      const read = (chunk) => {
        log.write(chunk);
        text += chunk;
        if (text.includes("HTTP server listening")) started(clearTimeout(timer));
      };
      this.child.stdout.on("data", read);
      this.child.stderr.on("data", read);
      this.child.on("exit", (code) => failed(new Error(`code-server ended with ${code}\n${text}`), clearTimeout(timer)));
    });
  }

  /** The address of a window with this folder, and this file open in it. */
  address(folder, file) {
    const host = `127.0.0.1:${this.port}`;
    const payload = file ? `&payload=${encodeURIComponent(JSON.stringify([["openFile", `vscode-remote://${host}${file}`]]))}` : "";
    return `http://${host}/?folder=${folder}${payload}`;
  }

  /** Processes of this program, with this first argument, that run now. */
  running(program, argument) {
    return descendants(this.child.pid).filter(({ args }) => path.basename(args[0] ?? "") === program && args[1] === argument);
  }

  /** The language servers, without the processes that work for them, which are copies of theirs. */
  servers() {
    const all = this.running("wpls", "serve");
    return all.filter(({ parent }) => !all.some(({ pid }) => pid === parent));
  }

  /** Those processes. */
  workers() {
    const all = this.running("wpls", "serve");
    return all.filter(({ parent }) => all.some(({ pid }) => pid === parent));
  }

  /** Whether a file of settings, the user's or the machine's, has this value. */
  hasSetting(name, value) {
    const files = ["User", "Machine"].map((of) => path.join(this.folder, "user", of, "settings.json"));
    const line = `${JSON.stringify(name)}: ${JSON.stringify(value)}`;
    return files.some((file) => fs.existsSync(file) && fs.readFileSync(file, "utf8").includes(line));
  }

  /** Ends it with all that it started; nobody writes into the environment then. */
  async stop() {
    if (!this.child) return;
    const { child } = this;
    this.child = undefined;
    const tree = descendants(child.pid);
    const ended = new Promise((done) => (child.exitCode ?? child.signalCode) === null ? child.on("exit", done) : done());
    child.kill();
    const timer = setTimeout(() => child.kill("SIGKILL"), 10_000);
    await ended;
    clearTimeout(timer);
    for (const { pid, args } of tree) {
      try {
        if (fs.readFileSync(`/proc/${pid}/cmdline`, "utf8") === args.map((one) => `${one}\0`).join("")) process.kill(pid, "SIGKILL");
      } catch {
        // ended as well
      }
    }
    for (const end = Date.now() + 10_000; tree.some(({ pid }) => isRunning(pid)) && Date.now() < end; ) {
      await new Promise((done) => setTimeout(done, 20)); // what still writes would be in the way of who removes the folder
    }
  }
}
