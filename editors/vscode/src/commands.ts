// The commands, one function each; package.json has their names and titles. What runs a program asks for trust first.
import * as path from "node:path";
import * as vscode from "vscode";
import { type Location, type Position, WorkDoneProgress } from "vscode-languageclient/node";
import { findPlugins, pluginAround, type Plugin } from "./plugins";
import { ask } from "./server";
import type { Session } from "./session";
import { bytes } from "./status";

interface BuildResult {
  ok: boolean;
  output: string | null;
  bytes: number;
  milliseconds: number;
  toolchain: string;
  message: string;
}

type Next = (command: string, args: unknown[]) => unknown;

export const commands: Record<string, (session: Session, argument?: unknown) => Promise<void>> = {
  "wpls.buildPlugin": build,
  "wpls.runPlugin": run,
  "wpls.showSchema": (session, argument) => showMade(session, "jsonschema", argument),
  "wpls.showReference": (session, argument) => showMade(session, "markdown", argument),
  "wpls.newPlugin": create,
  "wpls.runDoctor": doctor,
  "wpls.restartServer": (session) => session.server.restart(),
  "wpls.showLogs": async (session) => session.log.show(),
  "wpls.showPlaces": showPlaces,
  "wpls.placeCursor": placeCursor,
};

/** Those that are no use without a place: lenses and actions run them, the palette does not have them. */
export const shown = ["wpls.showPlaces", "wpls.placeCursor"];

/** One place is opened; several are listed where the lens stands. */
async function showPlaces(session: Session, argument?: unknown): Promise<void> {
  const { uri, position, locations } = argument as { uri: string; position: Position; locations: Location[] };
  const { protocol2CodeConverter: converter } = await session.server.ready();
  const at = [vscode.Uri.parse(uri, true), converter.asPosition(position), locations.map(converter.asLocation)];
  if (locations.length === 1) await vscode.commands.executeCommand("editor.action.goToLocations", ...at, "goto", "");
  else await vscode.commands.executeCommand("editor.action.showReferences", ...at);
}

async function placeCursor(session: Session, argument?: unknown): Promise<void> {
  const { uri, position } = argument as { uri: string; position: Position };
  const at = (await session.server.ready()).protocol2CodeConverter.asPosition(position);
  const editor = await vscode.window.showTextDocument(vscode.Uri.parse(uri, true));
  editor.selection = new vscode.Selection(at, at);
}

/** Commands of the server's own, as code lenses and actions run them: builds go the way of the command. */
export async function executed(session: Session, command: string, args: unknown[], next: Next): Promise<unknown> {
  if (command !== "wpls.build") return next(command, args);
  return session.run("wpls.buildPlugin", args);
}

async function execute<T>(session: Session, command: string, argument: object): Promise<T> {
  const client = await session.server.ready();
  return client.sendRequest<T>("workspace/executeCommand", { command, arguments: [argument] });
}

/** False, and the user knows what to do, while programs must not be run. */
function trusted(what: string): boolean {
  if (vscode.workspace.isTrusted) return true;
  void ask("warning", what, {
    [vscode.l10n.t("Manage Workspace Trust")]: () => vscode.commands.executeCommand("workbench.trust.manage"),
  });
  return false;
}

/** The plugin around `uri` or the active editor, the only one, or the one the user picks. */
async function choosePlugin(uri?: vscode.Uri): Promise<Plugin | undefined> {
  const plugins = await findPlugins();
  const at = uri ?? vscode.window.activeTextEditor?.document.uri;
  const around = at && pluginAround(plugins, at);
  if (around) return around;
  if (plugins.length === 0) throw new Error(vscode.l10n.t("there is no plugin project in this window"));
  if (plugins.length === 1) return plugins[0];
  const items = plugins.map((plugin) => ({
    label: plugin.name,
    description: vscode.workspace.asRelativePath(plugin.folder),
    plugin,
  }));
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t("Which plugin?") });
  return chosen?.plugin;
}

function uriOf(argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  const uri = (argument as { uri?: unknown } | undefined)?.uri;
  return typeof uri === "string" ? vscode.Uri.parse(uri, true) : undefined;
}

async function build(session: Session, argument?: unknown): Promise<void> {
  if (!trusted(vscode.l10n.t("building runs programs that this folder can influence: trust it first"))) return;
  const plugin = await choosePlugin(uriOf(argument));
  if (!plugin) return;
  await vscode.workspace.saveAll(false);
  const client = await session.server.ready();
  const options = { location: vscode.ProgressLocation.Notification, cancellable: true, title: vscode.l10n.t("Building {0}", plugin.name) };
  let cancelled = false;
  const result = await vscode.window.withProgress(options, async (progress, cancel) => {
    const workDoneToken = `wpls-build-${Date.now()}`;
    const listener = client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
      if (value.kind !== "end") progress.report({ message: value.message });
    });
    cancel.onCancellationRequested(() => (cancelled = true));
    const passed = typeof argument === "object" && !(argument instanceof vscode.Uri) ? argument : {};
    const params = { command: "wpls.build", arguments: [{ ...passed, uri: plugin.folder.toString() }], workDoneToken };
    try {
      return await client.sendRequest<BuildResult>("workspace/executeCommand", params, cancel);
    } catch (error) {
      if (cancelled) return undefined;
      throw error;
    } finally {
      listener.dispose();
    }
  });
  if (!result || cancelled) return;
  session.server.built({ ok: result.ok, name: plugin.name, bytes: result.bytes });
  if (result.ok) tellBuilt(session, plugin, result);
  else tellFailed(session, plugin, result);
}

