local function texts(t)
  local found = {}
  for _, name in ipairs({ 'main.go', 'good.yaml', 'wasmplugin-good.yaml', 'README.md' }) do
    local path = t.folder .. '/http-call/' .. name
    found[name] = vim.uv.fs_stat(path) and table.concat(vim.fn.readfile(path, 'b'), '\n') or nil
  end
  return found
end

local function rename(t, name)
  t:run(function(new) vim.lsp.buf.rename(new) end, name)
  t:wait('the code has the new name', function(new)
    return vim.fn.search([[\v"]] .. new .. [["]], 'nw') > 0
  end, name)
  t:command('silent wall')
end

return {
  { 'an author renames a key, and takes it back', function(t)
    t:plugin('http-call')
    t:open('http-call/main.go')
    local before = texts(t)
    t:run(function() vim.fn.cursor(1, 1) vim.fn.search([[Get("\zstokenHeader]]) end)
    rename(t, 'credentialHeader')
    local after = texts(t)
    t.like(after['good.yaml'], 'credentialHeader:')
    t.like(after['wasmplugin-good.yaml'], 'credentialHeader:')
    t.equal(after['good.yaml']:find('tokenHeader:', 1, true), nil)
    t:run(function() vim.fn.cursor(1, 1) vim.fn.search([[Get("\zscredentialHeader]]) end)
    rename(t, 'tokenHeader')
    t.equal(texts(t), before)
  end },
  { 'the plugin, its handlers and keys by name', function(t)
    t:plugin('http-call')
    t:open('http-call/main.go')
    t:command("lua vim.lsp.buf.workspace_symbol('tokenHeader')")
    local names = t:wait('a list opens', function()
      local items = vim.fn.getqflist()
      return #items > 0 and table.concat(vim.tbl_map(function(item) return item.text end, items), '\n')
    end)
    t.like(names, 'tokenHeader')
  end },
}
