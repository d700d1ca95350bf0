// What there is while wpls is at work in a window: the server and everything that shows it. Loaded by extension.ts when needed.
import * as vscode from "vscode";
import { commands, executed, shown } from "./commands";
import { Documents } from "./documents";
import { OwnerItem } from "./owner";
import { Server } from "./server";
import { showStatus } from "./status";
import { Tasks } from "./tasks";

export class Session {
  readonly log = vscode.window.createOutputChannel("wpls", { log: true });
  readonly server: Server;
  readonly documents: Documents;
  readonly tasks: Tasks;

  constructor(context: vscode.ExtensionContext, changed: vscode.EventEmitter<vscode.Uri>) {
    this.server = new Server(
      context,
      this.log,
      (uri) => changed.fire(uri),
      (command, args, next) => executed(this, command, args, next),
    );
    this.documents = new Documents(this.server, changed);
    this.tasks = new Tasks(context);
    const owner = new OwnerItem(this.server);
    context.subscriptions.push(
      this.log,
      this.server,
      owner,
      showStatus(this.server, owner),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.server.restart()),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration("wpls.server")) void this.server.restart();
      }),
    );
    for (const command of shown)
      context.subscriptions.push(vscode.commands.registerCommand(command, (...args: unknown[]) => this.run(command, args)));
    void vscode.commands.executeCommand("setContext", "wpls.active", true);
  }

  /** Runs a command of package.json, or of a lens; only its first argument counts. */
  async run(command: string, args: unknown[]): Promise<void> {
    try {
      await commands[command](this, args[0]);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.log.error(`${command}: ${reason}`);
      void vscode.window.showErrorMessage(`wpls: ${reason}`);
    }
  }

  stop(): Promise<void> {
    return this.server.stop();
  }
}

export function createSession(context: vscode.ExtensionContext, changed: vscode.EventEmitter<vscode.Uri>): Session {
  const session = new Session(context, changed);
  void session.server.start();
  return session;
}
