-- The process that analyses ends badly, and the editor's server does not: another one goes on, and the log has it in words.

-- From now on, what the server writes into the log and what it shows.
local function listen(t)
  t:run(function()
    Logged, Shown = {}, {}
    vim.lsp.handlers['window/logMessage'] = function(_, params) table.insert(Logged, params.message) end
    vim.lsp.handlers['window/showMessage'] = function(_, params) table.insert(Shown, params.message) end
  end)
end

-- The processes: that of the server and that which works for it, another one than `former`.
local function processes(t, former)
  return unpack(t:wait('there is a process that works for the server', function(not_this)
    local server = vim.api.nvim_get_proc_children(vim.fn.getpid())[1]
    local worker = server and vim.api.nvim_get_proc_children(server)[1]
    return worker and worker ~= not_this and { server, worker }
  end, former or 0))
end

local function kill(t, pid, signal)
  t:run(function(...) vim.uv.kill(...) end, pid, signal)
end

local cases = {}
for _, signal in ipairs({ 'sigsegv', 'sigkill' }) do
  table.insert(cases, { 'findings and answers outlive it: ' .. signal, function(t)
    t:plugin('http-call')
    listen(t)
    t:open('http-call/bad.yaml')
    local found = t:diagnostics(1)
    local server, worker = processes(t)
    for time = 1, 6 do -- more often than an editor starts a server anew
      kill(t, worker, signal)
      local same
      same, worker = processes(t, worker)
      t.equal(same, server)
      t:wait('the log has it', function(n)
        local said = vim.tbl_filter(function(text) return text:match('ended with .+; it was started anew') end, Logged)
        return #said == n
      end, time)
      -- what is asked, what is typed and what was there before
      t:run(function() vim.api.nvim_win_set_cursor(0, { vim.fn.search('serviceSource', 'w'), 2 }) end)
      t.like(t:ask('textDocument/hover').contents.value, 'serviceSource')
      t:command('%s/tokenHeadr/tokenHeader/')
      t:wait('the error is gone', function()
        return not vim.iter(vim.diagnostic.get(0)):any(function(d) return d.code == 'config/rejected' end)
      end)
      t:command('%s/tokenHeader/tokenHeadr/')
      t:wait('the findings are back', function(message)
        return vim.iter(vim.diagnostic.get(0)):any(function(d) return d.message == message end)
      end, found[1]:match('config/rejected (.*)'))
    end
    t.equal(t:run(function() return Shown end), {})
    t.equal(t:run(function() return #vim.lsp.get_clients({ name = 'wpls' }) end), 1)
  end })
end
return cases