function tellBuilt(session: Session, plugin: Plugin, result: BuildResult): void {
  const output = result.output ? vscode.Uri.parse(result.output, true) : undefined;
  const file = output ? path.posix.basename(output.path) : plugin.name;
  const seconds = (result.milliseconds / 1000).toFixed(1);
  const text = vscode.l10n.t("built {0}: {1} in {2} s with {3}", file, bytes(result.bytes), seconds, result.toolchain);
  session.log.info(text);
  void ask("information", text, {
    [vscode.l10n.t("Run")]: () => session.run("wpls.runPlugin", [plugin.folder]),
    ...(output ? { [vscode.l10n.t("Show File")]: () => vscode.commands.executeCommand("revealInExplorer", output) } : {}),
  });
}

function tellFailed(session: Session, plugin: Plugin, result: BuildResult): void {
  session.log.error(`${plugin.name}: ${result.message}`);
  const [first] = result.message.split("\n");
  void ask("error", vscode.l10n.t("{0} was not built: {1}", plugin.name, first), {
    [vscode.l10n.t("Show Problems")]: () => vscode.commands.executeCommand("workbench.actions.view.problems"),
    [vscode.l10n.t("Doctor")]: () => session.run("wpls.runDoctor", [plugin.folder]),
  });
}

/** The configuration to run with: the one in the editor, the only one, or the one the user picks. */
async function chooseConfig(plugin: Plugin): Promise<vscode.Uri | undefined> {
  const active = vscode.window.activeTextEditor?.document;
  if (active && ["yaml", "json"].includes(active.languageId) && pluginAround([plugin], active.uri)) return active.uri;
  const pattern = new vscode.RelativePattern(plugin.folder, "{*.yaml,*.yml,*.json}");
  const found = (await vscode.workspace.findFiles(pattern, undefined, 200)).sort((a, b) => a.path.localeCompare(b.path));
  if (found.length === 0) throw new Error(vscode.l10n.t("'{0}' has no YAML or JSON file to run it with", plugin.name));
  if (found.length === 1) return found[0];
  const items = found.map((uri) => ({ label: path.posix.basename(uri.path), uri }));
  return (await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t("Which configuration?") }))?.uri;
}

async function run(session: Session, argument?: unknown): Promise<void> {
  if (!trusted(vscode.l10n.t("running a plugin starts programs that this folder can influence: trust it first"))) return;
  const plugin = await choosePlugin(uriOf(argument));
  const config = plugin && (await chooseConfig(plugin));
  if (!plugin || !config) return;
  await vscode.workspace.saveAll(false);
  const task = session.tasks.of(plugin, { command: "run", config });
  if (!task) throw new Error(vscode.l10n.t("the program wpls was not found: install it so that it is on PATH, or set wpls.server.path"));
  await vscode.tasks.executeTask(task);
}

async function showMade(session: Session, format: "jsonschema" | "markdown", argument?: unknown): Promise<void> {
  const plugin = await choosePlugin(uriOf(argument));
  if (!plugin) return;
  const made = await execute<{ uri: string; text: string } | null>(session, "wpls.schema", { uri: plugin.folder.toString(), format });
  if (!made) throw new Error(vscode.l10n.t("'{0}' reads no configuration", plugin.name));
  await session.documents.show(made.uri, made.text, format === "markdown" ? "markdown" : "json");
}

async function chooseParent(argument?: unknown): Promise<vscode.Uri | undefined> {
  const given = uriOf(argument);
  if (given) return given;
  const other = { label: vscode.l10n.t("Another folder…"), uri: undefined };
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ name, uri }) => ({ label: name, description: uri.fsPath, uri }));
  if (folders.length > 0) {
    const placeHolder = vscode.l10n.t("Where should the plugin's folder be?");
    const chosen = await vscode.window.showQuickPick([...folders, other], { placeHolder });
    if (!chosen || chosen.uri) return chosen?.uri;
  }
  const picked = await vscode.window.showOpenDialog({ canSelectFolders: true, canSelectFiles: false, canSelectMany: false });
  return picked?.[0];
}

async function create(session: Session, argument?: unknown): Promise<void> {
  const name = await vscode.window.showInputBox({
    prompt: vscode.l10n.t("Name of the plugin"),
    placeHolder: "my-plugin",
    validateInput: (value) =>
      /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/.test(value) ? undefined : vscode.l10n.t("lower-case letters, digits and hyphens, such as my-plugin"),
  });
  if (!name) return;
  const languages = [
    { label: "Go", lang: "go" },
    { label: "C++", lang: "cpp" },
    { label: "C", lang: "c" },
  ];
  const language = await vscode.window.showQuickPick(languages, { placeHolder: vscode.l10n.t("Language of the plugin") });
  if (!language) return;
  const parent = await chooseParent(argument);
  if (!parent) return;
  const made = await execute<{ uri: string; open: string }>(session, "wpls.new", { parent: parent.toString(), name, lang: language.lang });
  const folder = vscode.Uri.parse(made.uri, true);
  if (!vscode.workspace.getWorkspaceFolder(folder)) {
    await vscode.commands.executeCommand("vscode.openFolder", folder, { forceNewWindow: !!vscode.workspace.workspaceFolders });
    return;
  }
  await vscode.window.showTextDocument(vscode.Uri.parse(made.open, true));
}

async function doctor(session: Session, argument?: unknown): Promise<void> {
  if (!trusted(vscode.l10n.t("the doctor asks toolchains for their versions: trust this folder first"))) return;
  const plugin = await choosePlugin(uriOf(argument));
  if (!plugin) return;
  const report = await execute<{ text: string }>(session, "wpls.doctor", { uri: plugin.folder.toString() });
  await session.documents.show(`wpls:/doctor/${encodeURIComponent(plugin.name)}.md`, report.text, "markdown");
}
