return {
  { 'on a key', function(t)
    t:plugin('http-call')
    t:open('http-call/config.yaml', '{requestPath: "/😀", token$0Header: X}')
    local hover = t:ask('textDocument/hover')
    t.like(hover.contents.value, 'tokenHeader')
    t.equal(hover.range.start.character, t.encoding == 'utf-8' and 23 or 21)
    -- and as a person asks for it
    t:keys('K')
    local shown = t:wait('a window opens', function()
      for _, window in ipairs(vim.api.nvim_list_wins()) do
        if vim.api.nvim_win_get_config(window).relative ~= '' then
          return table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), '\n')
        end
      end
    end)
    t.like(shown, 'tokenHeader')
  end },
}
