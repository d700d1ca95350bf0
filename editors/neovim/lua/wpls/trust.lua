-- Whether the server may run programs in a folder. It may where `init_options.trusted` says so, or where the user allowed the
-- folder: Neovim asks once and keeps the answer (|vim.secure.read()|).
local M = {}

---@type table<string, boolean> folders for which the answer was yes, in this session
local granted = {}

local function folder_of(client)
  return client.root_dir or vim.fn.getcwd()
end

---Sets `trusted` for a server that is about to start.
function M.pass_on(params, config)
  local options = vim.deepcopy(config.init_options or {})
  options.trusted = options.trusted == true or granted[config.root_dir or vim.fn.getcwd()] == true
  params.initializationOptions = options
end

---@param client vim.lsp.Client
---@return boolean
function M.is_trusted(client)
  return (client.config.init_options or {}).trusted == true or granted[folder_of(client)] == true
end

---Asks unless the answer is known. After a yes the server runs again, as a trusted one.
---@param client vim.lsp.Client
---@return vim.lsp.Client? client the one to go on with, nil after a no
function M.ask(client)
  if M.is_trusted(client) then
    return client
  end
  local folder = folder_of(client)
  if vim.secure.read(folder) ~= true then
    return nil
  end
  granted[folder] = true
  local buffers = vim.tbl_keys(client.attached_buffers)
  require('wpls').restart()
  if #buffers == 0 then
    vim.lsp.start(client.config, { attach = false })
  end
  local fresh
  vim.wait(30000, function()
    fresh = require('wpls').client(buffers[1])
    return fresh ~= nil and fresh.initialized == true
  end, 10)
  return fresh
end

return M
