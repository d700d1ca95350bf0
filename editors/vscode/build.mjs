// Bundles the extension into the folder given, or dist: extension.js is all that an ordinary folder ever loads, session.js comes with the first plugin project.
import { build } from "esbuild";

await build({
  entryPoints: ["src/extension.ts", "src/session.ts"],
  outdir: process.argv[2] ?? "dist",
  bundle: true,
  minify: true,
  format: "cjs",
  platform: "node",
  target: "node18",
  external: ["vscode", "./session"],
  supported: { "dynamic-import": false }, // require, as the extension host loads it
  legalComments: "none",
  logLevel: "warning",
});
