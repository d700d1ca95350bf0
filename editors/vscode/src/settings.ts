// The settings that the server knows (generated into package.json from its schema), as it wants them: only what somebody set.
// Settings of the extension itself (wpls.server, wpls.trace) are not the server's business.
import * as vscode from "vscode";

const own = /^wpls\.(server|trace)\./;

function names(context: vscode.ExtensionContext): string[] {
  const groups: { properties: object }[] = context.extension.packageJSON.contributes.configuration;
  return groups.flatMap((group) => Object.keys(group.properties)).filter((key) => !own.test(key));
}

export function serverSettings(context: vscode.ExtensionContext): Record<string, unknown> {
  const configuration = vscode.workspace.getConfiguration();
  const settings: Record<string, unknown> = {};
  for (const key of names(context)) {
    const set = configuration.inspect(key);
    const somebody = [set?.globalValue, set?.workspaceValue, set?.workspaceFolderValue].some((value) => value !== undefined);
    if (somebody) settings[key.slice("wpls.".length)] = configuration.get(key); // objects come merged
  }
  return settings;
}
