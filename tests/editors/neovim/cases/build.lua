-- The build itself is tested elsewhere; here is what an editor shows of it.
local function trusted(t)
  t:run(function() vim.lsp.config('wpls', { init_options = { trusted = true } }) end)
end

return {
  { 'not without trust', function(t)
    t:plugin('http-call')
    t:open('http-call/main.go')
    t:run(function() vim.fn.confirm = function() return 1 end end) -- "ignore"
    t:command('WplsBuild')
    t:message('not built: .* not trusted')
  end },
  { 'trust is asked for once, and the server told', function(t)
    t:plugin('http-call')
    t:open('http-call/main.go')
    t:run(function()
      Asked = 0
      vim.fn.confirm = function()
        Asked = Asked + 1
        return 4 -- "allow"
      end
    end)
    t:command('WplsTrust')
    t:message('programs may be run in')
    t:wait('the server is back', function()
      local client = vim.lsp.get_clients({ name = 'wpls', bufnr = 0 })[1]
      return client and client.initialized and require('wpls.trust').is_trusted(client)
    end)
    t:command('WplsTrust')
    t.equal(t:run(function() return Asked end), 1)
  end },
  { 'an error of the compiler, at its place', function(t)
    if vim.env.WPLS_NO_GO then
      return
    end
    trusted(t)
    t:plugin('http-call')
    t:open('http-call/main.go')
    t:run(function()
      Steps = {}
      vim.api.nvim_create_autocmd('LspProgress', {
        callback = function(args) Steps[#Steps + 1] = args.data.params.value.kind end,
      })
    end)
    t:command([[%s/func main() {}/func main() { undefinedThing() }/]])
    t:command('write')
    t:command('WplsBuild')
    local found = t:wait('the error is shown', function()
      for _, d in ipairs(vim.diagnostic.get()) do
        if d.source == 'wpls build' then return ('%d %s'):format(d.lnum + 1, d.message) end
      end
    end)
    t.like(found, '^%d+ .*undefined')
    t:wait('the errors are listed', function() return vim.fn.getqflist({ title = 0 }).title == 'wpls build' end)
    t:wait('the progress ends', function() return vim.tbl_contains(Steps, 'begin') and vim.tbl_contains(Steps, 'end') end)
  end },
  { 'what is there to build with', function(t)
    trusted(t)
    t:plugin('http-call')
    t:open('http-call/main.go')
    t:command('WplsDoctor')
    t:wait('a document is there', function() return vim.api.nvim_buf_get_name(0):match('^wpls:/doctor') end)
    t.equal(t:run(function() return vim.bo.filetype end), 'markdown')
  end },
  { 'running the plugin of the configuration that is named', function(t)
    trusted(t)
    t:plugin('http-call')
    t:plugin('wrong-phase')
    t:write('alone.yaml', 'a: 1')
    t:open('http-call/main.go')
    t:run(function() vim.fn.jobstart = function(command) Ran = command return 1 end end)
    for config, folder in pairs({ ['wrong-phase/config.yaml'] = 'wrong-phase', ['alone.yaml'] = 'http-call' }) do
      t:run(function() Ran = nil end)
      t:command('WplsRun ' .. t.folder .. '/' .. config)
      local ran = t:wait('it runs', function() return Ran end)
      t.equal({ ran[3], ran[5] }, { t.folder .. '/' .. folder, t.folder .. '/' .. config })
      t:command('stopinsert | bwipeout!')
    end
  end },
}
