-- Clients of the server, and what it says of itself.
local words = require('wpls.words').words

local M = {}

---@type table<integer, table> by client: the last wpls/status
local states = {}

---The client of a buffer, else any.
---@param bufnr? integer default: the current one
---@return vim.lsp.Client?
function M.client(bufnr)
  return vim.lsp.get_clients({ name = 'wpls', bufnr = bufnr or 0 })[1] or vim.lsp.get_clients({ name = 'wpls' })[1]
end

---As `client`, but starts the server in the current folder when there is none. Then calls `use`, now or once it is there.
---@param use fun(client: vim.lsp.Client)
function M.with_client(use)
  local client = M.client()
  if client then
    return use(client)
  end
  local config = vim.deepcopy(vim.lsp.config.wpls or {})
  config.name = 'wpls'
  config.root_dir = vim.fn.getcwd()
  config.on_init = vim.list_extend({ vim.schedule_wrap(use) }, vim._ensure_list and vim._ensure_list(config.on_init) or {})
  if not vim.lsp.start(config, { attach = false }) then
    M.fail(words("the server does not start; ':checkhealth wpls' says more"))
  end
end

function M.tell(text)
  vim.notify('wpls: ' .. text, vim.log.levels.INFO)
end

function M.fail(text)
  vim.notify('wpls: ' .. text, vim.log.levels.ERROR)
end

function M.on_status(status, context)
  states[context.client_id] = status
  vim.api.nvim_exec_autocmds('User', { pattern = 'WplsStatus', modeline = false, data = status })
end

---For a status line: what the server of the current buffer has read, and how the last build went.
---@return string empty without a server
function M.status()
  local client = vim.lsp.get_clients({ name = 'wpls', bufnr = 0 })[1]
  local state = client and states[client.id]
  if not state then
    return client and 'wpls' or ''
  end
  local text = state.plugins == 1 and words('wpls %d plugin', 1) or words('wpls %d plugins', state.plugins)
  local build = type(state.lastBuild) == 'table' and state.lastBuild
  if build then
    text = ('%s, %s %s'):format(text, build.name, build.ok and ('%d KiB'):format(build.bytes / 1024) or words('does not build'))
  end
  return state.indexing and text .. ' ...' or text
end

---Asks whose the configurations in a buffer are; `vim.b.wpls_owners` has them afterwards, and the event User WplsOwners says so.
---@param bufnr integer
function M.ask_owners(bufnr)
  local client = vim.lsp.get_clients({ name = 'wpls', bufnr = bufnr })[1]
  if not client then
    return
  end
  local params = { textDocument = vim.lsp.util.make_text_document_params(bufnr) }
  client:request('wpls/document', params, function(_, answer)
    if answer and vim.api.nvim_buf_is_valid(bufnr) and not vim.deep_equal(vim.b[bufnr].wpls_owners, answer.owners) then
      vim.b[bufnr].wpls_owners = answer.owners
      vim.api.nvim_exec_autocmds('User', { pattern = 'WplsOwners', modeline = false, data = answer.owners })
    end
  end, bufnr)
end

---For a status line: the plugins that the configurations in the current buffer are of; '?' behind one that is not known for sure.
---@return string empty where there is none
function M.owners()
  return table.concat(vim.tbl_map(function(owner)
    return type(owner.plugin) == 'string' and owner.name or owner.name .. '?'
  end, vim.b.wpls_owners or {}), ', ')
end

---Stops the servers and starts them again, with the same buffers; starts them where they died, too.
---@return boolean everything that ran before runs again
function M.restart()
  local clients = vim.lsp.get_clients({ name = 'wpls' })
  local again = {}
  for _, client in ipairs(clients) do
    again[#again + 1] = { config = client.config, buffers = vim.tbl_keys(client.attached_buffers) }
    client:stop()
  end
  local stopped = vim.wait(10000, function()
    return #vim.lsp.get_clients({ name = 'wpls' }) == 0
  end, 10)
  if not stopped then
    for _, client in ipairs(clients) do
      client:stop(true)
    end
  end
  for _, old in ipairs(again) do
    for _, bufnr in ipairs(old.buffers) do
      vim.lsp.start(old.config, { bufnr = bufnr })
    end
  end
  if #clients == 0 then
    vim.lsp.enable('wpls')
  end
  return stopped
end

return M
