-- |:checkhealth| wpls
local words = require('wpls.words').words

local M = {}

local function check_program(command)
  local path = vim.fn.exepath(command)
  if path == '' then
    vim.health.error(words("no program '%s'", command), {
      words('install it: the Debian package, the archive, the wheel or the npm packages'),
      words("or say where it is: vim.lsp.config('wpls', { cmd = { '/path/to/wpls', 'serve' } })"),
    })
    return nil
  end
  local answer = vim.system({ path, '--version' }, { text = true, timeout = 30000 }):wait()
  if answer.code ~= 0 then
    vim.health.error(words("'%s %s' fails with status %d: %s", path, '--version', answer.code, vim.trim(answer.stderr or '')))
    return nil
  end
  vim.health.ok(('%s (%s)'):format(vim.trim(answer.stdout), path))
  return path
end

local function check_client(client)
  local buffers = vim.tbl_count(client.attached_buffers)
  vim.health.ok(words('serving %s; files open: %d; positions in %s', client.root_dir or words('single files'), buffers,
    client.offset_encoding))
  if require('wpls.trust').is_trusted(client) then
    vim.health.info(words('programs may be run there: :WplsBuild, :WplsRun and :WplsDoctor work'))
  else
    vim.health.info(words("nothing is run there before you say so; ':help wpls-trust'"))
  end
end

function M.check()
  vim.health.start(words('wpls: program'))
  if vim.fn.has('nvim-0.11') == 0 then
    vim.health.error(words('Neovim 0.11 or later is needed'), {
      words("with an older one use vim.lsp.start(); ':help wpls-old' says how"),
    })
    return
  end
  local config = vim.lsp.config.wpls
  if not config then
    vim.health.error(words("'lsp/wpls.lua' is not in 'runtimepath': there is no configuration"))
    return
  end
  check_program(type(config.cmd) == 'table' and config.cmd[1] or 'wpls')

  vim.health.start(words('wpls: servers'))
  local clients = vim.lsp.get_clients({ name = 'wpls' })
  for _, client in ipairs(clients) do
    check_client(client)
  end
  if #clients == 0 then
    vim.health.warn(words('no server is running'), {
      words("vim.lsp.enable('wpls') starts one for %s files", table.concat(config.filetypes or {}, ', ')),
    })
  end
end

return M
