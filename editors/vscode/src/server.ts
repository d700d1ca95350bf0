// The server's life: start, trust, settings, crash, restart. What the editor then shows is the language client's work.
import * as vscode from "vscode";
import {
  CloseAction,
  CloseHandlerResult,
  DidChangeConfigurationNotification,
  ErrorAction,
  LanguageClient,
  LanguageClientOptions,
  RevealOutputChannelOn,
  ServerOptions,
  State,
} from "vscode-languageclient/node";
import { findBinary } from "./binary";
import { serverSettings } from "./settings";

export interface LastBuild {
  ok: boolean;
  name: string;
  bytes: number;
}

/** The notification wpls/status, as the server sends it. */
export interface ServerStatus {
  plugins: number;
  indexing: boolean;
  lastBuild: LastBuild | null;
}

export type ServerState =
  | { kind: "starting" }
  | { kind: "running"; status?: ServerStatus }
  | { kind: "stopped" } // by the user, or not started yet
  | { kind: "failed"; problem: string }; // no program, or too many crashes

type Middleware = NonNullable<LanguageClientOptions["middleware"]>;

const languages = ["go", "yaml", "json", "jsonc", "markdown", "c", "cpp"];
const crashLimit = 5; // crashes within `crashWindow` after which a restart is the user's decision
const crashWindow = 3 * 60_000; // ms
const firstDelay = 500; // ms before the second restart in a row; doubled from then on

const delay = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

