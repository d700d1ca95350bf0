---@brief
---
--- https://github.com/OWNER/wpls
---
--- Language server for Proxy-Wasm plugin projects, first of all Higress plugins in Go: configurations checked against the
--- plugin's own parse function, and SDK calls against what a real Envoy does with them.
---
--- `wpls` comes as a Debian package, an archive, a Python wheel and an npm package, in the releases of the repository above. No registry
--- of packages has it.
---
--- Building a plugin runs programs of the folder, and is refused unless the folder is trusted:
---
--- ```lua
--- vim.lsp.config('wpls', { init_options = { trusted = true } })
--- ```

---@type vim.lsp.Config
return {
  cmd = { 'wpls', 'serve' },
  filetypes = { 'go', 'cpp', 'c', 'yaml', 'json', 'jsonc', 'markdown' },
  root_markers = { '.git', { 'wpls.yaml', '.wpls.yaml' }, 'go.mod', { 'WORKSPACE', 'MODULE.bazel', 'CMakeLists.txt' } },
}
