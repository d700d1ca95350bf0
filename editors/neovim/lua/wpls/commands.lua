-- What the user commands do; each function takes the arguments of its command (|nvim_create_user_command()|).
local content = require('wpls.content')
local trust = require('wpls.trust')
local words = require('wpls.words').words
local wpls = require('wpls')

local M = {}

---Sends a command of the server. Errors are shown; `done` gets the result, nil after an error.
---@return integer? id of the request
local function execute(client, name, argument, done, token)
  local params = { command = name, arguments = { argument }, workDoneToken = token }
  local sent, id = client:request('workspace/executeCommand', params, function(err, result)
    if err then
      wpls.fail(err.message)
    end
    done(result)
  end)
  return sent and id or nil
end

---The file that a command is about, as a URI; in a buffer without one the current folder.
local function place()
  local name = vim.api.nvim_buf_get_name(0)
  if vim.bo.buftype ~= '' or name == '' then
    return vim.uri_from_fname(vim.fn.getcwd())
  end
  return vim.uri_from_fname(name)
end

---A loaded buffer of this name; it is not read, as a buffer that is opened would be.
local function buffer_of(uri)
  for _, bufnr in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_get_name(bufnr) == uri then
      if vim.api.nvim_buf_is_loaded(bufnr) then
        return bufnr
      end
      vim.api.nvim_buf_delete(bufnr, { force = true })
    end
  end
  local bufnr = vim.api.nvim_create_buf(false, false)
  vim.api.nvim_buf_set_name(bufnr, uri)
  return bufnr
end

---Opens a document of the server in a window of its own.
local function show(uri, text)
  local bufnr = buffer_of(uri)
  vim.cmd.split()
  vim.api.nvim_win_set_buf(0, bufnr)
  content.fill(bufnr, uri, text)
end

-- --- build -------------------------------------------------------------------------------------------------------------------

local building ---@type {client: vim.lsp.Client, request: integer}?
local builds = 0

local function show_progress(token)
  return vim.api.nvim_create_autocmd('LspProgress', {
    desc = words('steps of a build by wpls'),
    callback = function(args)
      local step = args.data.params
      if step.token == token and step.value.kind ~= 'end' then
        vim.api.nvim_echo({ { 'wpls: ' .. (step.value.message or step.value.title or words('building')) } }, false, {})
      end
    end,
  })
end

---The compiler's errors, which the server publishes as diagnostics, as a quickfix list.
local function list_errors()
  local found = vim.tbl_filter(function(d)
    return d.source == 'wpls build'
  end, vim.diagnostic.get())
  vim.fn.setqflist({}, ' ', { title = 'wpls build', items = vim.diagnostic.toqflist(found) })
  if #found > 0 then
    vim.cmd('botright copen')
  end
end

local function built(result)
  if not result.ok then
    list_errors()
    return wpls.fail(result.message)
  end
  local output = result.output and vim.fn.fnamemodify(vim.uri_to_fname(result.output), ':~:.') or ''
  wpls.tell(words('%s, %d KiB, in %.1f s with %s', output, result.bytes / 1024, result.milliseconds / 1000, result.toolchain))
end

function M.build(args)
  if args.bang then
    return building and building.client:cancel_request(building.request) or nil
  end
  local argument = { uri = args.uri or place(), toolchain = args.args ~= '' and args.args or nil }
  wpls.with_client(function(client)
    client = trust.ask(client)
    if not client then
      return wpls.fail(words("not built: building runs programs, and this folder is not trusted; ':help wpls-trust' says more"))
    end
    builds = builds + 1
    local token = ('wpls-build-%d'):format(builds)
    local watcher = show_progress(token)
    local id = execute(client, 'wpls.build', argument, function(result)
      vim.api.nvim_del_autocmd(watcher)
      building = nil
      if result then
        built(result)
      end
    end, token)
    building = id and { client = client, request = id } or nil
  end)
end

-- --- the others --------------------------------------------------------------------------------------------------------------

function M.schema(args)
  local argument = { uri = args.uri or place(), format = args.args ~= '' and args.args or nil }
  wpls.with_client(function(client)
    execute(client, 'wpls.schema', argument, function(result)
      if result then
        show(result.uri, result.text)
      end
    end)
  end)
end

function M.doctor()
  local argument = { uri = place() }
  wpls.with_client(function(client)
    client = trust.ask(client)
    if not client then
      return wpls.fail(words("looking for tools runs them, and this folder is not trusted; ':help wpls-trust' says more"))
    end
    execute(client, 'wpls.doctor', argument, function(result)
      if result then
        show('wpls:/doctor.md', result.text)
      end
    end)
  end)
end

function M.new(args)
  local name, lang, folder = unpack(args.fargs)
  local parent = vim.fn.fnamemodify(folder or '.', ':p')
  local argument = { parent = vim.uri_from_fname((parent:gsub('(.)/$', '%1'))), name = name, lang = lang or 'go' }
  wpls.with_client(function(client)
    execute(client, 'wpls.new', argument, function(result)
      if not result then
        return
      end
      vim.cmd.edit(vim.fn.fnameescape(vim.uri_to_fname(result.open)))
    end)
  end)
end

---The configuration to run with: as asked, else the current file when it can be one, else one of the plugin's folder.
local function with_configuration(args, folder, use)
  local kind = vim.bo.filetype
  if args.args ~= '' then
    return use(vim.fn.fnamemodify(args.args, ':p'))
  elseif kind == 'yaml' or kind == 'json' then
    return use(vim.api.nvim_buf_get_name(0))
  end
  local found = {}
  for name in vim.fs.dir(folder) do
    if name:match('%.ya?ml$') or name:match('%.json$') then
      found[#found + 1] = name
    end
  end
  table.sort(found)
  if #found == 0 then
    return wpls.fail(words("which configuration? '%s' has no YAML or JSON file; ':WplsRun FILE' takes one", folder))
  end
  local function chosen(name)
    return name and use(vim.fs.joinpath(folder, name))
  end
  if #found == 1 then
    return chosen(found[1])
  end
  vim.ui.select(found, { prompt = words('Which configuration?') }, chosen)
end

---The folder of the plugin to run: that of the configuration that is asked for, else that of the current file.
local function folder_to_run(args)
  local markers = { { 'go.mod', 'Makefile', 'CMakeLists.txt' } }
  local asked = args.args ~= '' and vim.fn.fnamemodify(args.args, ':p') or nil
  return asked and vim.fs.root(asked, markers) or vim.fs.root(0, markers) or vim.fs.dirname(asked or vim.api.nvim_buf_get_name(0))
end

function M.run(args)
  local folder = args.uri and vim.uri_to_fname(args.uri) or folder_to_run(args)
  with_configuration(args, folder, function(config)
    wpls.with_client(function(client)
      client = trust.ask(client)
      if not client then
        return wpls.fail(words("not run: this folder is not trusted; ':help wpls-trust' says more"))
      end
      vim.cmd('botright new')
      vim.fn.jobstart({ client.config.cmd[1], 'run', folder, '--config', config }, { term = true })
      vim.cmd.startinsert()
    end)
  end)
end

function M.restart()
  if not wpls.restart() then
    wpls.fail(words('the server did not stop by itself and was killed'))
  end
end

function M.trust()
  wpls.with_client(function(client)
    if trust.ask(client) then
      wpls.tell(words("programs may be run in '%s'", client.root_dir or vim.fn.getcwd()))
    end
  end)
end

return M
