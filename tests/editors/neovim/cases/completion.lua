local function complete(t, word)
  t:run(function()
    vim.o.completeopt = 'menuone,noinsert'
    local client = vim.lsp.get_clients({ name = 'wpls', bufnr = 0 })[1]
    vim.lsp.completion.enable(true, client.id, 0, {})
  end)
  t:keys('A' .. word)
  t:wait('the word is typed', function(tail) return vim.endswith(vim.api.nvim_get_current_line(), tail) end, word)
  t:run(function() vim.lsp.completion.get() end)
  t:wait('a menu opens', function() return vim.fn.pumvisible() == 1 end)
end

return {
  { 'a key, its value as a placeholder', function(t)
    t:plugin('http-call')
    t:open('http-call/config.yaml', '# 😀\n$0')
    complete(t, 'tokenH')
    t:keys('<C-y>')
    t:wait('the key is there', function() return vim.fn.getline(2):match("^tokenHeader:") end)
    t:keys('X-Token<Esc>')
    t:wait('the value is typed', function() return vim.fn.mode() == 'n' end)
    t.equal(t:line(2), 'tokenHeader: X-Token')
  end },
  { 'a value of those that the code knows', function(t)
    t:plugin('http-call')
    t:open('http-call/config.yaml', 'requestPath: /😀\nserviceSource: $0')
    complete(t, 'na')
    t:keys('<C-y><Esc>')
    t:wait('the value is there', function() return vim.fn.mode() == 'n' end)
    t.equal(t:line(2), 'serviceSource: nacos')
  end },
}
