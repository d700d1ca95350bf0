// Documents that are in no file, scheme wpls: schemas and tables that the server makes from a plugin's code, reports of commands.
import * as vscode from "vscode";
import type { Server } from "./server";

export class Documents {
  private readonly texts = new Map<string, string>(); // what was shown last, for a server that does not serve documents itself

  constructor(
    private readonly server: Server,
    private readonly changed: vscode.EventEmitter<vscode.Uri>,
  ) {}

  async text(uri: vscode.Uri, cancel: vscode.CancellationToken): Promise<string> {
    const known = this.texts.get(uri.toString());
    try {
      const client = await this.server.ready();
      if (client.initializeResult?.capabilities.workspace && "textDocumentContent" in client.initializeResult.capabilities.workspace) {
        const answer = await client.sendRequest<{ text: string }>("workspace/textDocumentContent", { uri: uri.toString() }, cancel);
        return answer.text;
      }
    } catch (error) {
      if (known === undefined) throw error;
    }
    return known ?? "";
  }

  /** Opens a document with this text, or gives the open one the new text. */
  async show(address: string, text: string, language: string): Promise<void> {
    const uri = vscode.Uri.parse(address, true);
    this.texts.set(uri.toString(), text);
    this.changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    if (document.languageId !== language) await vscode.languages.setTextDocumentLanguage(document, language);
    if (language === "markdown") await vscode.commands.executeCommand("markdown.showPreview", uri);
    else await vscode.window.showTextDocument(document, { preview: true });
  }
}
