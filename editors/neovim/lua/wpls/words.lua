-- What is said to the user: English, or Chinese where the setting `language` asks for it, else LC_ALL, LC_MESSAGES or LANG.
local M = {}

M.zh = {
  ["'%s %s' fails with status %d: %s"] = "'%s %s' 失败，状态码 %d：%s",
  ["'%s' comes from the server, and none is running"] = "'%s' 由服务器提供，而没有服务器在运行",
  ['%s, %d KiB, in %.1f s with %s'] = '%s，%d KiB，用时 %.1f 秒，工具链 %s',
  ["'lsp/wpls.lua' is not in 'runtimepath': there is no configuration"] = "'lsp/wpls.lua' 不在 'runtimepath' 中：没有配置",
  ['Neovim 0.11 or later is needed'] = '需要 Neovim 0.11 或更高版本',
  ['Which configuration?'] = '使用哪份配置？',
  ['building'] = '正在构建',
  ['does not build'] = '构建失败',
  ['documents that the server makes'] = '服务器生成的文档',
  ['build the plugin of this file; with ! stop the build'] = '构建该文件所属的插件；加 ! 则停止构建',
  ['install it: the Debian package, the archive, the wheel or the npm packages'] = '请安装：Debian 软件包、压缩包、wheel 或 npm 软件包',
  ['let the server run programs in this folder'] = '允许服务器在此文件夹中运行程序',
  ["looking for tools runs them, and this folder is not trusted; ':help wpls-trust' says more"] = "查找工具需要运行它们，而此文件夹不受信任；详见 ':help wpls-trust'",
  ['make a plugin: NAME [go|cpp|c] [FOLDER]'] = '创建插件：NAME [go|cpp|c] [FOLDER]',
  ['no server is running'] = '没有服务器在运行',
  ["no program '%s'"] = "没有程序 '%s'",
  ["not built: building runs programs, and this folder is not trusted; ':help wpls-trust' says more"] = "未构建：构建需要运行程序，而此文件夹不受信任；详见 ':help wpls-trust'",
  ["not run: this folder is not trusted; ':help wpls-trust' says more"] = "未运行：此文件夹不受信任；详见 ':help wpls-trust'",
  ["nothing is run there before you say so; ':help wpls-trust'"] = "在你允许之前，不会在那里运行任何程序；见 ':help wpls-trust'",
  ["or say where it is: vim.lsp.config('wpls', { cmd = { '/path/to/wpls', 'serve' } })"] = "或说明其位置：vim.lsp.config('wpls', { cmd = { '/path/to/wpls', 'serve' } })",
  ['programs may be run there: :WplsBuild, :WplsRun and :WplsDoctor work'] = '可以在那里运行程序：:WplsBuild、:WplsRun 和 :WplsDoctor 均可使用',
  ["programs may be run in '%s'"] = "可以在 '%s' 中运行程序",
  ['whose the configurations in a buffer are'] = '缓冲区中的配置属于哪个插件',
  ['restart the server'] = '重新启动服务器',
  ['run the plugin of this file in Envoy, with a configuration'] = '使用一份配置在 Envoy 中运行该文件所属的插件',
  ['serving %s; files open: %d; positions in %s'] = '服务于 %s；打开的文件：%d；位置编码：%s',
  ['show what the plugin of this file accepts'] = '显示该文件所属的插件接受的配置',
  ['show which tools for building are there, and what is missing'] = '显示有哪些构建工具，缺少什么',
  ['single files'] = '单个文件',
  ['steps of a build by wpls'] = 'wpls 构建的步骤',
  ["the server does not start; ':checkhealth wpls' says more"] = "服务器无法启动；详见 ':checkhealth wpls'",
  ['the server did not stop by itself and was killed'] = '服务器没有自行停止，已被终止',
  ["vim.lsp.enable('wpls') starts one for %s files"] = "vim.lsp.enable('wpls') 会为以下类型的文件启动服务器：%s",
  ["which configuration? '%s' has no YAML or JSON file; ':WplsRun FILE' takes one"] = "使用哪份配置？'%s' 中没有 YAML 或 JSON 文件；可用 ':WplsRun FILE' 指定",
  ["with an older one use vim.lsp.start(); ':help wpls-old' says how"] = "使用更旧的版本时请用 vim.lsp.start()；见 ':help wpls-old'",
  ['wpls %d plugin'] = 'wpls %d 个插件',
  ['wpls %d plugins'] = 'wpls %d 个插件',
  ['wpls: program'] = 'wpls：程序',
  ['wpls: servers'] = 'wpls：服务器',
}

local function is_chinese()
  local lsp = rawget(vim, 'lsp') -- it is not loaded for this
  local config = lsp and vim.fn.has('nvim-0.11') == 1 and lsp.config.wpls or {}
  local said = vim.tbl_get(config, 'settings', 'wpls', 'language')
  if said == 'en' or said == 'zh' then
    return said == 'zh'
  end
  for _, name in ipairs({ 'LC_ALL', 'LC_MESSAGES', 'LANG' }) do
    local value = vim.env[name]
    if value and value ~= '' then
      return vim.startswith(value, 'zh')
    end
  end
  return false
end

---The text in the language at hand; with more arguments it is a format for them.
---@param text string
---@return string
function M.words(text, ...)
  local said = is_chinese() and M.zh[text] or text
  return select('#', ...) > 0 and said:format(...) or said
end

return M
