-- The commands and the documents that the server makes. Nothing but what their descriptions say is loaded before one of them is used.
if vim.g.loaded_wpls then
  return
end
vim.g.loaded_wpls = true
local words = require('wpls.words').words

local function call(name)
  return function(args)
    require('wpls.commands')[name](args)
  end
end

local function choices(list)
  return function(lead)
    return vim.tbl_filter(function(item)
      return vim.startswith(item, lead)
    end, list)
  end
end

local function command(name, options)
  vim.api.nvim_create_user_command('Wpls' .. name, call(name:lower()), options)
end

command('Build', {
  nargs = '?',
  bang = true,
  complete = choices({ 'go', 'tinygo', 'wasi', 'make' }),
  desc = words('build the plugin of this file; with ! stop the build'),
})
command('Schema', {
  nargs = '?',
  complete = choices({ 'jsonschema', 'spec', 'markdown' }),
  desc = words('show what the plugin of this file accepts'),
})
command('New', {
  nargs = '+',
  complete = function(lead, line)
    local count = #vim.split(vim.trim(line), '%s+') + (lead == '' and 1 or 0)
    return count == 3 and choices({ 'go', 'cpp', 'c' })(lead) or count == 4 and vim.fn.getcompletion(lead, 'dir') or {}
  end,
  desc = words('make a plugin: NAME [go|cpp|c] [FOLDER]'),
})
command('Doctor', { nargs = 0, desc = words('show which tools for building are there, and what is missing') })
command('Run', { nargs = '?', complete = 'file', desc = words('run the plugin of this file in Envoy, with a configuration') })
command('Restart', { nargs = 0, desc = words('restart the server') })
command('Trust', { nargs = 0, desc = words('let the server run programs in this folder') })

-- What code lenses run; their argument is the plugin's folder.
for name, run in pairs({ buildPlugin = 'build', runPlugin = 'run', showSchema = 'schema' }) do
  vim.lsp.commands['wpls.' .. name] = function(lens)
    require('wpls.commands')[run]({ args = '', uri = lens.arguments[1].uri })
  end
end

-- One place is opened, several are a list.
vim.lsp.commands['wpls.showPlaces'] = function(lens, context)
  local encoding = vim.lsp.get_client_by_id(context.client_id).offset_encoding
  local places = lens.arguments[1].locations
  if #places == 1 then return vim.lsp.util.show_document(places[1], encoding, { focus = true }) end
  vim.fn.setqflist({}, ' ', { title = lens.title, items = vim.lsp.util.locations_to_items(places, encoding) })
  vim.cmd.copen()
end

-- Where the reason of a comment is to be written.
vim.lsp.commands['wpls.placeCursor'] = function(action, context)
  local at = action.arguments[1]
  local encoding = vim.lsp.get_client_by_id(context.client_id).offset_encoding
  local place = { uri = at.uri, range = { start = at.position, ['end'] = at.position } }
  vim.lsp.util.show_document(place, encoding, { focus = true })
  vim.cmd('startinsert!')
end

local group = vim.api.nvim_create_augroup('wpls', {})

vim.api.nvim_create_autocmd({ 'LspAttach', 'DiagnosticChanged' }, {
  group = group,
  pattern = { '*.yaml', '*.yml', '*.json', '*.md' },
  desc = words('whose the configurations in a buffer are'),
  callback = function(args)
    require('wpls').ask_owners(args.buf)
  end,
})

vim.api.nvim_create_autocmd('BufReadCmd', {
  group = group,
  pattern = 'wpls:/*',
  desc = words('documents that the server makes'),
  callback = function(args)
    require('wpls.content').read(args.buf, args.file)
  end,
})
