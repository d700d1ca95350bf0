// Whose the document in the editor is - a configuration or code -, in the status bar and among the details of its language: the plugin,
// and what told so.
import * as vscode from "vscode";
import type { Server } from "./server";

/** One of those in the answer to wpls/document. */
interface Owner {
  name: string;
  detail: string;
  plugin: string | null;
  candidates: string[];
}

const languages = new Set(["yaml", "json", "jsonc", "markdown", "go", "cpp", "c"]);

export class OwnerItem implements vscode.Disposable {
  private item: vscode.LanguageStatusItem | undefined;
  private readonly listeners: vscode.Disposable;
  private asked = 0; // answers to earlier questions are late
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  names = ""; // of the plugins whose the document is; empty: it is nobody's
  detail = ""; // what told so

  constructor(private readonly server: Server) {
    const ask = (): void => void this.update();
    this.listeners = vscode.Disposable.from(
      this.changed,
      vscode.window.onDidChangeActiveTextEditor(ask),
      vscode.languages.onDidChangeDiagnostics(({ uris }) => {
        const active = vscode.window.activeTextEditor?.document.uri.toString();
        if (uris.some((uri) => uri.toString() === active)) ask();
      }),
      server.onDidChange(ask),
    );
    ask();
  }

  dispose(): void {
    this.listeners.dispose();
    this.item?.dispose();
  }

  private async update(): Promise<void> {
    const document = vscode.window.activeTextEditor?.document;
    const question = ++this.asked;
    const ours = document?.uri.scheme === "file" && languages.has(document.languageId) && this.server.state.kind === "running";
    const owners = ours ? await this.owners(document.uri) : [];
    if (question !== this.asked) return;
    this.item?.dispose();
    this.item = owners.length && document ? this.show(document.uri, owners) : undefined;
    const names = owners.map((owner) => owner.name).join(", ");
    const detail = owners[0]?.detail ?? "";
    if (names === this.names && detail === this.detail) return;
    Object.assign(this, { names, detail });
    this.changed.fire();
  }

  private async owners(uri: vscode.Uri): Promise<Owner[]> {
    try {
      const client = await this.server.ready();
      const answer = await client.sendRequest<{ owners: Owner[] }>("wpls/document", { textDocument: { uri: uri.toString() } });
      return answer.owners;
    } catch {
      return []; // an older server, or one that is about to end
    }
  }

  private show(uri: vscode.Uri, owners: Owner[]): vscode.LanguageStatusItem {
    const item = vscode.languages.createLanguageStatusItem("wpls.owner", { scheme: "file", pattern: uri.fsPath });
    const [first] = owners;
    item.name = vscode.l10n.t("Plugin of the document");
    item.text = owners.map((owner) => owner.name).join(", ");
    item.detail = first.detail;
    if (!owners.every((owner) => owner.plugin)) item.severity = vscode.LanguageStatusSeverity.Warning;
    if (first.plugin) {
      const folder = vscode.Uri.parse(first.plugin, true);
      item.command = { title: vscode.l10n.t("Show Folder"), command: "revealInExplorer", arguments: [folder] };
    }
    return item;
  }
}
