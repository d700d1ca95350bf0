-- |:checkhealth| wpls
local M = {}

local function check_program(command)
  local path = vim.fn.exepath(command)
  if path == '' then
    vim.health.error(("no program '%s'"):format(command), {
      'install it: the Debian package, the archive, the wheel or the npm packages',
      "or say where it is: vim.lsp.config('wpls', { cmd = { '/path/to/wpls', 'serve' } })",
    })
    return nil
  end
  local answer = vim.system({ path, '--version' }, { text = true, timeout = 30000 }):wait()
  if answer.code ~= 0 then
    vim.health.error(("'%s --version' fails with status %d: %s"):format(path, answer.code, vim.trim(answer.stderr or '')))
    return nil
  end
  vim.health.ok(('%s (%s)'):format(vim.trim(answer.stdout), path))
  return path
end

local function check_client(client)
  local buffers = vim.tbl_count(client.attached_buffers)
  vim.health.ok(('serving %s: %d buffer%s, positions in %s'):format(client.root_dir or 'single files', buffers,
    buffers == 1 and '' or 's', client.offset_encoding))
  if require('wpls.trust').is_trusted(client) then
    vim.health.info('programs may be run there: :WplsBuild, :WplsRun and :WplsDoctor work')
  else
    vim.health.info("nothing is run there before you say so; ':help wpls-trust'")
  end
end

function M.check()
  vim.health.start('wpls: program')
  if vim.fn.has('nvim-0.11') == 0 then
    vim.health.error('Neovim 0.11 or later is needed', { "with an older one use vim.lsp.start(); ':help wpls-old' says how" })
    return
  end
  local config = vim.lsp.config.wpls
  if not config then
    vim.health.error("no configuration: 'lsp/wpls.lua' is not in 'runtimepath'")
    return
  end
  check_program(type(config.cmd) == 'table' and config.cmd[1] or 'wpls')

  vim.health.start('wpls: servers')
  local clients = vim.lsp.get_clients({ name = 'wpls' })
  for _, client in ipairs(clients) do
    check_client(client)
  end
  if #clients == 0 then
    vim.health.warn('no server is running', {
      "vim.lsp.enable('wpls') starts one for " .. table.concat(config.filetypes or {}, ', ') .. ' files',
    })
  end
end

return M
