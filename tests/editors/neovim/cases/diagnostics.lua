return {
  { 'while typing, at the right place', function(t)
    t:plugin('http-call')
    -- '😀' has four bytes, two UTF-16 units.
    t:open('http-call/config.yaml', '{requestPath: "/😀", serviceSource: ip, serviceName: a, servicePort: 80, tokenHeadr: X}')
    local found = t:diagnostics(1, 'exactly')
    t.like(found[1], "^1:76%-86 config/rejected rejected by the plugin: missing tokenHeader")
    t:command([[%s/tokenHeadr/tokenHeader/]])
    t:no_diagnostics()
    t:keys('u')
    t:diagnostics(1, 'exactly')
  end },
  { 'with the place in the code', function(t)
    t:plugin('http-call')
    t:open('http-call/bad.yaml')
    t:diagnostics(1)
    local related = t:run(function()
      return vim.diagnostic.get(0)[1].user_data.lsp.relatedInformation[1]
    end)
    t.like(related.location.uri, 'http%-call/main%.go$')
    t.like(related.message, 'returns this error')
  end },
  { 'in code', function(t)
    t:plugin('wrong-phase')
    t:open('wrong-phase/main.go')
    t.like(t:diagnostics(4)[1], '^%d+:%d+%-%d+ phase/wrong%-phase')
  end },
  { 'in files that are not open', function(t)
    t:plugin('http-call')
    t:plugin('wrong-phase')
    t:open('http-call/good.yaml')
    local names = t:run(function()
      local client = vim.lsp.get_clients({ name = 'wpls' })[1]
      local answer = client:request_sync('workspace/diagnostic', { previousResultIds = {} }, 60000, 0)
      return vim.tbl_map(function(report) return vim.fs.basename(vim.uri_to_fname(report.uri)) end, answer.result.items)
    end)
    t.equal({ vim.tbl_contains(names, 'bad.yaml'), vim.tbl_contains(names, 'main.go') }, { true, true })
  end },
  { 'after an edit of the code', function(t)
    t:plugin('http-call')
    t:open('http-call/good.yaml')
    t:open('http-call/main.go')
    t:command([[%s/Get("tokenHeader")/Get("token_header")/]])
    t:command('buffer good.yaml')
    t.like(t:diagnostics(1)[1], 'missing tokenHeader')
  end },
}
