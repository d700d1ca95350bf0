return {
  { 'one server for a repository, in the encoding asked for', function(t)
    t:plugin('http-call')
    t:plugin('hello-world')
    t:open('http-call/bad.yaml')
    t:open('hello-world/main.go')
    local found = t:run(function()
      local clients = vim.lsp.get_clients({ name = 'wpls' })
      return { #clients, clients[1].root_dir, clients[1].offset_encoding }
    end)
    t.equal(found, { 1, t.folder, t.encoding })
  end },
  { 'restart', function(t)
    t:plugin('http-call')
    t:open('http-call/bad.yaml')
    t:diagnostics(1)
    local before = t:run(function() return vim.lsp.get_clients({ name = 'wpls' })[1].id end)
    t:command('WplsRestart')
    t:wait('another server is there', function(old)
      local client = vim.lsp.get_clients({ name = 'wpls', bufnr = 0 })[1]
      return client and client.id ~= old and client.initialized
    end, before)
    t.equal(#t:diagnostics(1), #t:run(function() return vim.diagnostic.get(0) end))
  end },
  { 'restart after a crash', function(t)
    t:plugin('http-call')
    t:open('http-call/bad.yaml')
    t:diagnostics(1)
    t:run(function() vim.lsp.get_clients({ name = 'wpls' })[1].rpc.terminate() end)
    t:wait('the server is gone', function() return #vim.lsp.get_clients({ name = 'wpls' }) == 0 end)
    t:command('WplsRestart')
    t:diagnostics(1)
  end },
  { 'whose a configuration is', function(t)
    t:plugin('http-call')
    t:open('http-call/wasmplugin-bad.yaml')
    t:diagnostics(1)
    t:wait('the owner', function() return require('wpls').owners() == 'http-call' end)
    local detail = t:run(function() return vim.b.wpls_owners[1].detail end)
    t.like(detail, 'http%-call, told by ')
  end },
  { 'it ends with the editor', function(t)
    t:plugin('http-call')
    t:open('http-call/bad.yaml')
    local status = t:run(function()
      local code
      local client = vim.lsp.get_clients({ name = 'wpls' })[1]
      client.config.on_exit = nil
      table.insert(client._on_exit_cbs, function(exit) code = exit end)
      client:stop()
      vim.wait(60000, function() return code ~= nil end, 10)
      return code
    end)
    t.equal(status, 0)
  end },
  { 'health', function(t)
    t:plugin('http-call')
    t:open('http-call/bad.yaml')
    t:command('checkhealth wpls')
    local text = t:run(function() return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n') end)
    t.like(text, 'OK wpls %d')
    t.like(text, 'serving .*; files open: 1; positions in ' .. t.encoding:gsub('%-', '%%-'))
    t.like(text, 'nothing is run there before you say so')
  end },
  { 'health without the program', function(t)
    t:run(function() vim.lsp.config('wpls', { cmd = { '/nowhere/wpls', 'serve' } }) end)
    t:command('checkhealth wpls')
    local text = t:run(function() return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n') end)
    t.like(text, "ERROR no program '/nowhere/wpls'")
  end },
  { 'Chinese where the settings or the environment ask for it', function(t)
    t:run(function() vim.env.LC_ALL = 'zh_CN.UTF-8' end)
    t:command('checkhealth wpls')
    local text = t:run(function() return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n') end)
    t.like(text, '没有服务器在运行')
    t:plugin('http-call')
    t:open('http-call/bad.yaml')
    t.equal(t:run(function() return require('wpls.words').words('single files') end), '单个文件')
    t:run(function() vim.lsp.config('wpls', { settings = { wpls = { language = 'en' } } }) end)
    t.equal(t:run(function() return require('wpls.words').words('single files') end), 'single files')
  end },
  { 'every text has a Chinese one', function(t)
    local missing = t:run(function()
      local zh, found = require('wpls.words').zh, {}
      for _, file in ipairs(vim.fn.globpath(vim.env.WPLS_TOP .. '/editors/neovim', '**/*.lua', false, true)) do
        local source = table.concat(vim.fn.readfile(file), '\n')
        for quote, text in source:gmatch('words%(%s*([\'"])(.-)%1[,)]') do
          if not zh[text] then found[#found + 1] = quote .. text end
        end
        for call in source:gmatch('[^\n]*vim%.health%.%w+%([^w\n][^\n]*') do
          if not call:match('%%s %(%%s%)') then found[#found + 1] = call end
        end
      end
      return found
    end)
    t.equal(missing, {})
  end },
}