export class Server implements vscode.Disposable {
  private client: LanguageClient | undefined;
  private readonly started = new WeakSet<LanguageClient>(); // those that answered once
  private crashes: number[] = []; // times, ms
  private changes: Promise<void> = Promise.resolve(); // start and stop, one after the other
  private readonly changed = new vscode.EventEmitter<ServerState>();
  readonly onDidChange = this.changed.event;
  state: ServerState = { kind: "stopped" };
  lastBuild: LastBuild | undefined; // outlives the server's process

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly log: vscode.LogOutputChannel,
    private readonly refreshed: (uri: vscode.Uri) => void, // a document of the server's has a new text
    private readonly executeCommand: Middleware["executeCommand"],
  ) {}

  start(): Promise<void> {
    return (this.changes = this.changes.then(() => this.startNow()));
  }

  stop(): Promise<void> {
    return (this.changes = this.changes.then(() => this.stopNow()));
  }

  restart(): Promise<void> {
    this.crashes = [];
    this.stop();
    return this.start();
  }

  dispose(): void {
    this.changed.dispose();
  }

  /** The running client; starts it when it is not. Throws a sentence for the user. */
  async ready(): Promise<LanguageClient> {
    await this.changes;
    if (!this.client) await this.start();
    if (this.client?.isRunning()) return this.client;
    throw new Error(this.state.kind === "failed" ? this.state.problem : vscode.l10n.t("the server of wpls is not running"));
  }

  /** Remembers a build for whoever shows the state. */
  built(build: LastBuild): void {
    this.lastBuild = build;
    this.changed.fire(this.state);
  }

  private become(state: ServerState): void {
    this.state = state;
    this.changed.fire(state);
  }

  private async startNow(): Promise<void> {
    if (this.client) return;
    const binary = findBinary(this.context);
    if ("problem" in binary) {
      this.fail(binary.problem, { [vscode.l10n.t("Open Settings")]: () => openMachineSetting("wpls.server.path") });
      return;
    }
    this.become({ kind: "starting" });
    this.log.info(vscode.l10n.t("starting {0} serve", binary.path));
    const client: LanguageClient = new LanguageClient("wpls", "wpls", this.program(binary.path), {
      ...this.options(),
      errorHandler: { error: () => ({ action: ErrorAction.Continue }), closed: () => this.crashed(client) },
    });
    client.onNotification("wpls/status", (status: ServerStatus) => {
      if (status.lastBuild) this.lastBuild = status.lastBuild;
      this.become({ kind: "running", status });
    });
    client.onRequest("workspace/textDocumentContent/refresh", ({ uri }: { uri: string }) => this.refreshed(vscode.Uri.parse(uri, true)));
    client.onDidChangeState(({ newState }) => {
      if (newState !== State.Running) return;
      this.started.add(client);
      if (this.state.kind === "starting") this.become({ kind: "running" });
    });
    this.client = client;
    try {
      const begun = performance.now();
      await client.start();
      const version = client.initializeResult?.serverInfo?.version ?? "";
      this.log.info(vscode.l10n.t("wpls {0} answered after {1} ms", version, Math.round(performance.now() - begun)));
    } catch (error) {
      this.client = undefined;
      await client.dispose().catch(() => undefined);
      const reason = error instanceof Error ? error.message : String(error);
      this.fail(vscode.l10n.t("'{0} serve' did not start: {1}", binary.path, reason), {
        [vscode.l10n.t("Show Logs")]: () => this.log.show(),
      });
    }
  }

  private async stopNow(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    this.become({ kind: "stopped" });
    await client?.dispose(2000).catch((error) => this.log.warn(String(error)));
  }

  private program(command: string): ServerOptions {
    const environment = vscode.workspace.getConfiguration("wpls").get<Record<string, string>>("server.environment", {});
    return { command, args: ["serve"], options: { env: { ...process.env, ...environment } } };
  }

  private options(): LanguageClientOptions {
    return {
      documentSelector: languages.map((language) => ({ scheme: "file", language })),
      outputChannel: this.log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      diagnosticCollectionName: "wpls",
      initializationOptions: {
        trusted: vscode.workspace.isTrusted,
        statusNotifications: true,
        workspaceDiagnostics: vscode.workspace.getConfiguration("wpls").get("server.unopenedFiles", true),
        // what code lenses and actions may run
        commands: ["wpls.buildPlugin", "wpls.runPlugin", "wpls.showSchema", "wpls.showPlaces", "wpls.placeCursor"],
        wpls: serverSettings(this.context),
      },
      markdown: { supportHtml: false },
      initializationFailedHandler: () => false,
      middleware: {
        executeCommand: this.executeCommand,
        workspace: {
          configuration: (params, _token, _next) =>
            params.items.map((item) => (item.section === "wpls" ? serverSettings(this.context) : null)),
          didChangeConfiguration: async () => {
            const settings = { wpls: serverSettings(this.context) };
            await this.client?.sendNotification(DidChangeConfigurationNotification.type, { settings });
          },
        },
      },
    };
  }

  /** The connection ended though nobody asked for it. The first time the server comes back at once, then ever later. */
  private async crashed(client: LanguageClient): Promise<CloseHandlerResult> {
    const stayOff = { action: CloseAction.DoNotRestart, handled: true };
    if (this.client !== client || !this.started.has(client)) return stayOff; // who started it, tells
    const now = Date.now();
    this.crashes = [...this.crashes.filter((time) => now - time < crashWindow), now];
    const times = this.crashes.length;
    this.log.error(vscode.l10n.t("the server ended unexpectedly ({0})", times));
    const actions = { [vscode.l10n.t("Show Logs")]: () => this.log.show() };
    if (times >= crashLimit) {
      this.client = undefined;
      this.fail(vscode.l10n.t("the server of wpls ended {0} times in a few minutes and stays off", times), {
        [vscode.l10n.t("Restart")]: () => void this.restart(),
        ...actions,
      });
      return stayOff;
    }
    this.become({ kind: "starting" });
    if (times === 1) {
      void ask("warning", vscode.l10n.t("the server of wpls ended unexpectedly and was started again"), actions);
    } else {
      await delay(firstDelay * 2 ** (times - 2));
    }
    return this.client === client ? { action: CloseAction.Restart, handled: true } : stayOff;
  }

  private fail(problem: string, actions: Record<string, () => unknown>): void {
    this.log.error(problem);
    this.become({ kind: "failed", problem });
    void ask("error", problem, actions);
  }
}

/** Settings of programs belong to the machine that runs them. */
function openMachineSetting(id: string): Thenable<unknown> {
  const command = vscode.env.remoteName ? "workbench.action.openRemoteSettings" : "workbench.action.openSettings";
  return vscode.commands.executeCommand(command, { query: id });
}

/** A message with buttons, and what they do. */
export async function ask(
  level: "information" | "warning" | "error",
  problem: string,
  actions: Record<string, () => unknown>,
): Promise<void> {
  const show = {
    information: vscode.window.showInformationMessage,
    warning: vscode.window.showWarningMessage,
    error: vscode.window.showErrorMessage,
  }[level];
  const chosen = await show(`wpls: ${problem}`, ...Object.keys(actions));
  if (chosen) await actions[chosen]();
}
