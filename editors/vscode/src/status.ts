// The item in the status bar: is the server well, whose is the document in the editor, may it build, what did the last build give.
import * as vscode from "vscode";
import type { OwnerItem } from "./owner";
import type { LastBuild, Server, ServerState } from "./server";

export function bytes(count: number): string {
  const units = ["B", "KB", "MB", "GB"];
  let unit = 0;
  while (count >= 1000 && unit < units.length - 1) {
    count /= 1000;
    unit++;
  }
  return `${unit && count < 10 ? count.toFixed(1) : Math.round(count)} ${units[unit]}`;
}

function buildText(build: LastBuild | undefined): string {
  if (!build) return "";
  return build.ok ? ` $(package) ${build.name} ${bytes(build.bytes)}` : ` $(package) ${build.name} $(error)`;
}

function face(state: ServerState): { text: string; detail: string; background?: string } {
  switch (state.kind) {
    case "starting":
      return { text: "$(sync~spin) wpls", detail: vscode.l10n.t("The server is starting.") };
    case "stopped":
      return { text: "$(circle-slash) wpls", detail: vscode.l10n.t("The server is stopped.") };
    case "failed":
      return { text: "$(error) wpls", detail: state.problem, background: "statusBarItem.errorBackground" };
    case "running": {
      const status = state.status;
      if (!status) return { text: "$(check) wpls", detail: vscode.l10n.t("The server is running.") };
      const detail = status.indexing ? vscode.l10n.t("Reading plugins.") : vscode.l10n.t("Plugins: {0}", status.plugins);
      return { text: status.indexing ? "$(sync~spin) wpls" : "$(check) wpls", detail };
    }
  }
}

function link(title: string, command: string): string {
  return `[${title}](command:${command})`;
}

function tooltip(state: ServerState, owner: OwnerItem): vscode.MarkdownString {
  const text = new vscode.MarkdownString(undefined, true);
  text.isTrusted = true;
  text.appendMarkdown(`**wpls** · ${face(state).detail}\n\n`);
  if (owner.names) text.appendMarkdown("$(symbol-field) ").appendText(`${owner.names}: ${owner.detail}`).appendMarkdown("\n\n");
  if (!vscode.workspace.isTrusted) {
    text.appendMarkdown("$(shield) " + vscode.l10n.t("Restricted mode: wpls reads, but builds and runs nothing.") + "\n\n");
    text.appendMarkdown(link(vscode.l10n.t("Manage Workspace Trust"), "workbench.trust.manage") + "\n\n");
  } else {
    text.appendMarkdown(
      [
        link(vscode.l10n.t("Build"), "wpls.buildPlugin"),
        link(vscode.l10n.t("Run"), "wpls.runPlugin"),
        link(vscode.l10n.t("Doctor"), "wpls.runDoctor"),
      ].join(" · ") + "\n\n",
    );
  }
  text.appendMarkdown(
    [
      link(vscode.l10n.t("Show Schema"), "wpls.showSchema"),
      link(vscode.l10n.t("Show Logs"), "wpls.showLogs"),
      link(vscode.l10n.t("Restart"), "wpls.restartServer"),
    ].join(" · "),
  );
  return text;
}

export function showStatus(server: Server, owner: OwnerItem): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("wpls.status", vscode.StatusBarAlignment.Left, 0);
  item.name = "wpls";
  item.command = "wpls.showLogs";
  const update = (): void => {
    const { text, background } = face(server.state);
    item.text = text + (owner.names && `: ${owner.names}`) + buildText(server.lastBuild);
    item.tooltip = tooltip(server.state, owner);
    item.backgroundColor = background ? new vscode.ThemeColor(background) : undefined;
    item.accessibilityInformation = { label: `wpls: ${face(server.state).detail} ${owner.detail}`.trim(), role: "button" };
  };
  update();
  item.show();
  return vscode.Disposable.from(item, server.onDidChange(update), owner.onDidChange(update), vscode.workspace.onDidGrantWorkspaceTrust(update));
}
