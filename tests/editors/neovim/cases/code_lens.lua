-- The lenses of the current buffer, once each is resolved: "line title".
local function lenses(t)
  t:run(function() vim.lsp.codelens.refresh({ bufnr = 0 }) end)
  return t:wait('there are lenses', function()
    local found = {}
    for _, lens in ipairs(vim.lsp.codelens.get(0)) do
      if not lens.command then return false end
      table.insert(found, ('%d %s'):format(lens.range.start.line + 1, lens.command.title))
    end
    return #found > 0 and found
  end)
end

-- Runs one as a person who picks it from the list, and then what else is asked for.
local function run(t, ...)
  t:run(function(...)
    local picks = { ... }
    local line = vim.lsp.codelens.get(0)[1].range.start.line
    vim.api.nvim_win_set_cursor(0, { line + 1, 0 })
    vim.ui.select = function(items, options, choose)
      for i, item in ipairs(items) do
        local text = options.format_item and options.format_item(item) or item
        if text == picks[1] then
          table.remove(picks, 1)
          return choose(item, i)
        end
      end
    end
    vim.lsp.codelens.run()
  end, ...)
end

return {
  { 'where the plugin registers itself', function(t)
    t:plugin('http-call')
    t:open('http-call/main.go')
    local line = t:run(function() return vim.fn.search([[wrapper\.SetCtx(]], 'nw') end)
    t.equal(lenses(t), { line .. ' 4 configurations, 4 problems', line .. ' build', line .. ' run in Envoy', line .. ' show schema' })
  end },
  { 'the configurations, and from one back to the plugin', function(t)
    t:plugin('http-call')
    t:open('http-call/main.go')
    lenses(t)
    run(t, '4 configurations, 4 problems')
    t:wait('they are listed', function() return #vim.fn.getqflist() == 4 end)
    t:open('http-call/wasmplugin-good.yaml')
    t.equal(#lenses(t), 1)
    run(t, 'plugin http-call')
    t:wait('the plugin is there', function() return vim.api.nvim_buf_get_name(0):match('main%.go$') end)
  end },
  { 'the schema', function(t)
    t:plugin('http-call')
    t:open('http-call/main.go')
    lenses(t)
    run(t, 'show schema')
    t:wait('a document is there', function() return vim.api.nvim_buf_get_name(0):match('^wpls:/schema/.*json$') end)
  end },
  { 'a build, not without trust', function(t)
    t:plugin('http-call')
    t:open('http-call/main.go')
    lenses(t)
    t:run(function() vim.fn.confirm = function() return 1 end end) -- "ignore"
    run(t, 'build')
    t:message('not built: .* not trusted')
  end },
  { 'a run, with one of the configurations beside', function(t)
    t:run(function() vim.lsp.config('wpls', { init_options = { trusted = true } }) end)
    t:plugin('http-call')
    t:open('http-call/main.go')
    lenses(t)
    t:run(function()
      vim.fn.jobstart = function(command) Started = command end -- Envoy is another test's
    end)
    run(t, 'run in Envoy', 'good.yaml')
    local started = t:wait('a program is started', function() return Started end)
    t.equal(vim.list_slice(started, 2), { 'run', t.folder .. '/http-call', '--config', t.folder .. '/http-call/good.yaml' })
  end },
}
