-- Runs the cases. Each has a Neovim of its own, a child process with a real main loop, which is driven through its API: keys go in
-- as typed, questions are Lua functions that run there. Nothing waits for a time, only for a condition.
local top, scratch = vim.env.WPLS_TOP, vim.env.WPLS_SCRATCH
local here = top .. '/tests/editors/neovim/'
local encodings = { 'utf-8', 'utf-16' }
local patience = 240000 -- milliseconds until a condition counts as never met; a first build by Go takes its time

local session = {}
session.__index = session

local function new_session(encoding, number)
  local folder = ('%s/%d'):format(scratch, number)
  vim.fn.mkdir(folder .. '/.git', 'p') -- the root of a workspace
  local command = { vim.v.progpath, '--clean', '--embed', '--headless', '-u', here .. 'init.lua' }
  local channel = vim.fn.jobstart(command, { rpc = true, cwd = folder, env = { WPLS_ENCODING = encoding } })
  return setmetatable({ channel = channel, folder = folder, encoding = encoding }, session)
end

function session:close()
  pcall(vim.rpcrequest, self.channel, 'nvim_command', 'qall!')
  vim.fn.jobstop(self.channel)
end

-- Runs a function in Neovim, and returns what it returns; it sees its arguments, but no variable around it.
function session:run(fn, ...)
  return vim.rpcrequest(self.channel, 'nvim_exec_lua', 'return loadstring((...))(select(2, ...))', { string.dump(fn), ... })
end

function session:command(text)
  vim.rpcrequest(self.channel, 'nvim_command', text)
end

function session:keys(text)
  vim.rpcrequest(self.channel, 'nvim_input', text)
end

-- Waits until the function, run in Neovim, returns something true, and returns that.
function session:wait(what, fn, ...)
  local value
  local arguments = { ... }
  local met = vim.wait(patience, function()
    value = self:run(fn, unpack(arguments))
    return value and value ~= vim.NIL
  end, 20)
  if not met then
    error(('waited in vain until %s; messages: %s'):format(what, vim.inspect(self:run(function() return Messages end))), 2)
  end
  return value
end

-- Copies one of the examples into the workspace.
function session:plugin(name)
  vim.fn.system({ 'cp', '-r', ('%s/examples/%s'):format(top, name), self.folder })
end

function session:write(name, text)
  local path = self.folder .. '/' .. name
  vim.fn.mkdir(vim.fs.dirname(path), 'p')
  vim.fn.writefile(vim.split(text, '\n'), path)
end

function session:read(name)
  return table.concat(vim.fn.readfile(self.folder .. '/' .. name), '\n')
end

-- Opens a file, writes it first when there is a text, and waits for the server. '$0' in the text is where the cursor goes.
function session:open(name, text)
  local line, column = 1, 0
  if text then
    local at = text:find('$0', 1, true)
    if at then
      local before = text:sub(1, at - 1)
      text = before .. text:sub(at + 2)
      line = select(2, before:gsub('\n', '')) + 1
      column = #before:match('[^\n]*$')
    end
    self:write(name, text)
  end
  self:command('edit ' .. self.folder .. '/' .. name)
  self:run(function(at) vim.api.nvim_win_set_cursor(0, at) end, { line, column })
  self:wait('the server is there', function()
    local client = vim.lsp.get_clients({ name = 'wpls', bufnr = 0 })[1]
    return client and client.initialized
  end)
end

-- Sends a request about the place of the cursor, and returns its result.
function session:ask(method, more)
  local answer = self:run(function(name, params)
    local client = vim.lsp.get_clients({ name = 'wpls', bufnr = 0 })[1]
    local all = vim.tbl_extend('force', vim.lsp.util.make_position_params(0, client.offset_encoding), params)
    return client:request_sync(name, all, 60000, vim.api.nvim_get_current_buf())
  end, method, more or vim.empty_dict())
  assert(not answer.err, vim.inspect(answer.err))
  return answer.result
end

-- The diagnostics of the current buffer, once there are `count` or more: "line:column-column code message", columns in bytes from 1.
-- 'exactly': and no more. What was pushed for a file that was not open goes some time after the first pull of the open one.
function session:diagnostics(count, exactly)
  return self:wait(('there are %d diagnostics'):format(count), function(least, most)
    local found = vim.tbl_map(function(d)
      return ('%d:%d-%d %s %s'):format(d.lnum + 1, d.col + 1, d.end_col + 1, d.code, d.message)
    end, vim.diagnostic.get(0))
    table.sort(found)
    return #found >= least and #found <= most and found
  end, count, exactly and count or math.huge)
end

function session:no_diagnostics()
  self:wait('there are no diagnostics', function() return #vim.diagnostic.get(0) == 0 end)
end

function session:line(number)
  return self:run(function(n) return vim.fn.getline(n) end, number)
end

-- Waits for a message at the bottom of the screen.
function session:message(pattern)
  return self:wait(("a message is like '%s'"):format(pattern), function(like)
    for _, text in ipairs(Messages) do
      if text:match(like) then return text end
    end
  end, pattern)
end

-- --- expectations ------------------------------------------------------------------------------------------------------------

function session.equal(found, expected)
  if not vim.deep_equal(found, expected) then
    error(('expected %s\nfound    %s'):format(vim.inspect(expected), vim.inspect(found)), 2)
  end
end

function session.like(text, pattern)
  if type(text) ~= 'string' or not text:match(pattern) then
    error(("expected something like '%s'\nfound    %s"):format(pattern, vim.inspect(text)), 2)
  end
end

-- --- all of them -------------------------------------------------------------------------------------------------------------

local function chosen()
  local names = {}
  for i = 1, #arg do
    names[#names + 1] = arg[i]
  end
  if #names > 0 then
    return names
  end
  for name in vim.fs.dir(here .. 'cases') do
    names[#names + 1] = name:match('^(.*)%.lua$')
  end
  table.sort(names)
  return names
end

local passed, failed = 0, 0
for _, encoding in ipairs(encodings) do
  for _, file in ipairs(chosen()) do
    for _, case in ipairs(dofile(here .. 'cases/' .. file .. '.lua')) do
      local name = ('%s: %s (%s)'):format(file, case[1], encoding)
      local one = new_session(encoding, passed + failed)
      local ok, problem = xpcall(case[2], debug.traceback, one)
      one:close()
      if ok then
        passed = passed + 1
      else
        failed = failed + 1
        io.stdout:write(('FAILED %s\n%s\n\n'):format(name, problem))
      end
    end
  end
end
io.stdout:write(('%d passed, %d failed\n'):format(passed, failed))
os.exit(failed == 0 and passed > 0 and 0 or 1)
