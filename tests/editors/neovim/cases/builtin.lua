-- Whoever only configures built-in plugins has manifests and no sources.
local manifest = [[
apiVersion: extensions.higress.io/v1alpha1
kind: WasmPlugin
metadata:
  name: cors
spec:
  url: oci://higress-registry.cn-hangzhou.cr.aliyuncs.com/plugins/cors:2.0.1
  defaultConfig:
    allow_$0orgins:
    - https://example.com
]]

return {
  { 'a misspelt key of a built-in plugin, and its fix', function(t)
    t:open('deploy/cors.yaml', manifest)
    t.like(t:diagnostics(1, 'exactly')[1], "^8:5%-17 config/builtin%-unknown%-key 'cors:2.0.1' does not know 'allow_orgins'")
    t:run(function()
      vim.lsp.buf.code_action({
        context = { only = { 'quickfix' } },
        apply = true,
        filter = function(action) return action.title:match("rename to 'allow_origins'") ~= nil end,
      })
    end)
    t:no_diagnostics()
    t:command('write')
    t.like(t:read('deploy/cors.yaml'), '\n    allow_origins:\n')
  end },
}
