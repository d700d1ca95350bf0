// Tasks of type "wpls": the program's commands in a terminal, for whoever keeps them in tasks.json or binds keys to them.
import * as path from "node:path";
import * as vscode from "vscode";
import { findBinary } from "./binary";
import { findPlugins, type Plugin } from "./plugins";

/** VS Code knows English words for levels alone: those of lines in Chinese have a matcher for each level. */
const matchers = ["$wpls", "$wpls-warning", "$wpls-info"];

export interface Definition extends vscode.TaskDefinition {
  type: "wpls";
  command: "build" | "run" | "lint";
  plugin?: string; // folder, relative to the workspace folder
  config?: string; // file, likewise; for run
  arguments?: string[];
}

type Scope = vscode.WorkspaceFolder | vscode.TaskScope.Workspace;

export class Tasks {
  constructor(private readonly context: vscode.ExtensionContext) {}

  async provide(): Promise<vscode.Task[]> {
    if (!vscode.workspace.isTrusted) return [];
    const tasks: vscode.Task[] = [];
    for (const plugin of await findPlugins()) {
      for (const command of ["build", "lint"] as const) {
        const task = this.of(plugin, { command });
        if (task) tasks.push(task);
      }
    }
    return tasks;
  }

  resolve(task: vscode.Task): vscode.Task | undefined {
    const scope = task.scope;
    const folder = typeof scope === "object" ? scope : vscode.workspace.workspaceFolders?.[0];
    return this.make(folder ?? vscode.TaskScope.Workspace, task.definition as Definition, folder?.uri.fsPath);
  }

  /** The task of a plugin; undefined where there is no program. */
  of(plugin: Plugin, what: { command: Definition["command"]; config?: vscode.Uri }): vscode.Task | undefined {
    const folder = vscode.workspace.getWorkspaceFolder(plugin.folder);
    const base = folder?.uri.fsPath ?? plugin.folder.fsPath;
    const relative = (uri: vscode.Uri): string => path.relative(base, uri.fsPath).split(path.sep).join("/") || ".";
    const definition: Definition = { type: "wpls", command: what.command, plugin: relative(plugin.folder) };
    if (what.config) definition.config = relative(what.config);
    return this.make(folder ?? vscode.TaskScope.Workspace, definition, base, plugin.name);
  }

  private make(scope: Scope, definition: Definition, cwd: string | undefined, name?: string): vscode.Task | undefined {
    const binary = findBinary(this.context);
    if ("problem" in binary) return undefined;
    const folder = definition.plugin ?? ".";
    const args = [definition.command, folder];
    if (definition.config) args.push("--config", definition.config);
    args.push(...(definition.arguments ?? []));
    const environment = vscode.workspace.getConfiguration("wpls").get<Record<string, string>>("server.environment", {});
    const task = new vscode.Task(
      definition,
      scope,
      `${definition.command} ${name ?? folder}`,
      "wpls",
      new vscode.ProcessExecution(binary.path, args, { cwd, env: environment }),
      matchers,
    );
    if (definition.command === "build") task.group = vscode.TaskGroup.Build;
    task.presentationOptions = { clear: true, panel: vscode.TaskPanelKind.Dedicated, showReuseMessage: false };
    return task;
  }
}
