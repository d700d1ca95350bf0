// What journeys begin with: packages, and folders with plugins.
import fs from "node:fs";
import path from "node:path";

/** The packed extensions: that with the program for this machine, and that without. */
export function vsix(top) {
  const folder = path.join(top, "build/packages");
  const named = (pattern) => path.join(folder, fs.readdirSync(folder).find((name) => name.endsWith(".vsix") && pattern.test(name)));
  return { platform: named(/linux|darwin/), universal: named(/^wpls-\d/) };
}

/** A workspace with copies of example plugins. */
export function copyPlugins({ top, work }, ...names) {
  const workspace = path.join(work, "plugins");
  for (const name of names) fs.cpSync(path.join(top, "examples", name), path.join(workspace, name), { recursive: true });
  return workspace;
}
