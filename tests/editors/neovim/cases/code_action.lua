-- Applies the one action whose title matches, as a person who picks it from the list.
local function apply(t, kind, title)
  t:run(function(only, like)
    vim.lsp.buf.code_action({
      context = { only = { only } },
      apply = true,
      filter = function(action) return action.title:match(like) ~= nil end,
    })
  end, kind, title)
end

return {
  { 'a fix, applied and saved', function(t)
    t:plugin('http-call')
    t:open('http-call/config.yaml', '{requestPath: "/😀", serviceSource: ip, serviceName: a, servicePort: 80, token$0Headr: X}')
    t:diagnostics(1)
    apply(t, 'quickfix', "rename to 'tokenHeader'")
    t:no_diagnostics()
    t:command('write')
    t.equal(t:read('http-call/config.yaml'),
      '{requestPath: "/😀", serviceSource: ip, serviceName: a, servicePort: 80, tokenHeader: X}')
  end },
  { 'all fixes of a file', function(t)
    t:plugin('mock-answer')
    t:open('mock-answer/wasmplugin-bad.yaml')
    local before = #t:diagnostics(2)
    apply(t, 'source.fixAll', 'all')
    t:wait('there are fewer findings', function(n) return #vim.diagnostic.get(0) < n end, before)
    t.like(t:run(function() return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n') end), 'phase: AUTHN')
  end },
  { 'a comment that takes a finding away, in code', function(t)
    t:plugin('wrong-phase')
    t:open('wrong-phase/main.go')
    local before = #t:diagnostics(1)
    t:run(function()
      local d = vim.diagnostic.get(0)[1]
      vim.api.nvim_win_set_cursor(0, { d.lnum + 1, d.col })
    end)
    apply(t, 'quickfix', 'ignore .* for this line')
    t:wait('there are fewer findings', function(n) return #vim.diagnostic.get(0) < n end, before)
    t:wait('the comment is there', function() return vim.fn.search('//wpls:ignore phase/', 'nw') > 0 end)
    t:wait('the reason is written next', function()
      return vim.api.nvim_get_current_line():match('//wpls:ignore phase/.* $') and vim.fn.mode() == 'i'
    end)
  end },
}
