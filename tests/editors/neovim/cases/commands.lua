return {
  { 'the schema of a plugin, as a document', function(t)
    t:plugin('http-call')
    t:open('http-call/main.go')
    t:command('WplsSchema')
    t:wait('a document is there', function() return vim.api.nvim_buf_get_name(0):match('^wpls:/schema/.*json$') end)
    local schema = t:run(function()
      return vim.json.decode(table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n'))
    end)
    t.equal(schema.properties.serviceSource.enum, { 'k8s', 'nacos', 'ip', 'dns' })
    t.equal(t:run(function() return { vim.bo.filetype, vim.bo.modifiable, vim.bo.modified } end), { 'json', false, false })
    -- again, as a document that is opened by its name
    t:command('edit!')
    t.equal(t:run(function() return vim.json.decode(table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')) end), schema)
  end },
  { 'the schema in other forms', function(t)
    t:plugin('http-call')
    t:open('http-call/main.go')
    t:command('WplsSchema markdown')
    t:wait('a document is there', function() return vim.bo.filetype == 'markdown' end)
    t.like(t:run(function() return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n') end), 'serviceSource')
  end },
  { 'a schema where there is no plugin', function(t)
    t:open('notes.yaml', 'a: 1')
    t:command('WplsSchema')
    t:message('no plugin')
  end },
  { 'a file that the server does not have', function(t)
    t:plugin('http-call')
    t:open('http-call/main.go')
    t:command('edit wpls:/nothing.json')
    t:message("'wpls:/nothing.json': no such document")
  end },
  { 'a new plugin', function(t)
    t:plugin('http-call')
    t:open('http-call/main.go')
    t:command('WplsNew my-plugin go ' .. t.folder)
    t:wait('its code is shown', function() return vim.api.nvim_buf_get_name(0):match('my%-plugin/main%.go$') end)
    t:wait('the server knows it', function()
      return #vim.lsp.get_clients({ name = 'wpls', bufnr = 0 }) == 1 and #vim.diagnostic.get(0) == 0
    end)
    t.like(t:read('my-plugin/main.go'), 'wrapper%.SetCtx')
  end },
  { 'a new plugin where there is one', function(t)
    t:plugin('http-call')
    t:open('http-call/main.go')
    t:command('WplsNew http-call go ' .. t.folder)
    t:message('http%-call')
  end },
  { 'a new plugin before a server runs', function(t)
    t:command('WplsNew first')
    t:wait('its code is shown', function() return vim.api.nvim_buf_get_name(0):match('first/main%.go$') end)
  end },
}
