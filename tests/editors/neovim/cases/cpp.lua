local source = [[
#include "nlohmann/json.hpp"
#include "proxy_wasm_intrinsics.h"

class LimitRoot : public RootContext {
 public:
  explicit LimitRoot(uint32_t id, std::string_view root_id) : RootContext(id, root_id) {}
  bool onConfigure(size_t size) override {
    auto data = getBufferBytes(WasmBufferType::PluginConfiguration, 0, size);
    nlohmann::json config = nlohmann::json::parse(data->view(), nullptr, false);
    if (config.is_discarded()) return false;
    if (config.contains("limit")) limit_ = config["limit"].get<int>();
    return true;
  }

 private:
  int limit_ = 10;  // requests a minute
};

class Limit : public Context {
 public:
  explicit Limit(uint32_t id, RootContext* root) : Context(id, root) {}
  FilterHeadersStatus onRequestHeaders(uint32_t, bool) override {
    addRequestHeader("x-limit", "1");
    return FilterHeadersStatus::Continue;
  }
};

static RegisterContextFactory register_limit(CONTEXT_FACTORY(Limit), ROOT_FACTORY(LimitRoot));
]]

-- The source with the cursor before `text`, and something else in place of it.
local function at(text, instead)
  local start = source:find(text, 1, true)
  return source:sub(1, start - 1) .. '$0' .. (instead or text) .. source:sub(start + #text)
end

return {
  { 'a finding in C++, and a comment that takes it away', function(t)
    t:open('limits/plugin.cc', at('addRequestHeader', 'addResponseHeader'))
    t.like(t:diagnostics(1)[1], 'addResponseHeader')
    t:run(function()
      vim.lsp.buf.code_action({
        context = { only = { 'quickfix' } },
        apply = true,
        filter = function(action) return action.title:match('ignore .* for this function') ~= nil end,
      })
    end)
    t:no_diagnostics()
    t:wait('the comment is there', function() return vim.fn.search('^  // wpls:ignore phase/', 'nw') > 0 end)
  end },
  { 'a key of its configuration, repaired', function(t)
    t:write('limits/plugin.cc', source)
    t:open('limits/config.yaml', 'l$0imt: 5')
    t:diagnostics(1)
    t:run(function()
      vim.lsp.buf.code_action({
        context = { only = { 'quickfix' } },
        apply = true,
        filter = function(action) return action.title:match("rename to 'limit'") ~= nil end,
      })
    end)
    t:no_diagnostics()
  end },
  { 'hover on a key in the code', function(t)
    t:open('limits/plugin.cc', at('limit"].get'))
    t.like(t:ask('textDocument/hover').contents.value, 'limit.*integer.*requests a minute')
  end },
  { 'completion of a handler', function(t)
    t:open('limits/plugin.cc', at('  FilterHeadersStatus onRequestHeaders', '  onReq\n  FilterHeadersStatus onRequestHeaders'))
    t:run(function() vim.api.nvim_win_set_cursor(0, { vim.fn.line('.'), 7 }) end)
    local answer = t:ask('textDocument/completion')
    local labels = {}
    for _, item in ipairs(answer.items or answer) do labels[item.label] = true end
    t.equal(labels.onRequestBody, true)
  end },
}
