-- The configuration of the Neovim under test: as README.md says, with the program that was built and the encoding of the run.
vim.opt.runtimepath:prepend(vim.env.WPLS_TOP .. '/editors/neovim')
vim.o.swapfile = false

local capabilities = vim.lsp.protocol.make_client_capabilities()
capabilities.general.positionEncodings = { vim.env.WPLS_ENCODING }
vim.lsp.config('wpls', { cmd = { vim.env.WPLS, 'serve' }, capabilities = capabilities })
vim.lsp.enable('wpls')

-- What a person would read at the bottom of the screen.
Messages = {}
vim.notify = function(text)
  Messages[#Messages + 1] = text
end
