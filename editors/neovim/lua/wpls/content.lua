-- Documents that the server makes, under names that start with "wpls:/".
local M = {}

local filetypes = { json = 'json', yaml = 'yaml', md = 'markdown' }

---Shows a text under its name, in a buffer that can't be changed.
---@param bufnr integer
---@param uri string
---@param text string
function M.fill(bufnr, uri, text)
  vim.bo[bufnr].modifiable = true
  vim.api.nvim_buf_set_lines(bufnr, 0, -1, false, vim.split((text:gsub('\n$', '')), '\n'))
  vim.bo[bufnr].buftype = 'nofile'
  vim.bo[bufnr].swapfile = false
  vim.bo[bufnr].modified = false
  vim.bo[bufnr].modifiable = false
  vim.bo[bufnr].filetype = filetypes[uri:match('%.(%w+)$')] or ''
end

---Fills a buffer with what the server has for its name (LSP 3.18 `workspace/textDocumentContent`).
---@param bufnr integer
---@param uri string
function M.read(bufnr, uri)
  local client = require('wpls').client()
  if not client then
    return require('wpls').fail(require('wpls.words').words("'%s' comes from the server, and none is running", uri))
  end
  local answer, problem = client:request_sync('workspace/textDocumentContent', { uri = uri }, 30000, bufnr)
  if not answer or answer.err then
    return require('wpls').fail(("'%s': %s"):format(uri, answer and answer.err.message or problem))
  end
  M.fill(bufnr, uri, answer.result.text)
end

return M
