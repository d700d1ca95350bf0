// What wpls is wanted for in the workspace, told by what files say: plugin projects, since names alone would take any Go module for one,
// and documents that configure plugins whose sources are elsewhere.
import * as vscode from "vscode";

const skipped = "**/{node_modules,vendor,.git}/**";

interface Sign {
  files: string; // glob
  content?: RegExp; // without it the name is enough
  isPlugin: boolean; // false: only says that wpls is wanted here
}

/** In each document with a Wasm configuration: a WasmPlugin, or what Envoy and its gateways load. */
const configured = /\bextensions\.(?:higress|istio)\.io\/|\.wasm\.v3\.|\bvm_?[cC]onfig\b|\bEnvoyExtensionPolicy\b/;

const signs: Sign[] = [
  { files: "**/go.mod", content: /^\s*(?:require\s+)?\S+\/(?:wasm-go|proxy-wasm-go-sdk)\s+v/m, isPlugin: true },
  { files: "**/plugin.{cc,cpp,c}", content: /proxy_wasm_|proxy-wasm/, isPlugin: true },
  { files: "**/{wpls,.wpls}.yaml", isPlugin: false },
  { files: "**/*{wasm,Wasm,envoy,Envoy}*.{yaml,yml,json}", content: configured, isPlugin: false },
];

export interface Plugin {
  name: string;
  folder: vscode.Uri;
}

async function matches(uri: vscode.Uri, content: RegExp | undefined): Promise<boolean> {
  if (!content) return true;
  try {
    return content.test(Buffer.from(await vscode.workspace.fs.readFile(uri)).toString("utf8"));
  } catch {
    return false; // gone, or not readable: no plugin then
  }
}

async function* find(wanted: Sign[]): AsyncGenerator<vscode.Uri> {
  for (const sign of wanted) {
    for (const uri of await vscode.workspace.findFiles(sign.files, skipped, 1000)) {
      if (await matches(uri, sign.content)) yield uri;
    }
  }
}

/** Whether an open document has a Wasm configuration, whatever its file is called. */
export function isConfigured(document: vscode.TextDocument): boolean {
  return document.uri.scheme === "file" && /^(?:yaml|jsonc?)$/.test(document.languageId) && configured.test(document.getText());
}

/** Whether wpls has anything to do in this workspace. */
export async function isWanted(): Promise<boolean> {
  if (vscode.workspace.textDocuments.some(isConfigured)) return true;
  for await (const _ of find(signs)) return true;
  return false;
}

/** All plugin projects, by name. */
export async function findPlugins(): Promise<Plugin[]> {
  const found = new Map<string, Plugin>();
  for await (const uri of find(signs.filter((sign) => sign.isPlugin))) {
    const folder = vscode.Uri.joinPath(uri, "..");
    found.set(folder.toString(), { name: folder.path.split("/").pop() || folder.path, folder });
  }
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name));
}

/** The innermost plugin that `uri` lies in. */
export function pluginAround(plugins: Plugin[], uri: vscode.Uri): Plugin | undefined {
  return plugins
    .filter((plugin) => uri.toString() === plugin.folder.toString() || uri.toString().startsWith(plugin.folder.toString() + "/"))
    .sort((a, b) => b.folder.path.length - a.folder.path.length)[0];
}
