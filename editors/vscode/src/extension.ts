// The door: registers the commands and looks whether there is a plugin project or a document that configures plugins. The language
// client is big and is loaded by the first of them or a command only; a folder of ordinary Go or YAML files pays for this file alone.
import * as vscode from "vscode";
import { isConfigured, isWanted } from "./plugins";
import type { Session } from "./session";

let session: Promise<Session> | undefined;
const changed = new vscode.EventEmitter<vscode.Uri>(); // documents of the scheme wpls

function open(context: vscode.ExtensionContext): Promise<Session> {
  session ??= import("./session")
    .then((loaded) => loaded.createSession(context, changed))
    .catch((error: unknown) => {
      session = undefined; // the next command tries again
      throw error;
    });
  return session;
}

export function activate(context: vscode.ExtensionContext): void {
  for (const { command } of context.extension.packageJSON.contributes.commands) {
    context.subscriptions.push(
      vscode.commands.registerCommand(command, async (...args: unknown[]) => (await open(context)).run(command, args)),
    );
  }
  const look = async (): Promise<void> => {
    if (!session && (await isWanted())) await open(context);
  };
  const read = async (document: vscode.TextDocument): Promise<void> => {
    if (!session && isConfigured(document)) await open(context);
  };
  // go.mod is often written after the folder was opened: by `go mod init`, by a checkout
  const modules = vscode.workspace.createFileSystemWatcher("**/go.mod", false, false, true);
  context.subscriptions.push(
    changed,
    modules,
    modules.onDidCreate(look),
    modules.onDidChange(look),
    vscode.workspace.onDidChangeWorkspaceFolders(look),
    vscode.workspace.onDidOpenTextDocument(read),
    vscode.workspace.onDidSaveTextDocument(read),
    vscode.workspace.registerTextDocumentContentProvider("wpls", {
      provideTextDocumentContent: async (uri, cancel) => (await open(context)).documents.text(uri, cancel),
      onDidChange: changed.event,
    }),
    vscode.tasks.registerTaskProvider("wpls", {
      provideTasks: async () => ((await isWanted()) ? (await open(context)).tasks.provide() : []),
      resolveTask: async (task) => (await open(context)).tasks.resolve(task),
    }),
  );
  void look();
}

export async function deactivate(): Promise<void> {
  await (await session)?.stop();
}
