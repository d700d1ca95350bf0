---@brief
---
--- Language server for Proxy-Wasm plugin projects, first of all Higress plugins in Go: configurations checked against the
--- plugin's own parse function, and SDK calls against what a real Envoy does with them.

---@type vim.lsp.Config
return {
  cmd = { 'wpls', 'serve' },
  filetypes = { 'go', 'cpp', 'c', 'yaml', 'json', 'jsonc', 'markdown' },
  -- The repository before the plugin: WasmPlugins often lie beside the folders of the plugins that they configure.
  root_markers = { '.git', { 'wpls.yaml', '.wpls.yaml' }, 'go.mod', { 'WORKSPACE', 'MODULE.bazel', 'CMakeLists.txt' } },
  init_options = {
    trusted = false, -- true: :WplsBuild and its like run programs of every folder without asking
    statusNotifications = true,
    workspaceDiagnostics = true, -- for vim.lsp.buf.workspace_diagnostics(), which later versions have
    -- of code lenses and actions: plugin/wpls.lua
    commands = { 'wpls.buildPlugin', 'wpls.runPlugin', 'wpls.showSchema', 'wpls.showPlaces', 'wpls.placeCursor' },
  },
  settings = { wpls = vim.empty_dict() },
  before_init = function(params, config)
    require('wpls.trust').pass_on(params, config)
  end,
  handlers = {
    ['wpls/status'] = function(_, status, context)
      require('wpls').on_status(status, context)
    end,
  },
}
