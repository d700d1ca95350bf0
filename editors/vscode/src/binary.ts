// Where the program wpls is: what the user set, what came with the extension, what PATH has - in this order.
import * as fs from "node:fs";
import * as path from "node:path";
import * as vscode from "vscode";

const name = process.platform === "win32" ? "wpls.exe" : "wpls";

function isProgram(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

/** The bundled program; an archive made on Windows has lost the permission to execute it. */
function bundled(context: vscode.ExtensionContext): string | undefined {
  const file = path.join(context.extensionPath, "bin", name);
  if (!fs.existsSync(file)) return undefined;
  if (!isProgram(file)) {
    try {
      fs.chmodSync(file, 0o755);
    } catch {
      return undefined; // installed by someone else; PATH may still help
    }
  }
  return file;
}

function onPath(): string | undefined {
  return (process.env.PATH ?? "")
    .split(path.delimiter)
    .filter((folder) => path.isAbsolute(folder)) // never the opened folder by way of "." in PATH
    .map((folder) => path.join(folder, name))
    .find(isProgram);
}

function expand(setting: string): string {
  const home = process.env.HOME ?? process.env.USERPROFILE ?? "";
  const root = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? "";
  return setting.replace(/^~(?=$|[\\/])/, home).replace(/\$\{workspaceFolder\}/g, root).replace(/\$\{userHome\}/g, home);
}

/** The program, or why there is none: a sentence for the user. */
export function findBinary(context: vscode.ExtensionContext): { path: string } | { problem: string } {
  const setting = vscode.workspace.getConfiguration("wpls").get<string>("server.path", "").trim();
  if (setting) {
    const file = expand(setting);
    if (isProgram(file)) return { path: file };
    return { problem: vscode.l10n.t("'{0}', the setting wpls.server.path, is not a program", file) };
  }
  const file = bundled(context) ?? onPath();
  if (file) return { path: file };
  return { problem: vscode.l10n.t("the program wpls was not found: install it so that it is on PATH, or set wpls.server.path") };
}
