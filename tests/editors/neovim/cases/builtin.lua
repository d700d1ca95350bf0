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

local bootstrap = [[
static_resources:
  listeners:
  - filter_chains:
    - filters:
      - typed_config:
          http_filters:
          - typed_config:
              "@type": type.googleapis.com/envoy.extensions.filters.http.wasm.v3.Wasm
              config:
                vm_config:
                  run$0time: envoy.wasm.runtime.v9
                  code: {local: {filename: /etc/envoy/cors.wasm}}
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
  { 'what it knows of a key of a built-in plugin', function(t)
    t:open('deploy/cors.yaml', (manifest:gsub('allow_$0orgins:\n    %- https://example.com', 'max_$0age: 60')))
    t:no_diagnostics()
    t.like(t:ask('textDocument/hover').contents.value, 'max.*age.*integer')
  end },
  { 'what Envoy refuses in a bootstrap, and its fix', function(t)
    t:open('envoy.yaml', bootstrap)
    t.like(t:diagnostics(1)[1], "^11:28%-49 schema/enum 'runtime' must be")
    t:run(function()
      vim.lsp.buf.code_action({
        context = { only = { 'quickfix' } },
        apply = true,
        filter = function(action) return action.title:match("envoy.wasm.runtime.v8'$") ~= nil end,
      })
    end)
    t:wait('the value is another one', function() return vim.fn.getline(11):match('runtime: envoy.wasm.runtime.v8$') end)
  end },
}
